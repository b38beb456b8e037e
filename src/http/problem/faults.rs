//! What is said of each fault in a request, so that a caller can mend all of them at once.

use super::Text;

/// What is said of a fault whose code is not listed.
const GENERAL: Text = Text { lv: "Šī vērtība neder.", en: "This value is not valid." };

const fn says(code: &'static str, lv: &'static str, en: &'static str) -> (&'static str, Text) {
    (code, Text { lv, en })
}

/// Every code with its sentence: the body as a whole, then members and parameters, then what days, codes and ids mean.
const FAULTS: &[(&str, Text)] = &[
    says(
        "byte_order_mark",
        "Saturs sākas ar baitu secības zīmi; tā jāizlaiž.",
        "The body starts with a byte order mark; leave it out.",
    ),
    says("not_utf8", "Saturs nav UTF-8 kodējumā.", "The body is not UTF-8."),
    says("syntax", "Saturs nav pareizs JSON.", "The body is not well-formed JSON."),
    says("wrong_type", "Vērtībai jābūt cita tipa.", "The value has to be of another type."),
    says("duplicate_member", "Objektā viens lauks ir divreiz.", "An object has the same member twice."),
    says("too_deep", "Vērtības ir ligzdotas pārāk dziļi.", "Values are nested too deeply."),
    says("too_many", "Vērtību ir pārāk daudz.", "There are too many values."),
    says("number_out_of_range", "Skaitlis ir pārāk liels.", "The number is too large to be read."),
    says(
        "invalid_character",
        "Tekstā ir vadības zīme vai cita neredzama zīme, ko nepieņem.",
        "The text has a control character or another invisible character that is not accepted.",
    ),
    says(
        "too_many_marks",
        "Tekstā pēc kārtas ir vairāk nekā desmit diakritisko zīmju.",
        "The text has more than ten combining marks in a row.",
    ),
    says(
        "not_valid",
        "Šādas dienas vai laika nav, vai vērtība nav pareizi pierakstīta.",
        "There is no such day or time, or the value is not written correctly.",
    ),
    says("required", "Šis lauks vai parametrs ir obligāts.", "This member or parameter is required."),
    says("unknown_member", "Šāda lauka nav.", "There is no such member."),
    says("unknown_parameter", "Šāda parametra nav.", "There is no such parameter."),
    says("repeated_parameter", "Parametrs ir norādīts vairāk nekā vienu reizi.", "The parameter comes more than once."),
    says("too_short", "Teksts ir pārāk īss.", "The text is too short."),
    says("too_long", "Teksts ir pārāk garš.", "The text is too long."),
    says("wrong_format", "Vērtība nav vajadzīgajā formā.", "The value does not have the required form."),
    says("not_one_of", "Vērtība nav starp atļautajām.", "The value is not one of those that are allowed."),
    says("too_small", "Skaitlis ir pārāk mazs.", "The number is too small."),
    says("too_large", "Skaitlis ir pārāk liels.", "The number is too large."),
    says("too_few", "Vērtību ir pārāk maz.", "There are too few values."),
    says("not_unique", "Sarakstā viena vērtība ir vairākas reizes.", "The list has the same value more than once."),
    says(
        "length_or_characters",
        "Personas kodā ir vienpadsmit cipari; pēc sestā drīkst būt defise.",
        "A personal code has eleven digits; a hyphen may stand after the sixth.",
    ),
    says(
        "legal_entity_number",
        "Tas ir juridiskas personas numurs, nevis personas kods.",
        "This is the number of a legal entity, not a personal code.",
    ),
    says(
        "no_such_day",
        "Personas kodā ir datums, kāda kalendārā nav.",
        "The personal code has a date that is not in the calendar.",
    ),
    says("century", "Personas koda septītais cipars ir 0, 1 vai 2.", "The seventh digit of the code is 0, 1 or 2."),
    says(
        "check_digit",
        "Personas koda pēdējais cipars neatbilst pārējiem; kāds cipars ir kļūdains.",
        "The last digit of the personal code does not fit the others; one of the digits is wrong.",
    ),
    says(
        "born_after_legacy_codes",
        "Cilvēkiem, kas dzimuši pēc 2017. gada 30. jūnija, ir jaunās formas personas kods.",
        "People born after 30 June 2017 have a personal code of the new form.",
    ),
    says("municipality_unknown", "Pašvaldības ar šādu ATVK kodu nav.", "There is no municipality with this ATVK code."),
    says(
        "date_out_of_range",
        "Diena ir pārāk tālu pagātnē vai nākotnē; šajā vietā to nevar lietot.",
        "The day is too far in the past or in the future to be used here.",
    ),
    says("in_the_future", "Diena vai laiks ir nākotnē.", "The day or time is in the future."),
    says(
        "levels_do_not_rise",
        "Katra nākamā līmeņa griesti ir augstāki par iepriekšējā līmeņa griestiem.",
        "The ceiling of each level is above the ceiling of the level before it.",
    ),
    says("not_changeable", "Šo lauku pēc reģistrēšanas nemaina.", "This member is not changed once it is registered."),
    says("before_start", "Beigas ir pirms sākuma.", "The end is before the start."),
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

/// What is said of a fault. The code is all it knows: a sentence can never repeat a value that was sent.
pub(super) fn sentence(code: &str) -> &'static Text {
    FAULTS.iter().find(|(known, _)| *known == code).map_or(&GENERAL, |(_, text)| text)
}

/// Whether a code has a sentence of its own.
#[cfg(test)]
pub(super) fn is_known(code: &str) -> bool {
    FAULTS.iter().any(|(known, _)| *known == code)
}

#[cfg(test)]
mod tests {
    use aplp_domain::code::Code;
    use aplp_domain::personal_code::PersonalCodeFault;

    use super::super::tests::{both_languages, unique};
    use super::*;

    #[test]
    fn every_fault_has_one_sentence_in_each_language() {
        unique(FAULTS.iter().map(|(code, _)| *code));
        for (code, text) in FAULTS {
            both_languages(code, text);
        }
        both_languages("general", &GENERAL);
    }

    #[test]
    fn every_fault_of_a_personal_code_is_explained() {
        for fault in PersonalCodeFault::ALL {
            assert!(is_known(fault.code()), "{}", fault.code());
        }
    }

    #[test]
    fn an_unlisted_fault_is_still_told_in_words() {
        assert_eq!(sentence("nobody_wrote_this").en, GENERAL.en);
    }
}
