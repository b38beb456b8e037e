//! What is sent and received about replays.

use aplp_domain::rule_set;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Again;
use crate::caller::Caller;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::decisions::DecisionId;
use crate::intake::decisions::store::Row;
use crate::register::persons::PersonId;

/// A replay needs nothing to be told: the decision keeps all that it rests on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayInput {}

/// What running a decision again came to. Its id is that of the event in the history of the decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replay {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Which decision.
    pub decision_id: DecisionId,
    /// Whether everything came out as it is kept.
    pub identical: bool,
    /// How many leaves the decision keeps, each of which was compared.
    #[schema(minimum = 0, maximum = 1000)]
    pub compared: i32,
    /// The leaves that differ, in the order of their paths.
    #[schema(max_items = 1000)]
    pub differences: Vec<LeafDifference>,
    /// By which rules.
    pub rules: RulesReplayed,
    /// The premises that the decision does not keep, so that they were derived from the rest of it: members of its `inputs`.
    #[schema(max_items = 20)]
    pub derived: Vec<&'static str>,
    /// Whose decision it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub person_id: PersonId,
}

/// A leaf that is not the same; null where one of the two has no such leaf.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeafDifference {
    /// Its path: `cost_cents`, `conditions/not_adult`, `warnings/0/code`; `refusal` where the rules do not let it be decided so.
    #[schema(max_length = 100)]
    pub leaf: String,
    /// What the decision keeps, as text.
    #[schema(max_length = 200)]
    pub kept: Option<String>,
    /// What comes out now, as text.
    #[schema(max_length = 200)]
    pub replayed: Option<String>,
}

/// The rules of the decision and those of the replay. A decision keeps the hash of its rules, not their figures: where the
/// two are not the same, what they come to is compared, and which figure it was is not said.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesReplayed {
    /// The hash of the rules under which it was decided.
    #[schema(min_length = 64, max_length = 64)]
    pub kept: String,
    /// The hash of the rules by which it was run again: those of today, `GET /v1/rules`.
    #[schema(min_length = 64, max_length = 64)]
    pub replayed_with: String,
    /// Whether they are the same.
    pub same: bool,
}

impl Replay {
    /// A replay as it is told, with the event that records it.
    #[must_use]
    pub fn of((event, at): (Uuid, NaiveDateTime), row: &Row, again: Again, who: &Caller) -> Self {
        let Again { differences, compared, rules_hash, derived } = again;
        let replayed_with = rule_set::hash();
        let differences = differences.into_iter().map(|difference| LeafDifference {
            leaf: difference.leaf,
            kept: difference.kept,
            replayed: difference.replayed,
        });
        let differences: Vec<_> = differences.collect();
        Self {
            common: Common::record(who, "decision_replay", event, at),
            decision_id: row.id,
            identical: differences.is_empty(),
            compared: i32::try_from(compared).unwrap_or(i32::MAX),
            differences,
            rules: RulesReplayed { same: rules_hash == replayed_with, kept: rules_hash, replayed_with },
            derived: derived.to_vec(),
            person_id: row.person_id,
        }
    }
}

impl Concerns for Replay {
    fn concern(&self) -> Option<Concern> {
        let persons = vec![self.person_id.uuid()];
        Some(Concern { kind: "decision".to_owned(), id: self.decision_id.uuid(), version: 1, persons })
    }
}
