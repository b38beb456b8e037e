//! A programme as the rules saw it when something was decided.

use aplp_domain::disability::Group;
use aplp_domain::programmes::Programme;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::GroupCode;
use crate::db::Coded;

/// The programme as it was.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProgrammeFound {
    /// The code.
    pub code: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// The groups served.
    pub covers: Vec<CoverFound>,
    /// Empty for the whole country.
    pub municipalities: Vec<String>,
    /// The ceilings of the levels.
    #[schema(min_items = 3, max_items = 3)]
    pub level_minutes: Vec<LevelMinutes>,
    /// The term it grants.
    #[schema(minimum = 1, maximum = 60)]
    pub term_months: u32,
    /// In cents; null where money is not counted.
    #[schema(minimum = 1, maximum = 9007199254740991_i64)]
    pub hour_rate_cents: Option<i64>,
    /// Serves only those whom this one served.
    pub former_programme: Option<String>,
}

/// A group served.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CoverFound {
    /// The group.
    pub group: GroupCode,
    /// The first day.
    pub from: NaiveDate,
}

/// The ceiling of a level.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LevelMinutes {
    /// The level.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month.
    #[schema(minimum = 1, maximum = 100000)]
    pub minutes: i32,
}

impl ProgrammeFound {
    /// A programme as the rules saw it.
    #[must_use]
    pub fn of(programme: &Programme) -> Self {
        let levels = (1..).zip(programme.ceilings.0);
        Self {
            code: programme.code.clone(),
            starts_on: programme.starts_on,
            ends_on: programme.ends_on,
            covers: programme
                .covers
                .iter()
                .map(|cover| CoverFound { group: Coded::<Group>(cover.group), from: cover.from })
                .collect(),
            municipalities: programme.municipalities.clone(),
            level_minutes: levels.map(|(level, minutes)| LevelMinutes { level, minutes: minutes.0 }).collect(),
            term_months: programme.term_months,
            hour_rate_cents: programme.hour_rate.map(|rate| rate.0),
            former_programme: programme.former_programme.clone(),
        }
    }
}
