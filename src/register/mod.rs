//! The register: who and what the service deals with.

use crate::http::routes::Routes;

pub mod calendar_days;
pub mod cooperation_agreements;
pub mod lasting;
pub mod names;
pub mod open;
pub mod persons;
pub mod programmes;
pub mod support_persons;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    open::routes(to);
    calendar_days::routes(to);
    persons::routes(to);
    support_persons::routes(to);
    programmes::routes(to);
    cooperation_agreements::routes(to);
}
