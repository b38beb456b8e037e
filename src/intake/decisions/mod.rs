//! Decisions: grant, queue or refuse, numbered and never edited.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a decision.
pub type DecisionId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
