//! Delivery: agreements and hours under a grant.

use crate::http::routes::Routes;

pub mod agreements;
pub mod grants;
pub mod hours;
pub mod month;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    grants::routes(to);
    agreements::routes(to);
    hours::routes(to);
}
