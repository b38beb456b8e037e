//! What each problem and each fault says, in Latvian and in English.
//!
//! The texts are data, in one file: kinds of problems in groups, in the order in which a request meets them, then what is
//! said of single values. A text between backticks is a name and is never translated; `{turns_on}` is the figure of the
//! problem's member of that name. Each 409 and 422 says which members of the request it is about, or what else.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Kind, Text};

/// The texts.
const TEXT: &str = include_str!("problems.json");

/// A text that cannot be read is found by the tests.
pub(super) static TEXTS: LazyLock<Texts> = LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_default());

/// The file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(super) struct Texts {
    /// What is said no to before an operation is called, and what goes wrong with the service.
    pub(super) anywhere: Vec<Kind>,
    /// What operations say no to beside the rules.
    pub(super) operations: Vec<Kind>,
    /// What the rules say no to: one for each code of a refusal.
    pub(super) rules: Vec<Kind>,
    /// What is said of a value.
    pub(super) values: Vec<ValueText>,
}

/// What is said of a value and, where more is known of what would be right, what is said with that in place of `{right}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueText {
    pub(super) code: &'static str,
    pub(super) text: Text,
    pub(super) with: Option<Text>,
}

/// What of the request a no is about.
#[derive(Debug, Deserialize)]
#[serde(untagged, bound(deserialize = "'de: 'static"))]
pub(super) enum About {
    /// These members, by their pointers.
    Members(Vec<&'static str>),
    /// None of them alone.
    Else(
        #[allow(dead_code, reason = "it is there for whoever reads the file, which has no other words for it")]
        AboutElse,
    ),
}

/// What a no is about that is about no member of the request alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AboutElse {
    /// The state of the case, which another request changes.
    State,
    /// Who asks.
    Caller,
    /// What is asked for: a table has no body, and which of its filters could be narrower nobody knows.
    Filters,
    /// A member that each operation calls by another name, or what an agreement says and not the request.
    AnotherName,
}

/// All kinds of problems, in the order of the file.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    [&TEXTS.anywhere, &TEXTS.operations, &TEXTS.rules].into_iter().flatten()
}

/// The codes that every operation may answer.
pub(in crate::http) fn anywhere() -> impl Iterator<Item = &'static str> {
    TEXTS.anywhere.iter().map(|kind| kind.code)
}

/// The codes of faults: what is wrong with a value by itself, and the rules that are about a member.
pub(in crate::http) fn fault_codes() -> impl Iterator<Item = &'static str> {
    let of_rules = all().filter(|kind| !kind.members().is_empty()).map(|kind| kind.code);
    TEXTS.values.iter().map(|value| value.code).chain(of_rules)
}

impl Kind {
    /// The members of the request that a no of this kind is about, by their pointers.
    #[must_use]
    pub fn members(&self) -> &[&'static str] {
        match &self.about {
            Some(About::Members(members)) => members,
            Some(About::Else(_)) | None => &[],
        }
    }

    /// Whether the same request may succeed later as it is: only a limit or an absence passes by itself.
    #[must_use]
    pub const fn retryable(&self) -> bool {
        matches!(self.status, 429 | 503)
    }
}
