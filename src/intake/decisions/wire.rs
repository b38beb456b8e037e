//! What is sent and received about decisions.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::codes::{AreaCode, ReasonCode};
use crate::register::programmes::ProgrammeId;

/// A decision to sign.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionInput {
    /// The service is granted.
    Grant {
        /// The programme.
        programme_id: ProgrammeId,
        /// Not before the decision; the last day follows from the programme.
        term_from: NaiveDate,
        /// At least one.
        #[schema(max_items = 6)]
        areas: Vec<AreaCode>,
        /// The level.
        #[schema(minimum = 1, maximum = 3)]
        level: i16,
        /// In minutes a month.
        #[schema(minimum = 0, maximum = 100000)]
        volume_minutes: i32,
        /// Why minutes, level or areas are not those assessed.
        over_assessment_reason: Option<String>,
        /// The reason.
        #[schema(max_length = 10000)]
        reasoning: String,
        /// Easy to read.
        #[schema(max_length = 5000)]
        plain_summary: String,
        /// The official's position.
        #[schema(max_length = 200)]
        official_position: String,
    },
    /// The person waits for money.
    Queue {
        /// The programme.
        programme_id: ProgrammeId,
        /// The reason.
        #[schema(max_length = 10000)]
        reasoning: String,
        /// Easy to read.
        #[schema(max_length = 5000)]
        plain_summary: String,
        /// The official's position.
        #[schema(max_length = 200)]
        official_position: String,
    },
    /// A condition is not met.
    Refuse {
        /// The programme.
        programme_id: ProgrammeId,
        /// The condition that failed.
        ground: ReasonCode,
        /// What the person said when heard.
        #[schema(max_length = 10000)]
        addressee_view: String,
        /// The reason.
        #[schema(max_length = 10000)]
        reasoning: String,
        /// Easy to read.
        #[schema(max_length = 5000)]
        plain_summary: String,
        /// The official's position.
        #[schema(max_length = 200)]
        official_position: String,
    },
}

/// What every decision says in the words of its official.
#[derive(Debug, Clone)]
pub struct Words {
    /// Why it is decided so.
    pub reasoning: String,
    /// The same in words that are easy to read.
    pub plain_summary: String,
    /// The position of the official who signs.
    pub official_position: String,
}

impl DecisionInput {
    /// Whose money it is about.
    #[must_use]
    pub fn programme_id(&self) -> ProgrammeId {
        match self {
            Self::Grant { programme_id, .. } | Self::Queue { programme_id, .. } | Self::Refuse { programme_id, .. } => {
                *programme_id
            }
        }
    }

    /// What the official says in their own words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Grant { reasoning, plain_summary, official_position, .. }
            | Self::Queue { reasoning, plain_summary, official_position, .. }
            | Self::Refuse { reasoning, plain_summary, official_position, .. } => Words {
                reasoning: reasoning.clone(),
                plain_summary: plain_summary.clone(),
                official_position: official_position.clone(),
            },
        }
    }
}
