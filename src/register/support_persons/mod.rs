//! Support persons: employees of the association who give support.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of a support person.
pub type SupportPersonId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
