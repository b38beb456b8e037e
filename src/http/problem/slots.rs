//! The figures behind a no in the sentence that tells of it: `{turns_on}` becomes the day, the same member as beside it.

use aplp_domain::riga::riga_time;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::more::More;
use crate::caller::Language;

/// A sentence with its figures. What has no figure in this case is said by a dash.
pub(super) fn filled(sentence: &str, more: &More, language: Language) -> String {
    if !sentence.contains('{') {
        return sentence.to_owned();
    }
    let figures = serde_json::to_value(more).unwrap_or_default();
    replaced(sentence, |name| written(name, &figures[name], language))
}

/// A sentence for every case: each figure by the name of its member.
pub(super) fn named(sentence: &str) -> String {
    replaced(sentence, |name| format!("`{name}`"))
}

fn replaced(sentence: &str, figure: impl Fn(&str) -> String) -> String {
    let mut parts = sentence.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let figure = figure(name);
        // A Latvian day ends with a full stop, and so does the sentence.
        let rest = if figure.ends_with('.') { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
        whole.push_str(&figure);
        whole.push_str(rest);
    }
    whole
}

/// A figure as it is written in a language; codes are the same in every one.
fn written(name: &str, figure: &Value, language: Language) -> String {
    match (figure, language) {
        (Value::Number(cents), Language::Latvian) if name.ends_with("_cents") => format!("{} EUR", euros(cents, ',')),
        (Value::Number(cents), Language::English) if name.ends_with("_cents") => format!("EUR {}", euros(cents, '.')),
        (Value::Number(number), _) => number.to_string(),
        (Value::String(text), _) => day_moment_or_code(text, language),
        (Value::Array(codes), _) if !codes.is_empty() => {
            codes.iter().map(|code| format!("`{}`", code.as_str().unwrap_or_default())).collect::<Vec<_>>().join(", ")
        }
        _ => "–".to_owned(),
    }
}

fn day_moment_or_code(text: &str, language: Language) -> String {
    match (text.parse::<NaiveDate>(), text.parse::<DateTime<Utc>>(), language) {
        (Ok(day), _, Language::Latvian) => day.format("%d.%m.%Y.").to_string(),
        (Ok(_), _, Language::English) => text.to_owned(),
        (Err(_), Ok(at), _) => in_riga(at, language),
        (Err(_), Err(_), _) => format!("`{text}`"),
    }
}

/// A moment as the clocks of Riga show it.
fn in_riga(at: DateTime<Utc>, language: Language) -> String {
    let shown = match language {
        Language::Latvian => riga_time(at).format("%d.%m.%Y. plkst. %H:%M:%S"),
        Language::English => riga_time(at).format("%H:%M:%S on %Y-%m-%d in Riga"),
    };
    shown.to_string()
}

fn euros(cents: &serde_json::Number, point: char) -> String {
    let cents = cents.as_i64().unwrap_or_default();
    format!("{}{point}{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_sums_and_codes_are_written_as_each_language_writes_them() {
        let more = More {
            turns_on: NaiveDate::from_ymd_opt(2026, 3, 9),
            left_cents: Some(123_405),
            remaining_minutes: Some(10),
            missing: Some(vec!["address".to_owned(), "contact".to_owned()]),
            failed: Some(Vec::new()),
            ..More::default()
        };
        let both = |sentence| [Language::Latvian, Language::English].map(|language| filled(sentence, &more, language));

        assert_eq!(both("Līdz {turns_on}."), ["Līdz 09.03.2026.", "Līdz 2026-03-09."]);
        assert_eq!(both("No {turns_on} on"), ["No 09.03.2026. on", "No 2026-03-09 on"]);
        assert_eq!(both("{left_cents} ir"), ["1234,05 EUR ir", "EUR 1234.05 ir"]);
        assert_eq!(
            both("{remaining_minutes}, {missing}: {failed}."),
            ["10, `address`, `contact`: –.", "10, `address`, `contact`: –."]
        );
        assert_eq!(named("Līdz {turns_on}."), "Līdz `turns_on`.");
    }
}
