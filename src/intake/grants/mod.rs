//! Grants as a decision makes them; what is done with them afterwards is told in `delivery`.

pub mod expiry;
pub mod store;

use crate::db::Id;

/// The id of a grant.
pub type GrantId = Id<store::Row>;
