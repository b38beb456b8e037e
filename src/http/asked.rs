//! What the door knows of a request before anybody has looked at its token.

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{forwarded, purpose};
use crate::caller::Language;

/// What the door knows of a request before anybody has looked at its token.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The id of the request: the client's own, if it is well formed.
    pub request: String,
    /// The trace it belongs to (W3C Trace Context).
    pub trace: String,
    /// The network it came from: the first 24 bits of the address or, with IPv6, the first 48.
    pub source: String,
    /// The moment it came in.
    pub at: DateTime<Utc>,
    /// The language for texts.
    pub language: Language,
    /// For what it is asked, where the client says so.
    pub purpose: Option<String>,
}

impl Asked {
    /// Reads the headers of a request that came in from an address at a moment.
    pub(super) fn of(headers: &HeaderMap, from: IpAddr, at: DateTime<Utc>) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let own = text("x-request-id");
        let well_formed = (8..=64).contains(&own.len())
            && own.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
        let request = if well_formed { own.to_owned() } else { Uuid::now_v7().to_string() };
        // What cannot be read as text is no registered purpose either.
        let purpose = headers.get(purpose::HEADER).map(|value| value.to_str().unwrap_or("?").trim().to_owned());
        let purpose = purpose.filter(|purpose| !purpose.is_empty());
        let trace = trace(text("traceparent")).unwrap_or_else(|| Uuid::new_v4().simple().to_string());
        let source = forwarded::network(from);
        Self { request, trace, source, at, language: language(text("accept-language")), purpose }
    }
}

/// The trace id of a well-formed `traceparent`, version 00.
fn trace(parent: &str) -> Option<String> {
    let parts: Vec<_> = parent.split('-').collect();
    let hex = |part: &str, length| {
        part.len() == length
            && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && part.bytes().any(|b| b != b'0')
    };
    match parts[..] {
        ["00", trace, span, flags] if hex(trace, 32) && hex(span, 16) && flags.len() == 2 => Some(trace.to_owned()),
        _ => None,
    }
}

/// Latvian unless English is wanted more (RFC 9110 §12.5.4).
fn language(accepted: &str) -> Language {
    let mut best = (Language::Latvian, 0);
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
        let wanted = match tag.split('-').next() {
            Some("lv" | "*") => Language::Latvian,
            Some("en") => Language::English,
            _ => continue,
        };
        if weight > best.1 {
            best = (wanted, weight);
        }
    }
    best.0
}

/// A quality value in thousandths; one that cannot be read weighs nothing.
pub(super) fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    match (whole, format!("{part:0<3}").parse::<u32>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(part)) => part,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    // HT-03
    #[rstest]
    #[case("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
    #[case("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", true)]
    #[case("", false)]
    #[case("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false)]
    #[case("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false)]
    #[case("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false)]
    #[case("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", false)]
    #[case("00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", false)]
    #[case("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false)]
    fn a_trace_goes_on_when_its_parent_is_well_formed_and_a_new_one_begins_otherwise(
        #[case] parent: &str,
        #[case] goes_on: bool,
    ) {
        assert_eq!(trace(parent), goes_on.then(|| TRACE.to_owned()));
    }

    #[rstest]
    #[case("1", 1000)]
    #[case("1.000", 1000)]
    #[case("0.9", 900)]
    #[case("0.001", 1)]
    #[case("0", 0)]
    #[case("0.0001", 0)]
    #[case("2", 0)]
    #[case("x", 0)]
    #[case("", 0)]
    fn a_quality_that_cannot_be_read_weighs_nothing(#[case] weight: &str, #[case] thousandth: u32) {
        assert_eq!(thousandths(weight), thousandth);
    }
}
