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

/// What is known of somebody, and the days asked about; what is left out of the facts is unknown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct TimelineQuestion {
    /// The first day of the span, from 1993-01-01 to 2100-12-31.
    from: NaiveDate,
    /// The last day of the span, not before the first one; the span has at most 3,654 days, which is ten years and a day.
    to: NaiveDate,
    /// The day of the span whose answer `changes` are about; when absent today in Riga, or the day of the span nearest to it.
    on: Option<NaiveDate>,
    /// The programme asked for, by its code; every programme whose period has a day of the span when absent.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$")]
    pub programme: Option<String>,
    /// What is known.
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

/// What the rules say over a span of days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityTimeline {
    /// The first day of the span.
    from: NaiveDate,
    /// The last day of the span.
    to: NaiveDate,
    /// The day whose answer `changes` are about.
    on: NaiveDate,
    /// The rules that answered.
    rules: RulesAsked,
    /// The answers of each programme.
    programmes: Vec<ProgrammeTimeline>,
}

/// What the rules say for one programme over a span of days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgrammeTimeline {
    /// The programme, by its code.
    programme: String,
    /// Its answers from the first to the last day of the span, without a gap; each differs from the one before it.
    intervals: Vec<EligibilityInterval>,
    /// The result on the day `on`.
    outcome: EligibilityCode,
    /// The smallest changes that would alter the result on the day `on`, those of fewest facts first. Whoever is not eligible
    /// is told every set of facts that together would make them so. Whoever is eligible is told each single fact that would
    /// make them ineligible, and whoever is not known to be either is told each unknown fact that would. Empty when no fact
    /// about the person is enough, as when the programme has ended.
    changes: Vec<EligibilityChange>,
}

/// Days on which an answer stays the same.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityInterval {
    /// The first of the days.
    from: NaiveDate,
    /// The last of the days.
    to: NaiveDate,
    /// The result on each of them.
    outcome: EligibilityCode,
    /// The conditions that fail.
    #[schema(max_items = 20)]
    failed: Vec<ReasonCode>,
    /// The facts that conditions asked for in vain.
    #[schema(max_items = 20)]
    missing: Vec<MissingFactCode>,
}

/// Facts that together would give another result; fewer of them would not.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EligibilityChange {
    /// The result they would give.
    outcome: EligibilityCode,
    /// The facts, each with what it would have to be; all else stays as it was asked.
    #[schema(min_items = 1, max_items = 7)]
    facts: Vec<FactChange>,
}

/// A fact, and what it would have to be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(super) enum FactChange {
    /// The day of birth.
    BornOn {
        /// The nearest day that would do: the latest for somebody of age, the earliest for somebody who is not.
        to: NaiveDate,
    },
    /// The group of the disability. Its days stay as they were asked; a disability that was not known is one for life.
    DisabilityGroup {
        /// The groups, each of which would do.
        #[schema(min_items = 1, max_items = 4)]
        groups: Vec<GroupCode>,
    },
    /// The days on which the disability is valid, no more of them changed than needed.
    DisabilityValidity {
        /// The first valid day; null when it may be long ago.
        valid_from: Option<NaiveDate>,
        /// The last valid day; null for life.
        valid_to: Option<NaiveDate>,
    },
    /// What is known of a mental disorder.
    MentalDisorder {
        /// What it would have to be.
        mental_disorder: MentalDisorderCode,
    },
    /// Where the person actually lives.
    Municipality {
        /// The ATVK codes, each of which would do: those the programme names, or those that stand today and are not served.
        #[schema(min_items = 1, max_items = 100)]
        municipalities: Vec<String>,
    },
    /// The programmes that have served the person.
    FormerlyIn {
        /// All of them, by code.
        #[schema(max_items = 21)]
        programmes: Vec<String>,
    },
    /// The day asked about.
    Day {
        /// The first later day that would do, in the span or after it.
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
