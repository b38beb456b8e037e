//! The words of a name as they are looked for: in one form for all that people write for the same name.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How long a word is at the most, in characters: what is longer is found by its beginning. PostgreSQL's indexes hold 2,704 bytes.
const WORD_MAX: usize = 100;

/// The words of a name, each once and in order: cut at whatever is no letter or digit, in lower case by full case folding, without
/// marks and apostrophes, letters with a stroke and ligatures as the letters that people type for them.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let outside = name.chars().filter(|c| !is_left_out(*c)).nfkd().filter(|c| !is_combining_mark(*c));
    let lower = outside.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    // A capital letter may have a mark or an apostrophe that the small one has not.
    let bare = lower.nfkd().filter(|c| !is_combining_mark(*c) && !is_left_out(*c));
    let plain: String = bare.fold(String::new(), |mut plain, c| {
        match typed(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
        plain
    });
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(WORD_MAX).collect()).collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whether each of these words begins one of a name's words.
#[must_use]
pub fn begin(these: &[String], words: &[String]) -> bool {
    these.iter().all(|this| words.iter().any(|word| word.starts_with(this)))
}

/// What is between no two words: what people type for an apostrophe, and what nobody sees.
const fn is_left_out(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '’' | '‘' | '‛' | '′' | '‵' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | '᾽' | '᾿' | '＇'
            | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

/// What people type for a letter of which no mark can be taken off: as in passports (ICAO 9303, part 3, section 6), but for ø, where
/// that has two letters.
const fn typed(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ⱥ' => "a",
        'ƀ' => "b",
        'ȼ' => "c",
        'đ' | 'ð' | 'ɖ' => "d",
        'ɇ' => "e",
        'ǥ' => "g",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ɉ' => "j",
        'ĸ' => "k",
        'ł' | 'ƚ' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'ɍ' => "r",
        'ŧ' | 'ⱦ' => "t",
        'ʉ' => "u",
        'ɏ' => "y",
        'ƶ' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Bērziņa-Kalniņa", "berzina kalnina")]
    #[case("Bērziņa\u{2010}Kalniņa \u{2013} Liepa", "berzina kalnina liepa")]
    #[case("  Anna  Marija ", "anna marija")]
    #[case("O’Braiena", "obraiena")]
    #[case("O'Braiena", "obraiena")]
    #[case("OʼBraiena", "obraiena")]
    #[case("O`Braiena", "obraiena")]
    #[case("O´Braiena", "obraiena")]
    #[case("OBraiena", "obraiena")]
    #[case("Groß", "gross")]
    #[case("GROẞ", "gross")]
    #[case("GROSS", "gross")]
    #[case("Łukasz", "lukasz")]
    #[case("SØRENSEN", "sorensen")]
    #[case("Đorđević", "dordevic")]
    #[case("Æbelø", "aebelo")]
    #[case("Œuvre", "oeuvre")]
    #[case("Şahin Yıldız", "sahin yildiz")]
    #[case("İnönü", "inonu")]
    #[case("Þór Guðrún", "gudrun thor")]
    #[case("ŉ", "n")]
    #[case("ǰ", "j")]
    #[case("Σίσυφος", "σισυφοσ")]
    #[case("Ｌｉｅｐａ", "liepa")]
    #[case("J. Bērziņš (dz. Kalns)", "berzins dz j kalns")]
    #[case("Lie\u{ad}pa", "liepa")]
    #[case("Liepa Liepa", "liepa")]
    #[case("– ' –", "")]
    #[case("Ģīmis Žņaudzējčūska Ļūdēķis", "gimis ludekis znaudzejcuska")]
    fn a_name_is_taken_apart(#[case] name: &str, #[case] right: &str) {
        assert_eq!(words(name).join(" "), right);
    }

    #[rstest]
    #[case("Kalniņa", true)]
    #[case("bērz", true)]
    #[case("ieva kaln", true)]
    #[case("kalniņa ieva bērziņa", true)]
    #[case("kalniņa kalniņa", true)]
    #[case("alniņa", false)]
    #[case("ieva liepa", false)]
    fn every_word_has_to_begin_a_word(#[case] asked: &str, #[case] found: bool) {
        assert_eq!(begin(&words(asked), &words("Ieva Bērziņa-Kalniņa")), found);
    }

    proptest! {
        /// What was taken apart once is taken apart to the same again, whatever the case, and never swells.
        #[test]
        fn words_are_stable(name in "\\PC{0,100}") {
            let once = words(&name);
            prop_assert_eq!(words(&once.join(" ")), once.clone());
            prop_assert!(once.iter().all(|word| word.chars().count() <= WORD_MAX));
        }
    }
}
