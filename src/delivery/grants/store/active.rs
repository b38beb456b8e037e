//! The services that were active on a day, by what is recorded of their days and not by where they stand now.

use aplp_domain::grant::Event;
use aplp_domain::riga::riga_midnight;
use chrono::{Days, NaiveDate};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::Condition;
use crate::db::Coded;
use crate::db::schema::{agreements, grant_events, grants};

/// `aplp_domain::grant::ServiceDays::holds` as a condition on rows.
pub(super) fn active_on(day: NaiveDate) -> Condition {
    let (paused, resumed) = diesel::alias!(grant_events as paused, grant_events as resumed);
    let over = riga_midnight(day.checked_add_days(Days::new(1)).unwrap_or(day)).naive_utc();
    let signed = agreements::table
        .filter(agreements::grant_id.eq(grants::id))
        .filter(agreements::signed_at.is_not_null().and(agreements::signed_at.assume_not_null().lt(over)));
    // A resumption ends the suspension before it.
    let since = resumed
        .filter(resumed.field(grant_events::grant_id).eq(paused.field(grant_events::grant_id)))
        .filter(resumed.field(grant_events::kind).eq(Coded(Event::Resumed)))
        .filter(resumed.field(grant_events::id).gt(paused.field(grant_events::id)))
        .filter(resumed.field(grant_events::effective_from).le(day));
    let last = paused.field(grant_events::effective_to);
    let pause = paused
        .filter(paused.field(grant_events::grant_id).eq(grants::id))
        .filter(paused.field(grant_events::kind).eq(Coded(Event::Suspended)))
        .filter(paused.field(grant_events::effective_from).le(day))
        .filter(last.is_null().or(last.assume_not_null().ge(day)))
        .filter(not(exists(since)));
    let within = grants::term_from.le(day).and(grants::last_day.ge(day));
    Box::new(within.and(exists(signed)).and(not(exists(pause))))
}
