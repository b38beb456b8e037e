//! The versions that a change was based on, as `If-Match` names them (RFC 9110 §13.1.1).

use actix_web::http::header::{self, HeaderMap};

use crate::error::{Error, Fault, Right};

/// How long the list may be, in bytes.
pub(super) const LIST_MAX: usize = 1_024;

/// The versions of which the client saw one; any for `*` and where nothing is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(Option<Vec<i32>>);

impl Seen {
    /// Of whichever version.
    pub const ANY: Self = Self(None);

    /// Reads the header of a request.
    ///
    /// # Errors
    /// `Invalid` when it is neither `*` nor a list of entity tags, or too long.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Error> {
        // Several fields are one list (RFC 9110 §5.3).
        let fields = headers.get_all(header::IF_MATCH).map(header::HeaderValue::as_bytes);
        // An empty field says nothing, like an absent one.
        let fields: Vec<&[u8]> = fields.filter(|field| !field.trim_ascii().is_empty()).collect();
        let list = fields.join(&b',');
        if fields.is_empty() || list.trim_ascii() == b"*" {
            return Ok(Self::ANY);
        }
        if list.len() > LIST_MAX {
            return Err(Fault::at("If-Match", "too_long").but(Right::Limit(LIST_MAX as i64)).into());
        }
        versions(&list)
            .map(|seen| Self(Some(seen)))
            .ok_or_else(|| Fault::at("If-Match", "wrong_format").but(Right::Like("\"3\"")).into())
    }

    /// Whether one of them is still the version of what is about to be changed.
    ///
    /// # Errors
    /// `Stale` when none is.
    pub fn is(&self, version: i32) -> Result<(), Error> {
        if self.0.as_ref().is_none_or(|seen| seen.contains(&version)) { Ok(()) } else { Err(Error::Stale(version)) }
    }
}

/// The versions that a list of tags names; none where it is no such list. What follows a comma may be left out (RFC 9110
/// §5.6.1), but not everything.
fn versions(list: &[u8]) -> Option<Vec<i32>> {
    let (mut rest, mut tags) = (list.trim_ascii_start(), Vec::new());
    while !rest.is_empty() {
        if !rest.starts_with(b",") {
            let (version, after) = first(rest)?;
            tags.push(version);
            rest = after.trim_ascii_start();
        }
        if !rest.is_empty() {
            rest = rest.strip_prefix(b",")?.trim_ascii_start();
        }
    }
    (!tags.is_empty()).then(|| tags.into_iter().flatten().collect())
}

/// The version that the first tag of a list stands for, where we gave it, and what follows the tag (RFC 9110 §8.8.3).
fn first(list: &[u8]) -> Option<(Option<i32>, &[u8])> {
    let weak = list.strip_prefix(b"W/");
    let quoted = weak.unwrap_or(list).strip_prefix(b"\"")?;
    let (opaque, after) = quoted.split_at(quoted.iter().position(|byte| *byte == b'"')?);
    let allowed = |byte: &u8| matches!(byte, b'!' | b'#'..=b'~' | 0x80..);
    // A weak tag matches nothing: two that are weakly the same may differ in what is about to be changed.
    let version = if weak.is_none() { version(opaque) } else { None };
    opaque.iter().all(allowed).then_some((version, &after[1..]))
}

/// The version in a tag, written as we write it. What follows a point tells the content apart, not the version.
fn version(opaque: &[u8]) -> Option<i32> {
    let text = str::from_utf8(opaque).ok()?.split('.').next()?;
    text.parse().ok().filter(|version: &i32| version.to_string() == text)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use rstest::rstest;

    use super::*;

    fn seen(fields: &[&str]) -> Result<Seen, Error> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(header::IF_MATCH, HeaderValue::from_bytes(field.as_bytes()).unwrap());
        }
        Seen::of(&headers)
    }

    #[rstest]
    #[case(&[])]
    #[case(&["*"])]
    #[case(&[" * "])]
    #[case(&[""])]
    #[case(&[" ", ""])]
    fn whoever_names_no_version_saw_any(#[case] fields: &[&str]) {
        assert_eq!(seen(fields).ok(), Some(Seen::ANY));
    }

    #[rstest]
    #[case(&["\"1\""], &[1])]
    #[case(&["\"3.4f0c\""], &[3])]
    #[case(&["\"1\", \"2\""], &[1, 2])]
    #[case(&["\"1\",\t\"2\" ,\"3.a,b\""], &[1, 2, 3])]
    #[case(&["\"1\"", "\"2\""], &[1, 2])]
    #[case::left_out(&[",\"1\",, \"2\" ,"], &[1, 2])]
    #[case::weak(&["W/\"1\""], &[])]
    #[case::one_is_weak(&["W/\"1\", \"2\""], &[2])]
    #[case::not_ours(&["\"\"", "\"abc\"", "\"1,2\"", "\"+1\"", "\"01\"", "\"99999999999\"", "\"ē\"", "\"*\""], &[])]
    fn a_tag_that_we_gave_is_a_version_and_any_other_is_none(#[case] fields: &[&str], #[case] versions: &[i32]) {
        assert_eq!(seen(fields).ok(), Some(Seen(Some(versions.to_vec()))));
    }

    #[rstest]
    #[case(",")]
    #[case("1")]
    #[case("\"1")]
    #[case("1\"")]
    #[case("'1'")]
    #[case("\"1\"2\"")]
    #[case("\"1\" \"2\"")]
    #[case("\"1\", 2")]
    #[case("\"1\", *")]
    #[case("*, \"1\"")]
    #[case("**")]
    #[case("w/\"1\"")]
    #[case("W/ \"1\"")]
    #[case("W/1")]
    #[case("\"1 2\"")]
    #[case("\"1\t\"")]
    fn what_is_no_list_of_tags_is_refused(#[case] field: &str) {
        assert!(matches!(seen(&[field]), Err(Error::Invalid(_))), "{field}");
    }

    #[test]
    fn a_change_goes_on_where_one_of_the_versions_is_still_the_newest() {
        let two = seen(&["\"1\", \"2\""]).unwrap();

        assert_eq!((two.is(1).is_ok(), two.is(2).is_ok(), two.is(3).is_ok()), (true, true, false));
        assert!(seen(&["W/\"1\""]).unwrap().is(1).is_err());
        assert!(Seen::ANY.is(7).is_ok());
    }

    #[test]
    fn a_list_of_tags_has_a_limit() {
        let list = |length: usize| {
            let mut headers = HeaderMap::new();
            let tag = format!("\"{}\"", "1".repeat(length - 2));
            headers.insert(header::IF_MATCH, HeaderValue::from_str(&tag).unwrap());
            Seen::of(&headers)
        };

        assert_eq!(list(LIST_MAX).unwrap(), Seen(Some(Vec::new())));
        assert!(list(LIST_MAX + 1).is_err());
    }
}
