//! The wing of insight: who did and read what, how each thing became what it is, and proof that nothing was taken out.

use crate::http::routes::Routes;

pub mod access_log;
pub mod checkpoints;
pub mod history;
pub mod journal;

/// The routes of this wing.
pub fn routes(to: &mut Routes<'_>) {
    journal::routes(to);
    checkpoints::routes(to);
    access_log::routes(to);
    history::routes(to);
}
