//! Hours: a ledger of minutes that only grows.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a time entry.
pub type TimeEntryId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
