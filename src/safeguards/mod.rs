//! Safeguards: how the person is protected from what the service does wrong.

use crate::http::routes::Routes;

pub mod contests;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    contests::routes(to);
}
