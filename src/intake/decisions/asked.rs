//! What the rules were asked beside the facts, kept with a decision so that they can be asked again.

use aplp_domain::areas::Areas;
use aplp_domain::decision::Wanted;
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use aplp_domain::rule_set;
use aplp_domain::ruling::Premises;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::{AreaCode, ReasonCode};
use crate::db::Coded;

/// What the rules were asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AskedKept {
    /// What the official wanted.
    pub wanted: WantedKept,
    /// This official assessed the needs.
    pub by_the_assessor: bool,
    /// A reason to grant more was noted.
    pub override_noted: bool,
    /// Chosen instead of the computed one.
    #[schema(minimum = 1, maximum = 3)]
    pub chosen_level: Option<i16>,
    /// When the registers were asked, at the earliest; null where none was.
    #[serde(default)]
    pub registers_asked_on: Option<NaiveDate>,
    /// Given of the first month by other services, in minutes.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100000)]
    pub shared_minutes: i32,
    /// Of the rules asked.
    #[schema(min_length = 64, max_length = 64)]
    pub rules_hash: String,
}

/// What the official wanted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum WantedKept {
    /// The service is granted.
    Grant {
        /// The first day.
        term_from: NaiveDate,
        /// The areas of support.
        #[schema(max_items = 6)]
        areas: Vec<AreaCode>,
        /// The level.
        #[schema(minimum = 1, maximum = 3)]
        level: i16,
        /// In minutes a month.
        #[schema(minimum = 1, maximum = 100000)]
        volume_minutes: i32,
    },
    /// The person waits for money.
    Queue {},
    /// A condition is not met.
    Refuse {
        /// The condition that failed.
        ground: ReasonCode,
    },
}

impl AskedKept {
    /// What the rules of this build are asked.
    #[must_use]
    pub fn of(premises: &Premises) -> Self {
        Self {
            wanted: WantedKept::of(&premises.wanted),
            by_the_assessor: premises.by_the_assessor,
            override_noted: premises.override_noted,
            chosen_level: premises.assessment.and_then(|assessed| assessed.chosen).map(Level::number),
            registers_asked_on: premises.registers_asked_on,
            shared_minutes: premises.shared.0,
            rules_hash: rule_set::hash(),
        }
    }
}

impl WantedKept {
    fn of(wanted: &Wanted) -> Self {
        match *wanted {
            Wanted::Grant { term_from, areas, level, volume } => Self::Grant {
                term_from,
                areas: areas.iter().map(Coded).collect(),
                level: level.number(),
                volume_minutes: volume.0,
            },
            Wanted::Queue => Self::Queue {},
            Wanted::Refuse { ground } => Self::Refuse { ground: Coded(ground) },
        }
    }

    /// The same in the words of the rules; none for a level that there is not.
    #[must_use]
    pub fn value(&self) -> Option<Wanted> {
        Some(match self {
            Self::Grant { term_from, areas, level, volume_minutes } => Wanted::Grant {
                term_from: *term_from,
                areas: areas.iter().map(|area| area.0).collect::<Areas>(),
                level: Level::from_number(*level)?,
                volume: Minutes(*volume_minutes),
            },
            Self::Queue {} => Wanted::Queue,
            Self::Refuse { ground } => Wanted::Refuse { ground: ground.0 },
        })
    }
}
