//! What is said of each fault in a request, so that a caller can mend all of them at once.

use super::Text;
use super::texts::{TEXTS, ValueText};
use crate::caller::Language;
use crate::error::{Fault, Right};

/// Where what would be right stands in a sentence.
const SLOT: &str = "{right}";

/// What is said of a fault whose code is not listed.
const GENERAL: Text = Text { lv: "Šī vērtība neder.", en: "This value is not valid." };

/// What is said of a fault. It knows the code and what would be right: a sentence can never repeat a value that was sent.
pub(super) fn sentence(fault: &Fault, language: Language) -> String {
    let Some(said) = said(fault.code) else { return GENERAL.of(language).to_owned() };
    match (&said.with, &fault.right) {
        (Some(with), Some(right)) => with.of(language).replace(SLOT, &written(right)),
        _ => said.text.of(language).to_owned(),
    }
}

fn said(code: &str) -> Option<&'static ValueText> {
    TEXTS.values.iter().find(|said| said.code == code)
}

/// What would be right, as it stands in a sentence: figures and codes are the same in every language.
fn written(right: &Right) -> String {
    match right {
        Right::Limit(limit) => limit.to_string(),
        Right::OneOf(codes) if codes.is_empty() => "–".to_owned(),
        Right::OneOf(codes) => codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", "),
        Right::Like(example) => format!("`{example}`"),
    }
}

/// Whether a code has a sentence of its own.
#[cfg(test)]
pub(super) fn is_known(code: &str) -> bool {
    said(code).is_some()
}

#[cfg(test)]
mod tests {
    use aplp_domain::code::Code;
    use aplp_domain::personal_code::PersonalCodeFault;

    use super::super::tests::{both_languages, unique};
    use super::*;

    #[test]
    fn every_fault_has_one_sentence_in_each_language() {
        unique(TEXTS.values.iter().map(|said| said.code));
        for ValueText { code, text, with } in &TEXTS.values {
            both_languages(code, text);
            if let Some(with) = with {
                both_languages(code, with);
            }
        }
        both_languages("general", &GENERAL);
    }

    #[test]
    fn whatever_would_be_right_stands_in_the_sentence_in_both_languages() {
        let limited: Vec<_> = TEXTS.values.iter().filter(|said| said.with.is_some()).map(|said| said.code).collect();
        assert!(limited.len() > 8, "{limited:?}");
        for code in limited {
            let fault = Fault::at("#", code).but(Right::Limit(4_711));
            for language in [Language::Latvian, Language::English] {
                let sentence = sentence(&fault, language);
                assert!(sentence.contains("4711") && !sentence.contains('{'), "{code}: {sentence}");
            }
        }
    }

    #[test]
    fn a_list_stands_in_a_sentence_as_names_that_nobody_translates() {
        let fault = Fault::none_of("state", ["active", "ended"]);

        assert_eq!(sentence(&fault, Language::Latvian), "Vērtībai jābūt vienai no šīm: `active`, `ended`.");
        assert_eq!(
            sentence(&Fault::none_of("state", [""; 0]), Language::English),
            "The value has to be one of these: –."
        );
    }

    #[test]
    fn every_fault_of_a_personal_code_is_explained() {
        for fault in PersonalCodeFault::ALL {
            assert!(is_known(fault.code()), "{}", fault.code());
        }
    }

    #[test]
    fn an_unlisted_fault_is_still_told_in_words() {
        let code = "nobody_wrote_this";

        assert_eq!(sentence(&Fault::at("#", code), Language::English), GENERAL.en);
    }
}
