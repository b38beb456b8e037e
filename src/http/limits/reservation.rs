//! What was taken of a client's quotas in advance: what the answer does not hold is given back, whatever became of the request.

use std::sync::Arc;

use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;

use super::{Limits, Tally, key};
use crate::caller::Caller;
use crate::http::answer::Rows;

/// What was taken in advance and is not used yet; given back when this is dropped.
pub(in crate::http) struct Reservation<'a> {
    limits: &'a Limits,
    caller: Arc<Caller>,
    /// Rows about persons.
    pub(super) rows: u32,
    /// A search, should the personal code that was sent turn out to be somebody's.
    pub(super) code: bool,
}

impl<'a> Reservation<'a> {
    /// Nothing taken yet.
    pub(super) fn of(limits: &'a Limits, caller: &Arc<Caller>) -> Self {
        Self { limits, caller: Arc::clone(caller), rows: 0, code: false }
    }

    /// Uses what the answer holds, gives back the rest, and says how the client stands then. A code that is refused because
    /// it is there already was found, as by a search.
    pub(in crate::http) fn settle(mut self, answer: &ServiceResponse, is_let_out: bool, tally: &mut Tally) {
        let shown = answer.response().extensions().get::<Rows>().map_or(0, |rows| rows.0);
        let is_shown = is_let_out && answer.status().is_success();
        let used = if is_shown { u32::try_from(shown).unwrap_or(u32::MAX).min(self.rows) } else { 0 };
        let key = key(&self.caller);
        if self.rows > 0 {
            tally.settle(self.limits.rows.give_back(&key, self.rows - used), used > 0);
        }
        if self.code {
            let is_found = answer.status() == StatusCode::CONFLICT;
            tally.settle(self.limits.searches.give_back(&key, u32::from(!is_found)), is_found);
        }
        (self.rows, self.code) = (0, false);
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let key = key(&self.caller);
        if self.rows > 0 {
            self.limits.rows.give_back(&key, self.rows);
        }
        if self.code {
            self.limits.searches.give_back(&key, 1);
        }
    }
}
