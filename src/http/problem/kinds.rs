//! The kinds of problems as JSON: what stands on their pages, for programs.

use serde::Serialize;
use utoipa::ToSchema;

use super::pages::REQUEST;
use super::slots::named;
use super::{Kind, Problem, Text, all, examples, problem};
use crate::caller::Language;
use crate::http::Concerns;

/// A text in both languages.
#[derive(Serialize, ToSchema)]
pub struct BothLanguages {
    /// In Latvian.
    lv: String,
    /// In English.
    en: String,
}

/// An answer in both languages.
#[derive(Serialize, ToSchema)]
pub struct ProblemExamples {
    /// In Latvian.
    lv: Problem,
    /// In English.
    en: Problem,
}

/// A kind of problem; in its texts a member's name between backticks stands for its value.
#[derive(Serialize, ToSchema)]
pub struct ProblemKind {
    /// The stable code.
    code: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened.
    title: BothLanguages,
    /// What it means.
    meaning: BothLanguages,
    /// What to do.
    fix: BothLanguages,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// An example.
    example: ProblemExamples,
}

/// Every kind of problem.
#[derive(Serialize, ToSchema)]
pub struct ProblemKinds {
    /// The kinds.
    #[schema(max_items = 1000)]
    items: Vec<ProblemKind>,
}

/// It is the same for everybody.
impl Concerns for ProblemKind {}
impl Concerns for ProblemKinds {}

impl BothLanguages {
    fn of(text: &Text) -> Self {
        Self { lv: named(text.lv), en: named(text.en) }
    }
}

impl ProblemKind {
    /// A kind with its example.
    #[must_use]
    pub fn of(kind: &Kind) -> Self {
        let example = |language| problem(&examples::error(kind), language, REQUEST);
        Self {
            code: kind.code,
            status: kind.status,
            title: BothLanguages::of(&kind.title),
            meaning: BothLanguages::of(&kind.meaning),
            fix: BothLanguages::of(&kind.fix),
            retryable: kind.retryable(),
            example: ProblemExamples { lv: example(Language::Latvian), en: example(Language::English) },
        }
    }
}

/// What the contract shows of the two pages as JSON, by the operation: one kind.
#[must_use]
pub fn shown(operation: &str) -> Option<serde_json::Value> {
    let kind = ProblemKind::of(super::kind("hour_cap_exceeded")?);
    match operation {
        "listProblems" => serde_json::to_value(ProblemKinds { items: vec![kind] }).ok(),
        "getProblem" => serde_json::to_value(kind).ok(),
        _ => None,
    }
}

impl ProblemKinds {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { items: all().map(ProblemKind::of).collect() }
    }
}
