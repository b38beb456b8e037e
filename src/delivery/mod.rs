//! Delivery: agreements and hours under a grant, what becomes of it, individual budgets, and what stood in the way of services.

use crate::http::routes::Routes;

pub mod acts;
pub mod agreements;
pub mod barriers;
pub mod contacts;
pub mod deaths;
pub mod grants;
pub mod hours;
pub mod incidents;
pub mod individual_budgets;
pub mod month;
pub mod told_again;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    grants::routes(to);
    agreements::routes(to);
    hours::routes(to);
    acts::routes(to);
    contacts::routes(to);
    incidents::routes(to);
    individual_budgets::routes(to);
    barriers::routes(to);
    deaths::routes(to);
}
