//! The catalogue as a whole: nothing twice, nothing forgotten, every text in both languages.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use aplp_domain::refusal::Kind as RefusalKind;
use rstest::rstest;
use serde_json::Value;

use super::texts::TEXTS;
use super::*;

/// Fails when a code comes twice or is not `lower_snake`.
pub(super) fn unique<'a>(codes: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for code in codes {
        assert!(seen.insert(code), "{code} comes twice");
        assert!(snake(code), "{code}");
    }
}

fn snake(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Fails when a text is missing in a language, is the same in both, or is not written in the letters of its language.
/// Names between backticks and abbreviations are the same in every language.
pub(super) fn both_languages(code: &str, Text { lv, en }: &Text) {
    let latvian = |c: char| "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž".contains(c);
    // What stands between braces is the name of a member, and never seen in a sentence.
    let outside = |text: &str, marks: [char; 2]| text.split(marks).step_by(2).collect::<String>();
    let prose = |text: &str| outside(&outside(text, ['`', '`']), ['{', '}']).to_lowercase();
    assert!(!lv.trim().is_empty() && !en.trim().is_empty() && lv != en, "{code}");
    assert_eq!((lv.matches('`').count() % 2, en.matches('`').count() % 2), (0, 0), "{code}: a name is not closed");
    let foreign = prose(lv).chars().find(|&c| c.is_alphabetic() && !latvian(c));
    assert_eq!(foreign, None, "{code}: {lv}");
    let foreign = prose(&en.replace("VDEĀVK", "")).chars().find(|c| c.is_alphabetic() && !c.is_ascii());
    assert_eq!(foreign, None, "{code}: {en}");
}

fn names(text: &str) -> HashSet<&str> {
    let between = |marks: [char; 2]| text.split(marks).skip(1).step_by(2);
    between(['`', '`']).chain(between(['{', '}'])).collect()
}

#[test]
fn a_sentence_tells_the_figure_and_not_where_it_stands() {
    let members: HashSet<_> = all()
        .flat_map(|kind| {
            let figures = serde_json::to_value(more(&examples::error(kind))).unwrap_or_default();
            figures.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect::<Vec<_>>()
        })
        .collect();
    assert!(members.len() > 15, "{members:?}");
    for kind in all() {
        for language in [Language::Latvian, Language::English] {
            let problem = problem(&examples::error(kind), language, "request");
            let code = kind.code;
            for sentence in [&problem.title, &problem.detail, &problem.fix] {
                assert!(!sentence.contains(['{', '}']) && !sentence.is_empty(), "{code}: {sentence}");
                let named = members.iter().find(|name| sentence.contains(&format!("`{name}`")));
                assert_eq!(named, None, "{code}: {sentence}");
            }
            for slot in kind.meaning.lv.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                assert!(members.contains(slot), "{code} has no {slot}");
            }
        }
    }
}

#[test]
fn a_title_and_a_meaning_say_the_fault_and_not_the_rule_that_it_breaks() {
    let detail = |code| problem(&examples::error(kind(code).expect("a kind")), Language::Latvian, "request").detail;

    assert_eq!(
        detail("after_replacement"),
        "Stundas pieder līgumam, kas tajā brīdī bija spēkā, bet ieraksts beidzas, kad spēkā jau bija cits līgums."
    );
    assert_eq!(detail("hour_cap_exceeded"), "Minūtes, kas šajā mēnesī vēl atlikušas: 10.");
    assert_eq!(
        detail("over_the_budget"),
        "Viss, kas plānots, kopā ar jau izmantoto nedrīkst pārsniegt budžetu; atlikums: 45,00 EUR."
    );
    assert_eq!(detail("assessment_stale"), "Izvērtējums bija derīgs līdz 12.01.2026.");
    // What is true where nothing is wrong says nothing of a fault: a plain "is" of the rule is a "has to be".
    for said in all().flat_map(|kind| [kind.meaning.lv, kind.meaning.en]) {
        for rule in
            ["ieraksti nepārklājas", "do not overlap", "ends later than it starts", "ir neatkarīgs", "is above zero"]
        {
            assert!(!said.contains(rule), "{said}");
        }
    }
}

/// Words of the English vocabulary that no Latvian sentence has outside of backticks.
const ENGLISH: [&str; 12] =
    ["token", "request", "body", "header", "member", "pointer", "code", "grant", "budget", "null", "string", "field"];

#[test]
fn no_latvian_sentence_has_an_english_word() {
    for kind in all() {
        for text in [kind.title.lv, kind.meaning.lv, kind.fix.lv] {
            let prose = text.split('`').step_by(2).collect::<String>().to_lowercase();
            let prose = prose.split(['{', '}']).step_by(2).collect::<String>();
            let word = prose.split(|c: char| !c.is_alphabetic()).find(|word| ENGLISH.contains(word));
            assert_eq!(word, None, "{}: {text}", kind.code);
        }
    }
}

#[test]
fn no_code_comes_twice() {
    unique(all().map(|kind| kind.code));
}

#[test]
fn every_text_is_in_latvian_and_in_english() {
    for kind in all() {
        for text in [&kind.title, &kind.meaning, &kind.fix] {
            both_languages(kind.code, text);
        }
        let sentences = [kind.meaning.lv, kind.meaning.en, kind.fix.lv, kind.fix.en];
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{}", kind.code);
    }
}

#[test]
fn both_languages_name_the_same_headers_and_members() {
    for kind in all() {
        assert_eq!(names(kind.meaning.lv), names(kind.meaning.en), "{}", kind.code);
        assert_eq!(names(kind.fix.lv), names(kind.fix.en), "{}", kind.code);
    }
}

