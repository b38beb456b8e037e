//! The queue of a programme: who waits, where and why there.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a place in a queue.
pub type QueueEntryId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
