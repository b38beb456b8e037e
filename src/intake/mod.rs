//! Intake: from an application to a decision.

pub mod applications;
pub mod assessments;
pub mod checks;
pub mod decisions;
pub mod grants;
pub mod queue;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this wing.
pub fn routes(to: &mut ServiceConfig<'_>) {
    applications::routes(to);
    checks::routes(to);
    assessments::routes(to);
    decisions::routes(to);
    queue::routes(to);
}
