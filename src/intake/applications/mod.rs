//! Applications: from the day one is handed in to the day it is decided.

pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Id;

/// The id of an application.
pub type ApplicationId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
