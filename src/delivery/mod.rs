//! Delivery: agreements and hours under a grant.

pub mod agreements;
pub mod grants;
pub mod hours;
pub mod month;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this wing.
pub fn routes(to: &mut ServiceConfig<'_>) {
    grants::routes(to);
    agreements::routes(to);
    hours::routes(to);
}
