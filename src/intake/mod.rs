//! Intake: from an application to a decision.

use crate::http::routes::Routes;

pub mod applications;
pub mod assessments;
pub mod attempts;
pub mod budget;
pub mod checks;
pub mod decisions;
pub mod grants;
pub mod notifications;
pub mod queue;
pub mod reminders;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    applications::routes(to);
    checks::routes(to);
    assessments::routes(to);
    decisions::routes(to);
    notifications::routes(to);
    queue::routes(to);
    attempts::routes(to);
    budget::routes(to);
    reminders::routes(to);
}
