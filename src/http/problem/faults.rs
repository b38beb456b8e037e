//! What is said of each fault in a request, so that a caller can mend all of them at once.

use super::Text;
use crate::caller::Language;
use crate::error::{Fault, Right};

/// Where what would be right stands in a sentence.
const SLOT: &str = "{right}";

/// What is said of a fault whose code is not listed.
const GENERAL: Text = Text { lv: "Šī vērtība neder.", en: "This value is not valid." };

/// One row: what is said of a code and, where more is known of what would be right, what is said with that.
struct Said {
    code: &'static str,
    text: Text,
    with: Option<Text>,
}

const fn says(code: &'static str, lv: &'static str, en: &'static str) -> Said {
    Said { code, text: Text { lv, en }, with: None }
}

/// The same, and what is said where a limit, a list or an example is known.
const fn limited(code: &'static str, [lv, en]: [&'static str; 2], with: [&'static str; 2]) -> Said {
    Said { code, text: Text { lv, en }, with: Some(Text { lv: with[0], en: with[1] }) }
}

/// Every code with its sentence: the body as a whole, then members and parameters, then what days, codes and ids mean.
const FAULTS: &[Said] = &[
    says(
        "byte_order_mark",
        "Saturs sākas ar baitu secības zīmi; tā jāizlaiž.",
        "The body starts with a byte order mark; leave it out.",
    ),
    says("not_utf8", "Saturs nav UTF-8 kodējumā.", "The body is not UTF-8."),
    says("syntax", "Saturs nav pareizs JSON.", "The body is not well-formed JSON."),
    limited(
        "wrong_type",
        ["Vērtībai jābūt cita tipa.", "The value has to be of another type."],
        ["Vērtībai jābūt šāda JSON tipa: {right}.", "The value has to be of this type of JSON: {right}."],
    ),
    says("duplicate_member", "Objektā viens lauks ir divreiz.", "An object has the same member twice."),
    says("too_deep", "Vērtības ir ligzdotas dziļāk par 32 līmeņiem.", "Values are nested more than 32 levels deep."),
    limited(
        "too_many",
        ["Vērtību ir pārāk daudz.", "There are too many values."],
        ["Lielākais vērtību skaits: {right}.", "The greatest number of values: {right}."],
    ),
    says("number_out_of_range", "Skaitlis ir tik liels, ka to nevar nolasīt.", "The number is too large to be read."),
    says(
        "invalid_character",
        "Tekstā ir neredzama zīme (vadības, nulles platuma vai virziena zīme) vai atstarpe sākumā vai beigās; tā jāizņem.",
        "The text has a character that nobody sees (a control, one of no width, a mark of direction), or a space at its start or end; take it out.",
    ),
    says(
        "too_many_marks",
        "Tekstā pēc kārtas ir vairāk nekā desmit diakritisko zīmju.",
        "The text has more than ten combining marks in a row.",
    ),
    says(
        "not_valid",
        "Vērtība nav pareizi pierakstīta, vai šajā vietā to nevar lietot.",
        "The value is not written correctly, or cannot be used here.",
    ),
    says("required", "Šis lauks vai parametrs ir obligāts.", "This member or parameter is required."),
    says(
        "unknown_member",
        "Šāda lauka nav; `openapi.json` rāda, kādi ir.",
        "There is no such member; `openapi.json` shows which there are.",
    ),
    limited(
        "unknown_parameter",
        ["Šāda parametra nav.", "There is no such parameter."],
        ["Šāda parametra nav; ir šādi: {right}.", "There is no such parameter; there are these: {right}."],
    ),
    says(
        "repeated_parameter",
        "Parametrs ir norādīts vairāk nekā vienu reizi; jāatstāj viens.",
        "The parameter comes more than once; leave one.",
    ),
    says(
        "empty",
        "Lauks ir tukšs; tam jāsatur teksts vai tas jāizlaiž.",
        "The member is empty; give it a text, or leave it out.",
    ),
    limited(
        "too_short",
        ["Teksts ir pārāk īss.", "The text is too short."],
        ["Teksta mazākais garums zīmēs: {right}.", "The least length of the text in characters: {right}."],
    ),
    limited(
        "too_long",
        ["Teksts ir pārāk garš.", "The text is too long."],
        ["Teksta lielākais garums zīmēs: {right}.", "The greatest length of the text in characters: {right}."],
    ),
    limited(
        "wrong_format",
        ["Vērtība nav vajadzīgajā formā.", "The value does not have the required form."],
        ["Vērtība jāraksta tā: {right}.", "The value has to be written like this: {right}."],
    ),
    limited(
        "not_one_of",
        ["Vērtība nav starp atļautajām.", "The value is not one of those that are allowed."],
        ["Vērtībai jābūt vienai no šīm: {right}.", "The value has to be one of these: {right}."],
    ),
    limited(
        "too_small",
        ["Skaitlis ir pārāk mazs.", "The number is too small."],
        ["Skaitlim jābūt vismaz {right}.", "The number has to be at least {right}."],
    ),
    limited(
        "too_large",
        ["Skaitlis ir pārāk liels.", "The number is too large."],
        ["Skaitlis drīkst būt ne lielāks par {right}.", "The number may be at most {right}."],
    ),
    limited(
        "too_few",
        ["Vērtību ir pārāk maz.", "There are too few values."],
        ["Mazākais vērtību skaits: {right}.", "The least number of values: {right}."],
    ),
    says(
        "not_unique",
        "Sarakstā viena vērtība ir vairākas reizes; katrai jābūt vienu reizi.",
        "The list has the same value more than once; let each stand once.",
    ),
    says(
        "length_or_characters",
        "Personas kodā jābūt vienpadsmit cipariem; pēc sestā drīkst būt defise.",
        "A personal code has to have eleven digits; a hyphen may stand after the sixth.",
    ),
    says(
        "legal_entity_number",
        "Tas ir juridiskas personas numurs, nevis personas kods.",
        "This is the number of a legal entity, not a personal code.",
    ),
    says("no_such_day", "Šādas dienas kalendārā nav.", "There is no such day in the calendar."),
    says(
        "century",
        "Personas koda septītajam ciparam jābūt 0, 1 vai 2.",
        "The seventh digit of the code has to be 0, 1 or 2.",
    ),
    says(
        "check_digit",
        "Personas koda pēdējais cipars neatbilst pārējiem; kāds cipars ir kļūdains.",
        "The last digit of the personal code does not fit the others; one of the digits is wrong.",
    ),
    says(
        "born_after_legacy_codes",
        "Cilvēkam, kas dzimis pēc 2017. gada 30. jūnija, jābūt jaunās formas personas kodam.",
        "Somebody born after 30 June 2017 has to have a personal code of the new form.",
    ),
    says(
        "day_of_residence",
        "Diena ir pirms personas dzimšanas vai vairāk nekā 366 dienas uz priekšu.",
        "The day is before the person was born or more than 366 days ahead.",
    ),
    says(
        "municipality_unknown",
        "Pašvaldības ar šādu ATVK kodu nav; kodi ir sarakstā `/v1/municipalities`.",
        "There is no municipality with this ATVK code; `/v1/municipalities` lists the codes.",
    ),
    limited(
        "date_out_of_range",
        [
            "Diena ir pārāk tālu pagātnē vai nākotnē; šajā vietā to nevar lietot.",
            "The day is too far in the past or in the future to be used here.",
        ],
        ["Dienai jābūt šajās robežās: {right}.", "The day has to be within these bounds: {right}."],
    ),
    says(
        "in_the_future",
        "Diena vai laiks pēc Rīgas pulksteņa vēl nav pienācis; jānorāda jau notikušais, ne vēlāk kā šodiena.",
        "By the clock of Riga this day or time has not come yet; tell what has happened, not later than today.",
    ),
    says(
        "levels_do_not_rise",
        "Katra nākamā līmeņa griestiem jābūt augstākiem par iepriekšējā līmeņa griestiem.",
        "The ceiling of each level has to be above the ceiling of the level before it.",
    ),
    says(
        "not_changeable",
        "Šo lauku pēc reģistrēšanas nemaina; tas jāizlaiž.",
        "This member is not changed once it is registered; leave it out.",
    ),
    says(
        "before_start",
        "Beigas ir pirms sākuma; tām jābūt sākuma dienā vai vēlāk.",
        "The end is before the start; it has to be on that day or later.",
    ),
    says(
        "waits_elsewhere",
        "Persona gaida citas programmas rindā.",
        "The person waits in the queue of another programme.",
    ),
    says(
        "only_for_other",
        "Nosaukumu norāda tikai citam pakalpojumam; šī pakalpojuma nosaukums izriet no tā veida.",
        "Only another service is named; the name of this one follows from its kind.",
    ),
    says(
        "reference_unknown",
        "Nekā ar šādu identifikatoru nav, vai arī marķieris to neļauj redzēt.",
        "There is nothing with this id, or the token does not let one see it.",
    ),
];

/// The codes of all faults.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    FAULTS.iter().map(|said| said.code)
}

/// What is said of a fault. It knows the code and what would be right: a sentence can never repeat a value that was sent.
pub(super) fn sentence(fault: &Fault, language: Language) -> String {
    let Some(said) = said(fault.code) else { return GENERAL.of(language).to_owned() };
    match (&said.with, &fault.right) {
        (Some(with), Some(right)) => with.of(language).replace(SLOT, &written(right)),
        _ => said.text.of(language).to_owned(),
    }
}

fn said(code: &str) -> Option<&'static Said> {
    FAULTS.iter().find(|said| said.code == code)
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
        unique(FAULTS.iter().map(|said| said.code));
        for Said { code, text, with } in FAULTS {
            both_languages(code, text);
            if let Some(with) = with {
                both_languages(code, with);
            }
        }
        both_languages("general", &GENERAL);
    }

    #[test]
    fn whatever_would_be_right_stands_in_the_sentence_in_both_languages() {
        let limited: Vec<_> = FAULTS.iter().filter(|said| said.with.is_some()).map(|said| said.code).collect();
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