#[test]
fn every_refusal_has_a_row_with_the_status_of_its_kind() {
    let refusals = examples::refusals();
    for refusal in &refusals {
        let row = kind(refusal.code()).unwrap_or_else(|| panic!("no row for {}", refusal.code()));
        let expected = match refusal.kind() {
            RefusalKind::Rule => 422,
            RefusalKind::State => 409,
        };
        assert_eq!(row.status, expected, "{}", row.code);
        assert!(!row.retryable(), "{}", row.code);
    }
    let rows: HashSet<_> = TEXTS.rules.iter().map(|kind| kind.code).collect();
    let codes: HashSet<_> = refusals.iter().map(Refusal::code).collect();
    assert_eq!(rows, codes);
}

#[test]
fn every_refusal_of_the_rules_is_among_the_examples() {
    // No enum with fields can list its own values, so the codes are read where they are written.
    let source = include_str!("../../domain/refusal/table.rs");
    let written: HashSet<_> = source
        .split("(\"")
        .filter_map(|part| part.split_once("\", "))
        .filter(|(code, kind)| snake(code) && (kind.starts_with("Rule") || kind.starts_with("State")))
        .map(|(code, _)| code)
        .collect();
    assert_eq!(written, examples::refusals().iter().map(Refusal::code).collect());
}

/// The text of every source file of this crate.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![fs::read_to_string(&path).expect("a source file")],
        })
        .collect()
}

/// The last text in each call of a constructor, where it is a code; no call goes on past its statement.
fn codes_in<'a>(source: &'a str, call: &'static str) -> impl Iterator<Item = &'a str> {
    let calls = source.split(call).skip(1).filter_map(|rest| rest.split_once("\")"));
    let calls = calls.filter(|(arguments, _)| !arguments.contains(';'));
    calls.filter_map(|(arguments, _)| arguments.rsplit('"').next()).filter(|code| snake(code))
}

#[test]
fn whatever_code_the_source_names_has_its_words() {
    for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for code in ["Asked(", "Conflict("].into_iter().flat_map(|call| codes_in(&source, call)) {
            assert!(kind(code).is_some(), "no row for {code}");
        }
        for code in ["Fault::at(", "Error::invalid("].into_iter().flat_map(|call| codes_in(&source, call)) {
            assert!(faults::is_known(code), "no sentence for {code}");
        }
    }
}

#[test]
fn every_example_gets_the_status_of_its_row() {
    for kind in all() {
        assert_eq!(status(&examples::error(kind)).as_u16(), kind.status, "{}", kind.code);
    }
}

#[rstest]
#[case("invalid_request", 400, false)]
#[case("token_missing", 401, false)]
#[case("token_expired", 401, false)]
#[case("token_invalid", 401, false)]
#[case("forbidden", 403, false)]
#[case("not_found", 404, false)]
#[case("method_not_allowed", 405, false)]
#[case("not_acceptable", 406, false)]
#[case("request_timeout", 408, false)]
#[case("personal_code_in_use", 409, false)]
#[case("stale_version", 412, false)]
#[case("content_too_large", 413, false)]
#[case("unsupported_media_type", 415, false)]
#[case("idempotency_key_reused", 422, false)]
#[case("if_match_missing", 428, false)]
#[case("too_many_requests", 429, true)]
#[case("headers_too_large", 431, false)]
#[case("internal", 500, false)]
#[case("busy", 503, true)]
#[case("unavailable", 503, true)]
#[case("storage_unavailable", 503, true)]
fn a_problem_says_whether_the_same_request_may_succeed_later(
    #[case] code: &str,
    #[case] status: u16,
    #[case] retryable: bool,
) {
    let kind = kind(code).expect("a kind");

    assert_eq!((kind.status, kind.retryable()), (status, retryable));
}

#[test]
fn every_conflict_and_every_rule_names_its_members_or_says_what_else_it_is_about() {
    for kind in all().filter(|kind| [409, 422].contains(&kind.status)) {
        assert!(kind.about.is_some(), "{} names no member and nothing else", kind.code);
    }
    for members in all().map(Kind::members) {
        assert_eq!(members.iter().collect::<HashSet<_>>().len(), members.len(), "{members:?}");
    }
    assert!(all().filter(|kind| !kind.members().is_empty()).count() > 80);
}

/// Whether a schema has a member, in one of its alternatives too.
fn has(schema: &Value, schemas: &Value, path: &[&str]) -> bool {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return has(&schemas[name], schemas, path);
    }
    let Some((first, rest)) = path.split_first() else { return true };
    let own = schema["properties"].get(first).is_some_and(|member| has(member, schemas, rest));
    let alternatives = ["oneOf", "anyOf", "allOf"].iter().filter_map(|name| schema[*name].as_array()).flatten();
    own || alternatives.into_iter().any(|part| has(part, schemas, path))
}

#[test]
fn the_members_of_a_code_stand_together_in_a_request_of_the_contract() {
    let document: Value = serde_json::from_str(crate::http::contract::TEXT).unwrap();
    let schemas = &document["components"]["schemas"];
    let bodies: Vec<&Value> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["requestBody"]["content"].as_object())
        .flat_map(|content| content.values().map(|described| &described["schema"]))
        .collect();

    for (code, members) in all().map(|kind| (kind.code, kind.members())) {
        let paths: Vec<Vec<&str>> =
            members.iter().map(|place| place.trim_start_matches("#/").split('/').collect()).collect();
        let together = bodies.iter().any(|body| paths.iter().all(|path| has(body, schemas, path)));
        assert!(together, "{code}: no request has {members:?}");
    }
}
