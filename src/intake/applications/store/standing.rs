//! How applications stand to their last days, said to the database.

use aplp_domain::application::State;
use aplp_domain::code::Code;
use aplp_domain::terms::{DeadlineState, Received, on_track_from, received_too_long_ago};
use chrono::NaiveDate;
use diesel::dsl::{not, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date};

use crate::db::MultiBackend;
use crate::db::schema::applications::{self, cure_by, decided_on, extended_to, missed_legal_last_day, state};

type Picked = Box<dyn BoxableExpression<applications::table, MultiBackend, SqlType = Bool>>;

/// The promised last day as it counts: `terms::Extended::until`.
const UNTIL: &str = "coalesce(applications.missed_last_day, applications.extended_to, applications.decide_by)";

/// The applications that stand in one way to their promised last day: `terms::deadline_state`.
pub(super) fn standing(to: DeadlineState, today: NaiveDate) -> Picked {
    let until = || sql::<Date>(UNTIL);
    let on_track = on_track_from(today).unwrap_or(NaiveDate::MAX);
    let decided = decided_on.assume_not_null();
    match to {
        DeadlineState::Overdue => Box::new(decided_on.is_null().and(until().lt(today))),
        DeadlineState::DueSoon => Box::new(decided_on.is_null().and(until().ge(today)).and(until().lt(on_track))),
        DeadlineState::OnTrack => Box::new(decided_on.is_null().and(until().ge(on_track))),
        DeadlineState::Met => Box::new(decided_on.is_not_null().and(until().ge(decided))),
        DeadlineState::MetLate => Box::new(decided_on.is_not_null().and(until().lt(decided))),
    }
}

/// The applications that are open and overdue by law, or all others.
pub(super) fn overdue_in_law(overdue: bool, today: NaiveDate) -> Picked {
    let Received { before, on } = received_too_long_ago(today);
    let since = || sql::<Date>("coalesce(applications.cured_on, applications.received_on)");
    let month_over = since().lt(before).or(since().eq_any(on));
    let extension_over = extended_to.is_null().or(extended_to.assume_not_null().lt(today));
    let open = counts().and(decided_on.is_null());
    let late = missed_legal_last_day.is_not_null().or(month_over.and(extension_over));
    if overdue { Box::new(open.and(late)) } else { Box::new(not(open.and(late))) }
}

/// The applications whose term runs or ran to a decision.
pub(super) fn counts() -> Picked {
    Box::new(state.ne_all([State::Withdrawn.code(), State::NotSubmitted.code()]).and(cure_by.is_null()))
}
