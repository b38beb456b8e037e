//! What is sent about municipalities, rules and terms.

use aplp_domain::figure::{Figure, Since};
use aplp_domain::{municipalities, terms};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::steps;
use crate::codes::{MunicipalityKindCode, StepWhyCode, TermRuleCode, UnitCode};
use crate::db::Coded;
use crate::http::Citation;

/// A text in both languages.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
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

/// A municipality.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Municipality {
    /// The ATVK code.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub code: String,
    /// In Latvian.
    pub name: String,
    /// City or novads.
    pub kind: MunicipalityKindCode,
    /// Null for territories before 2021-07-01.
    pub iso3166_2: Option<String>,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day; null while it stands.
    pub valid_to: Option<NaiveDate>,
    /// Where all or most of it went.
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
    /// The SHA-256 of all rules.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub hash: String,
    /// Those with a value on the day.
    pub figures: Vec<FigureInForce>,
}

/// A number of the law.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FigureInForce {
    /// Its name.
    pub code: String,
    /// A flag is 1 for yes.
    pub unit: UnitCode,
    /// The number.
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub value: i64,
    /// The first day.
    pub since: NaiveDate,
    /// The last day; null while it stands.
    pub until: Option<NaiveDate>,
    /// Act and paragraph, document, or `design` for a choice of this product.
    pub source: String,
    /// The same as places in acts.
    #[schema(max_items = 3)]
    pub citations: Vec<Citation>,
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
                source: source.text(),
                citations: Citation::all(&source),
            }
        });
        Self { on, hash, figures: figures.collect() }
    }
}

/// The end of a term.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Deadline {
    /// The term.
    pub rule: TermRuleCode,
    /// The day of the event.
    pub from: NaiveDate,
    /// Where its length is written.
    pub source: String,
    /// The same as places in acts.
    #[schema(max_items = 3)]
    pub citations: Vec<Citation>,
    /// Before free days moved it.
    pub raw_last_day: NaiveDate,
    /// What the association is held to; for `unreachable` the last day before the service may be ended.
    pub last_day: NaiveDate,
    /// What a person is held to; skips every day off.
    pub lenient_last_day: NaiveDate,
    /// The SHA-256 of the calendar, with the days added.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub calendar_hash: String,
    /// In the order of reasoning.
    pub steps: Vec<DeadlineStep>,
}

/// A step to the end of a term.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadlineStep {
    /// The day.
    pub day: NaiveDate,
    /// The reason.
    pub why: StepWhyCode,
    /// The same in words.
    pub text: BothLanguages,
}

impl Deadline {
    pub(super) fn of(deadline: terms::Deadline, calendar_hash: String) -> Self {
        let terms::Deadline { rule, from, length, raw_last_day, last_day, lenient_last_day, steps } = deadline;
        let steps = steps.into_iter().map(|terms::Step { day, why }| DeadlineStep {
            day,
            why: Coded(why),
            text: steps::sentence(why),
        });
        let (rule, steps) = (Coded(rule), steps.collect());
        let (source, citations) = (length.source.text(), Citation::all(&length.source));
        Self { rule, from, source, citations, raw_last_day, last_day, lenient_last_day, calendar_hash, steps }
    }
}
