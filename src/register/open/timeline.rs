//! Who may have the service over a span of days, and which changes would alter the answer; kept nowhere.

use aplp_domain::changes::{self, changes};
use aplp_domain::dates::not_before;
use aplp_domain::eligibility::{Facts, check};
use aplp_domain::figure::NotInForce;
use aplp_domain::programmes::Programme;
use aplp_domain::timeline::{self, timeline};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::checks::RulesAsked;
use super::days::known_day;
use super::facts::KnownFacts;
use crate::codes::{EligibilityCode, GroupCode, MentalDisorderCode, MissingFactCode, ReasonCode};
use crate::db::Coded;
use crate::error::{Error, Fault};

/// How many days a span may have: ten years and a day, whichever of them are leap years.
const DAYS_MAX: i64 = 3_654;

/// Facts; those left out are unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct TimelineQuestion {
    /// From 1993-01-01 to 2100-12-31.
    from: NaiveDate,
    /// The last day; at most 3,654 days in all.
    to: NaiveDate,
    /// The day `changes` are about; if absent that of the span nearest to today in Riga.
    on: Option<NaiveDate>,
    /// A code; all that are open in the span if absent.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$")]
    pub programme: Option<String>,
    /// The facts.
    #[serde(flatten)]
    known: KnownFacts,
}

/// The days asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// The one whose answer would be altered.
    on: NaiveDate,
}

/// What the rules say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityTimeline {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// The day `changes` are about.
    on: NaiveDate,
    /// The rules applied.
    rules: RulesAsked,
    /// One for each programme.
    programmes: Vec<ProgrammeTimeline>,
}

/// The answer for one programme.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgrammeTimeline {
    /// The programme's code.
    programme: String,
    /// Without gaps; each differs from the one before.
    intervals: Vec<EligibilityInterval>,
    /// The result on `on`.
    outcome: EligibilityCode,
    /// The smallest that would alter the result on `on`, fewest facts first; to ineligible only single facts. Empty if
    /// no fact about the person is enough.
    changes: Vec<EligibilityChange>,
}

/// Days with the same answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityInterval {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// The result.
    outcome: EligibilityCode,
    /// The conditions that fail.
    #[schema(max_items = 20)]
    failed: Vec<ReasonCode>,
    /// Facts needed but unknown.
    #[schema(max_items = 20)]
    missing: Vec<MissingFactCode>,
}

/// Facts that only together would do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityChange {
    /// The new result.
    outcome: EligibilityCode,
    /// All else stays as asked.
    #[schema(min_items = 1, max_items = 7)]
    facts: Vec<FactChange>,
}

/// What a fact would have to be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(super) enum FactChange {
    /// The day of birth.
    BornOn {
        /// The nearest day that would do.
        to: NaiveDate,
    },
    /// The group, for the days asked or, if unknown, for life.
    DisabilityGroup {
        /// Each would do.
        #[schema(min_items = 1, max_items = 4)]
        groups: Vec<GroupCode>,
    },
    /// The nearest days that would do.
    DisabilityValidity {
        /// The first day; null for long ago.
        valid_from: Option<NaiveDate>,
        /// The last day; null for life.
        valid_to: Option<NaiveDate>,
    },
    /// A mental disorder.
    MentalDisorder {
        /// What it would have to be.
        mental_disorder: MentalDisorderCode,
    },
    /// The actual residence.
    Municipality {
        /// ATVK codes; each would do.
        #[schema(min_items = 1, max_items = 100)]
        municipalities: Vec<String>,
    },
    /// The programmes that served the person.
    FormerlyIn {
        /// All their codes.
        #[schema(max_items = 21)]
        programmes: Vec<String>,
    },
    /// A later day, in the span or after it.
    Day {
        /// The nearest day that would do.
        to: NaiveDate,
    },
}

impl TimelineQuestion {
    /// The days asked about, and the facts as the rules take them.
    ///
    /// # Errors
    /// `Invalid` with everything that cannot be asked, at once.
    pub(super) fn read(&self, today: NaiveDate) -> Result<(Asked, Facts), Error> {
        let Self { from, to, on, programme: _, known } = self;
        let (from, to) = (*from, *to);
        let mut faults = Vec::new();
        faults.extend(Fault::of_dates([not_before("to", to, from)]));
        let mut refuse = |when: bool, place: &str, code| faults.extend(when.then(|| Fault::at(place, code)));
        refuse(known_day(Some(from), "#/from").is_err(), "#/from", "date_out_of_range");
        let too_far = known_day(Some(to), "#/to").is_err() || (to - from).num_days() >= DAYS_MAX;
        refuse(too_far, "#/to", "date_out_of_range");
        refuse(on.is_some_and(|on| on < from || to < on), "#/on", "date_out_of_range");
        let facts = known.facts();
        match facts {
            Ok(facts) if faults.is_empty() => {
                Ok((Asked { from, to, on: on.unwrap_or(today.max(from).min(to)) }, facts))
            }
            facts => {
                faults.extend(facts.err().unwrap_or_default());
                Err(Error::Invalid(faults))
            }
        }
    }
}

impl EligibilityTimeline {
    /// The answers of each programme.
    ///
    /// # Errors
    /// `NotInForce` when the rules have no figure for one of the days.
    pub(super) fn of(asked: Asked, programmes: &[&Programme], facts: &Facts) -> Result<Self, NotInForce> {
        let Asked { from, to, on } = asked;
        let told = programmes.iter().map(|programme| {
            Ok(ProgrammeTimeline {
                programme: programme.code.clone(),
                intervals: timeline(programme, facts, from, to)?.into_iter().map(EligibilityInterval::of).collect(),
                outcome: Coded(check(programme, facts, on)?.outcome),
                changes: changes(programme, facts, on)?.into_iter().map(EligibilityChange::of).collect(),
            })
        });
        Ok(Self { from, to, on, rules: RulesAsked::now(), programmes: told.collect::<Result<_, _>>()? })
    }
}

impl EligibilityInterval {
    fn of(interval: timeline::Interval) -> Self {
        let timeline::Interval { from, to, outcome, failed, missing } = interval;
        let failed = failed.into_iter().map(Coded).collect();
        Self { from, to, outcome: Coded(outcome), failed, missing: missing.into_iter().map(Coded).collect() }
    }
}

impl EligibilityChange {
    fn of(change: changes::Change) -> Self {
        let changes::Change { outcome, facts } = change;
        Self { outcome: Coded(outcome), facts: facts.into_iter().map(FactChange::of).collect() }
    }
}

impl FactChange {
    fn of(change: changes::FactChange) -> Self {
        use changes::FactChange as Change;
        match change {
            Change::BornOn(to) => Self::BornOn { to },
            Change::DisabilityGroup(groups) => {
                Self::DisabilityGroup { groups: groups.into_iter().map(Coded).collect() }
            }
            Change::DisabilityValidity { valid_from, valid_to } => Self::DisabilityValidity { valid_from, valid_to },
            Change::MentalDisorder(to) => Self::MentalDisorder { mental_disorder: Coded(to) },
            Change::Municipality(municipalities) => Self::Municipality { municipalities },
            Change::FormerlyIn(programmes) => Self::FormerlyIn { programmes },
            Change::Day(to) => Self::Day { to },
        }
    }
}
