//! Which media type a caller wants most (RFC 9110 §12.5.1).

use actix_web::http::header::{self, HeaderMap};

use super::asked::thousandths;

/// The media types of lists: as a page, and as tables one row a line, for spreadsheets as text, and as a workbook.
pub(super) const LISTS: [&str; 4] = [
    "application/json",
    "application/x-ndjson",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// What a request accepts, whole even where it comes in several fields; without any, everything.
pub(super) fn accepted(headers: &HeaderMap) -> String {
    let fields: Vec<&str> = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    let accepted = fields.join(",");
    if accepted.trim().is_empty() { "*/*".to_owned() } else { accepted }
}

/// The place of the offered type that is wanted most: the earlier one of two that are wanted alike, none where none is.
pub(super) fn wanted<'a>(accepted: &str, offered: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let weights = offered.into_iter().map(|media| weight(&accepted.to_ascii_lowercase(), media)).enumerate();
    // Backwards, because the last of equal ones is the greatest to `max_by_key`.
    let all: Vec<(usize, u32)> = weights.collect();
    all.into_iter().rev().filter(|(_, weight)| *weight > 0).max_by_key(|(_, weight)| *weight).map(|(place, _)| place)
}

/// How much a type is wanted, in thousandths: the most specific range that covers it decides.
fn weight(accepted: &str, media: &str) -> u32 {
    let essence = media.split(';').next().unwrap_or_default().trim();
    let family = essence.split('/').next().unwrap_or_default();
    let mut best = (0, 0);
    for range in accepted.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let exactness = match parts.next().unwrap_or_default() {
            range if range == essence => 3,
            range if range.strip_suffix("/*") == Some(family) => 2,
            "*/*" => 1,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1000, thousandths);
        if exactness > best.0 {
            best = (exactness, weight);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("*/*", Some(0))]
    #[case("application/json", Some(0))]
    #[case("APPLICATION/JSON; charset=utf-8", Some(0))]
    #[case("text/csv", Some(2))]
    #[case("text/*", Some(2))]
    #[case("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Some(3))]
    #[case("application/*", Some(0))]
    #[case("application/x-ndjson, application/json;q=0.9", Some(1))]
    #[case("application/json;q=0.1, text/csv;q=0.2", Some(2))]
    #[case("application/json;q=0, */*", Some(1))]
    #[case("*/*;q=0", None)]
    #[case("application/xml", None)]
    #[case("text/csv;q=0", None)]
    #[case("text", None)]
    fn the_type_that_is_wanted_most_is_taken(#[case] accepted: &str, #[case] place: Option<usize>) {
        assert_eq!(wanted(accepted, LISTS), place);
    }

    #[test]
    fn a_type_is_offered_whatever_its_parameters() {
        assert_eq!(wanted("text/html", ["text/html; charset=utf-8"]), Some(0));
    }
}
