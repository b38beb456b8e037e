//! What is sent about municipalities, rules and terms.

use aplp_domain::figure::{Figure, Since};
use aplp_domain::{municipalities, terms};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::steps;
use crate::codes::{MunicipalityKindCode, StepWhyCode, TermRuleCode, UnitCode};
use crate::db::Coded;

/// A text in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct BothLanguages {
    /// In Latvian.
    pub lv: String,
    /// In English.
    pub en: String,
}

impl BothLanguages {
    /// A text in both languages, Latvian first.
    pub(super) fn of(lv: &str, en: &str) -> Self {
        Self { lv: lv.to_owned(), en: en.to_owned() }
    }
}

/// A municipality under one of its codes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Municipality {
    /// The ATVK code.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub code: String,
    /// The name, in Latvian.
    pub name: String,
    /// City or novads.
    pub kind: MunicipalityKindCode,
    /// The code in ISO 3166-2; null for the territories before 2021-07-01.
    pub iso3166_2: Option<String>,
    /// The first day of the code.
    pub valid_from: NaiveDate,
    /// The last day of the code; null while it stands.
    pub valid_to: Option<NaiveDate>,
    /// The code to which the territory, or the greater part of it, went.
    pub successor: Option<String>,
}

impl Municipality {
    pub(super) fn of(municipality: &municipalities::Municipality) -> Self {
        let municipalities::Municipality { atvk, name, kind, iso3166_2, valid_from, valid_to, successor } =
            *municipality;
        Self {
            code: atvk.to_owned(),
            name: name.to_owned(),
            kind: Coded(kind),
            iso3166_2: iso3166_2.map(str::to_owned),
            valid_from,
            valid_to,
            successor: successor.map(str::to_owned),
        }
    }
}

/// The rules in force on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesInForce {
    /// The day.
    pub on: NaiveDate,
    /// The name of the whole set of rules: the SHA-256 of its text, as decisions keep it.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    /// Every figure that has a value on the day.
    pub figures: Vec<FigureInForce>,
}

/// A number of the law.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureInForce {
    /// Its name.
    pub code: String,
    /// What it counts; a flag is 1 for yes.
    pub unit: UnitCode,
    /// The number.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub value: i64,
    /// The first day on which it holds.
    pub since: NaiveDate,
    /// The last day on which it holds; null while nobody has ended it.
    pub until: Option<NaiveDate>,
    /// Where it is written: act and paragraph, a document, or `design` for a choice of this product.
    pub source: String,
}

impl RulesInForce {
    pub(super) fn of(on: NaiveDate, hash: String, figures: Vec<(&Figure, Since)>) -> Self {
        let figures = figures.into_iter().map(|(figure, since)| {
            let Since { day, until, value, source } = since;
            FigureInForce {
                code: figure.code.to_owned(),
                unit: Coded(figure.unit),
                value,
                since: day,
                until,
                source: source.to_owned(),
            }
        });
        Self { on, hash, figures: figures.collect() }
    }
}

/// The end of a term.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Deadline {
    /// Which term.
    pub rule: TermRuleCode,
    /// The day of the event.
    pub from: NaiveDate,
    /// The end before free days moved it.
    pub raw_last_day: NaiveDate,
    /// The end by the strict reading: what the association is held to. For `unreachable` the last day on which the service may
    /// not yet be ended.
    pub last_day: NaiveDate,
    /// The end that skips transferred days off too: what is held against a person.
    pub lenient_last_day: NaiveDate,
    /// How the ends came about, in the order of reasoning.
    pub steps: Vec<DeadlineStep>,
}

/// A step of how the end of a term came about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadlineStep {
    /// The day the step is about.
    pub day: NaiveDate,
    /// What is said of it.
    pub why: StepWhyCode,
    /// The same in words.
    pub text: BothLanguages,
}

impl Deadline {
    pub(super) fn of(deadline: terms::Deadline) -> Self {
        let terms::Deadline { rule, from, raw_last_day, last_day, lenient_last_day, steps } = deadline;
        let steps = steps.into_iter().map(|terms::Step { day, why }| DeadlineStep {
            day,
            why: Coded(why),
            text: steps::sentence(why),
        });
        Self { rule: Coded(rule), from, raw_last_day, last_day, lenient_last_day, steps: steps.collect() }
    }
}
