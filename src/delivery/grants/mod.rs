//! Grants: the service a person has been given, from its first day to its last.

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
