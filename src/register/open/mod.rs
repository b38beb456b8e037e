//! The calls that are open to anyone: what the service is, where, by which rules and terms.

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this resource.
pub fn routes(_to: &mut ServiceConfig<'_>) {}
