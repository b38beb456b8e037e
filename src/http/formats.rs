//! The formats of the contract beside those that JSON Schema names: what is text, and which days and moments can be told.

use chrono::{Datelike, NaiveDate};
use jsonschema::ValidationOptions;

/// The format of a text: without control characters, and without white space at its ends.
///
/// What nobody sees is refused wherever text comes in (`text`). A pattern that says the same holds escapes for characters, which
/// half of the languages that clients are generated in read otherwise.
pub(super) const TEXT: &str = "text";

/// The first and the last year that can be told: from the nineteenth century of the oldest personal codes on, and so far ahead
/// that a term from it is a day as well.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// The first and the last day that can be told.
pub(super) const DAYS: [&str; 2] = ["1800-01-01", "2199-12-31"];

/// How values are held against the schemas of the contract.
pub(super) fn options() -> ValidationOptions<'static> {
    jsonschema::options()
        .should_validate_formats(true)
        .with_format(TEXT, is_text)
        .with_format("date", is_day)
        .with_format("date-time", is_moment)
}

fn is_text(value: &str) -> bool {
    let is_edge = |c: char| c.is_control() || c == ' ' || c == '\u{a0}';
    let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    !value.starts_with(is_edge) && !value.ends_with(is_edge) && !value.chars().any(hidden)
}

/// The day that a text of the form `2026-03-01` names, if there is such a day.
fn day(value: &str) -> Option<NaiveDate> {
    is_written_as(value, "0000-00-00").then(|| value.parse().ok()).flatten()
}

fn is_day(value: &str) -> bool {
    day(value).is_some_and(|day| YEARS.contains(&day.year()))
}

/// A moment as RFC 3339 writes it, on a day that can be told, with at most nine digits of a second.
fn is_moment(value: &str) -> bool {
    value.split_at_checked(10).is_some_and(|(day, time)| is_day(day) && is_time(time))
}

/// What follows the day of a moment: the time, with a fraction if there is one, and how far it is from UTC.
fn is_time(value: &str) -> bool {
    let Some((time, rest)) = value.split_at_checked(9) else { return false };
    let digits = rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if (1..=9).contains(&digits) => &fraction[digits..],
        Some(_) => return false,
        None => rest,
    };
    let is_clock = |text: &str| text[..2] <= *"23" && text[3..5] <= *"59";
    let is_offset = || is_written_as(rest, "+00:00") || is_written_as(rest, "-00:00");
    is_written_as(&time.to_ascii_uppercase(), "T00:00:00")
        && is_clock(&time[1..])
        && time[7..] <= *"59"
        && (matches!(rest, "Z" | "z") || (is_offset() && is_clock(&rest[1..])))
}

/// Whether a text has a digit wherever the form has `0`, and else the same characters.
fn is_written_as(value: &str, form: &str) -> bool {
    let fits = |(own, form): (u8, u8)| if form == b'0' { own.is_ascii_digit() } else { own == form };
    value.len() == form.len() && value.bytes().zip(form.bytes()).all(fits)
}

/// Why a value is not of a format, as a code: what is written like a day that no calendar has, or that is too far away, is told
/// from what is written otherwise.
pub(super) fn fault(format: &str, value: &str) -> &'static str {
    if format == TEXT {
        return "invalid_character";
    }
    let (first, rest) = value.split_at_checked(10).unwrap_or((value, ""));
    let whole = match format {
        "date" => rest.is_empty(),
        "date-time" => rest.starts_with(['T', 't']),
        _ => false,
    };
    match day(first) {
        _ if !whole || !is_written_as(first, "0000-00-00") => "wrong_format",
        None => "no_such_day",
        Some(_) if !is_day(first) => "date_out_of_range",
        Some(_) => "wrong_format",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Anna", true)]
    #[case("two\nlines\tand a tab", true)]
    #[case("", true)]
    #[case("ā", true)]
    #[case(" Anna", false)]
    #[case("Anna ", false)]
    #[case("\u{a0}Anna", false)]
    #[case("Anna\n", false)]
    #[case("An\u{0}na", false)]
    #[case("An\u{85}na", false)]
    fn text_has_no_controls_and_no_white_space_at_its_ends(#[case] value: &str, #[case] right: bool) {
        assert_eq!(is_text(value), right);
    }

    #[rstest]
    #[case("date", "2026-11-30", "")]
    #[case("date", "1800-01-01", "")]
    #[case("date", "2199-12-31", "")]
    #[case("date", "1799-12-31", "date_out_of_range")]
    #[case("date", "2200-01-01", "date_out_of_range")]
    #[case("date", "2026-11-31", "no_such_day")]
    #[case("date", "2026-13-01", "no_such_day")]
    #[case("date", "30.11.2026", "wrong_format")]
    #[case("date", "2026-11-31 ", "wrong_format")]
    #[case("date", "+026-11-30", "wrong_format")]
    #[case("date", "", "wrong_format")]
    #[case("date", "ābolābolāb", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00Z", "")]
    #[case("date-time", "2026-11-30t23:59:59z", "")]
    #[case("date-time", "2026-11-30T10:00:00.123456789+02:00", "")]
    #[case("date-time", "2026-11-30T10:00:00-23:59", "")]
    #[case("date-time", "2026-11-31T10:00:00Z", "no_such_day")]
    #[case("date-time", "2200-01-01T10:00:00Z", "date_out_of_range")]
    #[case("date-time", "2026-11-30T25:00:00Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:60:00Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:60Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00.Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00.1234567890Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00+24:00", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00 02:00", "wrong_format")]
    #[case("date-time", "2026-11-30 10:00:00Z", "wrong_format")]
    #[case("date-time", "2026-11-30T10:00:00ā", "wrong_format")]
    #[case("date-time", "2026-11-31", "wrong_format")]
    #[case("uuid", "2026-11-31", "wrong_format")]
    fn a_day_that_no_calendar_has_is_told_from_one_that_is_written_otherwise(
        #[case] format: &str,
        #[case] sent: &str,
        #[case] code: &str,
    ) {
        let schema = serde_json::json!({ "type": "string", "format": format });
        let is_valid = options().build(&schema).unwrap().is_valid(&sent.into());

        assert_eq!(if is_valid { "" } else { fault(format, sent) }, code);
    }
}
