//! The wing of insight: who did and read what, how each thing became what it is, and proof that nothing was taken out.

pub mod access_log;
pub mod checkpoints;
pub mod history;
pub mod journal;

use crate::http::routes::Routes;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    journal::routes(to);
    checkpoints::routes(to);
    access_log::routes(to);
    history::routes(to);
}
