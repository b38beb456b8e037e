//! Text as it is taken: which characters nobody sees and are therefore refused, and one kind of line break.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use actix_web::http::header::HeaderMap;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::error::Error;

/// What a text with a character that is not accepted is called in a fault.
const INVALID: &str = "invalid_character";

/// Every character that is refused wherever text comes in, with the reason. Two names that look the same are the same: what
/// is not seen would make two of them, and would hide one from whoever searches for it.
const UNSEEN: &[(RangeInclusive<char>, &str)] = &[
    ('\u{0}'..='\u{8}', "controls; only line feed and tab are text"),
    ('\u{b}'..='\u{c}', "controls"),
    ('\u{e}'..='\u{1f}', "controls"),
    ('\u{7f}'..='\u{9f}', "controls"),
    ('\u{ad}'..='\u{ad}', "the soft hyphen is seen at the end of a line only"),
    ('\u{34f}'..='\u{34f}', "the combining grapheme joiner shows nothing"),
    ('\u{600}'..='\u{605}', "signs of Arabic that govern how digits after them are shown"),
    ('\u{61c}'..='\u{61c}', "a mark of direction"),
    ('\u{6dd}'..='\u{6dd}', "a sign of Arabic that encloses the digits after it"),
    ('\u{70f}'..='\u{70f}', "a sign of Syriac that governs the letters after it"),
    ('\u{890}'..='\u{891}', "signs of Arabic that govern the digits after them"),
    ('\u{8e2}'..='\u{8e2}', "a sign of Arabic that encloses the digits after it"),
    ('\u{115f}'..='\u{1160}', "fillers of Hangul are blank letters"),
    ('\u{17b4}'..='\u{17b5}', "inherent vowels of Khmer show nothing"),
    ('\u{180b}'..='\u{180f}', "selectors and a separator of Mongolian show nothing"),
    ('\u{200b}'..='\u{200f}', "spaces and joiners of no width, marks of direction"),
    ('\u{202a}'..='\u{202e}', "embeddings and overrides of direction"),
    ('\u{2060}'..='\u{206f}', "the word joiner, operators nobody sees, isolates of direction, old format characters"),
    ('\u{2800}'..='\u{2800}', "the blank of Braille looks like a space and is a letter"),
    ('\u{3164}'..='\u{3164}', "the filler of Hangul is a blank letter"),
    // Also the one after a heart in a note: kept, it would make two of one text, and dropping it would change what was sent.
    ('\u{fe00}'..='\u{fe0f}', "selectors of a variant of the character before them show nothing"),
    ('\u{feff}'..='\u{feff}', "the byte order mark, a space of no width"),
    ('\u{ffa0}'..='\u{ffa0}', "the narrow filler of Hangul is a blank letter"),
    ('\u{fff0}'..='\u{fffb}', "reserved for what nobody sees, and anchors of annotations"),
    ('\u{110bd}'..='\u{110bd}', "a sign of Kaithi that governs the digits after it"),
    ('\u{110cd}'..='\u{110cd}', "a sign of Kaithi that governs the digits after it"),
    ('\u{13430}'..='\u{1343f}', "joiners of hieroglyphs"),
    ('\u{1bca0}'..='\u{1bca3}', "format characters of shorthand"),
    ('\u{1d173}'..='\u{1d17a}', "format characters of musical notes"),
    ('\u{e0000}'..='\u{e0fff}', "tags, and further selectors of variants"),
];

/// The code of what is wrong with a text, if it has a character that is not accepted anywhere.
#[must_use]
pub(crate) fn fault_in(text: &str) -> Option<&'static str> {
    text.chars().any(is_unseen).then_some(INVALID)
}

/// Whether a character is refused. What most texts are made of is known at the first look.
fn is_unseen(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' | ' '..='~' => c == '\r',
        _ => UNSEEN.iter().any(|(range, _)| range.contains(&c)),
    }
}

/// The headers of which something is kept.
const KEPT: [&str; 4] = ["Aplp-Purpose", "Idempotency-Key", "If-Match", "X-Request-Id"];

/// Holds the path of a request and its headers that are kept against the same table.
///
/// # Errors
/// `Invalid` with `path` or the name of the header.
pub(super) fn seen(path: &str, headers: &HeaderMap) -> Result<(), Error> {
    let mut parts = form_urlencoded::parse(path.as_bytes());
    if parts.any(|(part, rest)| fault_in(&part).or(fault_in(&rest)).is_some()) {
        return Err(Error::invalid("path", INVALID));
    }
    for name in KEPT {
        let mut values = headers.get_all(name).filter_map(|value| str::from_utf8(value.as_bytes()).ok());
        if let Some(code) = values.find_map(fault_in) {
            return Err(Error::invalid(name, code));
        }
    }
    Ok(())
}

