//! The register: who and what the service deals with.

pub mod persons;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this wing.
pub fn routes(to: &mut ServiceConfig<'_>) {
    persons::routes(to);
}
