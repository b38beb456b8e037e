//! Grants as a decision makes them; what is done with them afterwards is told in `delivery`.

pub mod expiry;
pub mod money;
pub mod store;

use crate::db::Id;

/// The id of a grant.
pub type GrantId = Id<store::Row>;
/// The id of what a grant gives from a day on.
pub type GrantStepId = Id<store::course::StepRow>;
/// The id of something that happened to a grant.
pub type GrantEventId = Id<store::course::EventRow>;
