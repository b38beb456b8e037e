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

/// Empty.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayInput {}

/// A replay; its id is that of the event.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replay {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The decision.
    pub decision_id: DecisionId,
    /// All came out as kept.
    pub identical: bool,
    /// How many leaves were compared.
    #[schema(minimum = 0, maximum = 1000)]
    pub compared: i32,
    /// In order of path.
    #[schema(max_items = 1000)]
    pub differences: Vec<LeafDifference>,
    /// The rules.
    pub rules: RulesReplayed,
    /// Members of `inputs` not kept but derived.
    #[schema(max_items = 20)]
    pub derived: Vec<&'static str>,
    /// Whose decision it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub person_id: PersonId,
}

/// A leaf that differs; null where one side has none.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeafDifference {
    /// Such as `conditions/not_adult`; `refusal` where the rules forbid the decision.
    #[schema(max_length = 100)]
    pub leaf: String,
    /// As kept.
    #[schema(max_length = 200)]
    pub kept: Option<String>,
    /// As it comes out now.
    #[schema(max_length = 200)]
    pub replayed: Option<String>,
}

/// The rules then and now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesReplayed {
    /// The hash then.
    #[schema(min_length = 64, max_length = 64)]
    pub kept: String,
    /// The hash now: `GET /v1/rules`.
    #[schema(min_length = 64, max_length = 64)]
    pub replayed_with: String,
    /// They are the same.
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
