//! Whether the labels are whole: each code has its own, in both languages, and nothing else has one.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use super::*;
use crate::codes::CODES;

/// Lists of codes that are no enum of the rules: which kind of one object is meant, and what only a search or a request says.
const TAGS: [&str; 9] = [
    "AnswerInputAnswer",
    "ChangeKind",
    "DecisionInputOutcome",
    "FactChangeFact",
    "MatchedBy",
    "OnDuplicate",
    "PersonSearchBy",
    "SubmittedByKind",
    "WantedKeptOutcome",
];
/// Lists whose codes are all in another list, where they mean the same.
const PARTS: [(&str, &str); 6] = [
    ("ReasonCode", "DecisionGround"),
    ("SuspensionGround", "DecisionGround"),
    ("EndGround", "DecisionGround"),
    ("DecisionInputOutcome", "DecisionOutcome"),
    ("WantedKeptOutcome", "DecisionOutcome"),
    ("ChangeKind", "ChoiceEffect"),
];
/// Labels that begin with a capital letter: names, numerals and, in English, days of the week.
const CAPITALS: [&str; 7] = ["i", "ii", "iii", "iis", "vdeavk", "saturday", "sunday"];

/// Every text of the file in one language, with the list and the code it is for.
fn texts(pick: fn(Label) -> &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
    let each = all().flat_map(|(schema, list)| {
        let codes = list.codes.iter().map(|known| (known.code, Label { lv: known.lv, en: known.en }));
        codes.chain([("", list.title)]).map(move |(code, label)| (schema, code, label))
    });
    each.map(|(schema, code, label)| (schema, code, pick(label))).collect()
}

#[test]
fn every_enum_has_a_label_for_each_code_in_the_order_of_the_document_and_for_nothing_else() {
    for (schema, codes) in CODES {
        let labelled: Vec<&str> = LISTS.get(schema).unwrap().codes.iter().map(|known| known.code).collect();

        assert_eq!(labelled, codes(), "{schema}");
    }
    let enums = CODES.iter().map(|(schema, _)| *schema);
    let listed: BTreeSet<&str> = all().map(|(schema, _)| schema).collect();
    assert_eq!(listed, enums.chain(TAGS).collect());
}

#[test]
fn lists_and_their_members_stand_once_and_in_order_in_the_file() {
    let names: Vec<&str> = TEXT.lines().filter_map(|line| line.strip_prefix("  \"")?.strip_suffix("\": {")).collect();

    assert_eq!(names, all().map(|(schema, _)| schema).collect::<Vec<_>>());
    for member in ["title", "codes"] {
        assert_eq!(TEXT.matches(&format!("\n    \"{member}\": [")).count(), names.len(), "{member}");
    }
}

#[test]
fn no_two_codes_of_a_list_and_no_two_lists_are_called_the_same() {
    for pick in [|label: Label| label.lv, |label: Label| label.en] {
        let mut seen = BTreeSet::new();
        for (schema, code, text) in texts(pick) {
            let place = if code.is_empty() { "" } else { schema };
            assert!(seen.insert((place, text.to_lowercase())), "{schema} {code}: {text}");
        }
    }
}

#[test]
fn every_label_is_a_plain_phrase_in_its_own_language() {
    for (lv, en) in texts(|label| label.lv).into_iter().zip(texts(|label| label.en)) {
        assert_ne!(lv.2, en.2);
        for (schema, code, text) in [lv, en] {
            let begins = text.chars().next().unwrap();
            assert!(begins.is_lowercase() || CAPITALS.contains(&code), "{schema} {code}: {text}");
            assert!(text.trim() == text && !text.contains("  ") && !text.ends_with(['.', ':', ',']), "{text}");
            assert!(is_nfc(text) && text.chars().count() <= 100, "{schema} {code}: {text}");
        }
        assert!(en.2.is_ascii() || en.2.contains("VDEĀVK") || en.2.contains('“'), "{}", en.2);
    }
}

#[test]
fn what_means_the_same_in_two_lists_is_called_the_same() {
    for (part, whole) in PARTS {
        for known in &LISTS.get(part).unwrap().codes {
            assert_eq!(of(part, known.code), of(whole, known.code), "{part} {}", known.code);
        }
    }
}

#[test]
fn what_is_counted_has_two_forms_and_the_label_is_one_of_them() {
    for (schema, list) in all() {
        for form in &list.counted {
            let label = of(schema, form.code).unwrap();

            assert!([form.lv_one, form.lv_other].contains(&label.lv), "{schema} {}", form.code);
            assert!([form.en_one, form.en_other].contains(&label.en), "{schema} {}", form.code);
            assert!(form.lv_one != form.lv_other && form.en_one != form.en_other, "{schema} {}", form.code);
        }
    }
    assert_eq!(counted("ServiceUnit", "hour").unwrap().lv_other, "stundas");
    assert!(counted("Unit", "flag").is_none());
}

#[test]
fn a_label_is_found_by_list_and_code() {
    let area = of("Area", "daily_life");

    assert_eq!(area, Some(Label { lv: "ikdienas dzīve", en: "daily life" }));
    assert_eq!((of("Area", "daily"), of("area", "daily_life")), (None, None));
}
