//! Delivery: agreements and hours under a grant, and what becomes of it.

use crate::http::routes::Routes;

pub mod acts;
pub mod agreements;
pub mod contacts;
pub mod grants;
pub mod hours;
pub mod incidents;
pub mod month;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    grants::routes(to);
    agreements::routes(to);
    hours::routes(to);
    acts::routes(to);
    contacts::routes(to);
    incidents::routes(to);
}