/// Text as it is stored: in NFC, every line break a line feed, no character that nobody sees.
///
/// # Errors
/// `invalid_character`, `too_many_marks`.
pub(crate) fn taken(sent: &str) -> Result<Cow<'_, str>, &'static str> {
    let text = one_kind_of_line_break(sent);
    if let Some(fault) = fault_in(&text) {
        return Err(fault);
    }
    if is_piled_up(&text) {
        return Err("too_many_marks");
    }
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Ok(text);
    }
    Ok(Cow::Owned(text.nfc().collect()))
}

/// Whether a text is what it looks like: in NFC already, without control or hidden characters, and without white space at its
/// ends. Records and log lines name callers by such texts.
#[must_use]
pub(crate) fn is_plain(value: &str) -> bool {
    let bare = !value.is_empty() && value.trim() == value && !value.chars().any(char::is_control);
    bare && matches!(taken(value), Ok(Cow::Borrowed(_)))
}

/// How many combining marks may follow each other: no script needs more, and to put a long run in order takes more than its
/// length.
const MARKS_MAX: usize = 10;

/// Whether more marks follow each other than may.
fn is_piled_up(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if !c.is_ascii() && is_combining_mark(c) { run + 1 } else { 0 };
        run > MARKS_MAX
    })
}

/// The line breaks of Windows and of forms in browsers, of old machines, and the two separators of Unicode all become a line
/// feed, so that what is the same on paper is the same here.
fn one_kind_of_line_break(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\u{2028}', '\u{2029}']) {
        Cow::Owned(text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// Every character of the category Cf (Unicode 15), and every one that is ignorable where a font has no sign for it
    /// (Default_Ignorable_Code_Point), from the Unicode Character Database and not from the table above.
    const FORMAT_OR_IGNORABLE: &[RangeInclusive<u32>] = &[
        0xad..=0xad,
        0x34f..=0x34f,
        0x600..=0x605,
        0x61c..=0x61c,
        0x6dd..=0x6dd,
        0x70f..=0x70f,
        0x890..=0x891,
        0x8e2..=0x8e2,
        0x115f..=0x1160,
        0x17b4..=0x17b5,
        0x180b..=0x180f,
        0x200b..=0x200f,
        0x202a..=0x202e,
        0x2060..=0x206f,
        0x3164..=0x3164,
        0xfe00..=0xfe0f,
        0xfeff..=0xfeff,
        0xffa0..=0xffa0,
        0xfff0..=0xfffb,
        0x110bd..=0x110bd,
        0x110cd..=0x110cd,
        0x13430..=0x13438,
        0x1bca0..=0x1bca3,
        0x1d173..=0x1d17a,
        0xe0000..=0xe0fff,
    ];

    #[test]
    fn every_format_character_and_every_ignorable_one_is_refused() {
        for c in FORMAT_OR_IGNORABLE.iter().cloned().flatten().filter_map(char::from_u32) {
            assert_eq!(fault_in(&format!("Jānis{c}Bērziņš")), Some(INVALID), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_table_is_in_order_and_gives_a_reason_for_each_row() {
        for pair in UNSEEN.windows(2) {
            assert!(pair[0].0.end() < pair[1].0.start(), "{:?}", pair[1].0);
        }
        assert!(UNSEEN.iter().all(|(range, reason)| range.start() <= range.end() && !reason.is_empty()));
    }

    #[rstest]
    #[case("Jānis Bērziņš")]
    #[case("Лариса Ķēniņa-Šmite, d'Artanjans „Ūdrs”")]
    #[case("līdz 50 % – 7,5 € (1°)")]
    #[case("pirmā\notrā\ttrešā")]
    #[case("日本 \u{1f600}")]
    fn what_is_seen_is_taken_as_it_is(#[case] text: &str) {
        assert!(matches!(taken(text), Ok(Cow::Borrowed(same)) if same == text));
    }

    #[rstest]
    #[case("a\r\nb")]
    #[case("a\rb")]
    #[case("a\u{2028}b")]
    #[case("a\u{2029}b")]
    #[case("a\nb")]
    fn every_line_break_is_kept_as_a_line_feed(#[case] sent: &str) {
        assert_eq!(taken(sent).as_deref(), Ok("a\nb"));
    }

    #[test]
    fn two_line_breaks_stay_two() {
        assert_eq!(taken("a\r\n\r\nb\n\rc").as_deref(), Ok("a\n\nb\n\nc"));
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(sent in any::<String>()) {
            if let Ok(once) = taken(&sent) {
                let again = taken(&once).map(Cow::into_owned);
                prop_assert_eq!(again.as_deref(), Ok(&*once));
                prop_assert!(!once.contains('\r') && fault_in(&once).is_none());
            }
        }
    }
}
