//! Which reminders are open on a day: what each asks for is still to be done.

use aplp_domain::grant::State;
use aplp_domain::queue::State as Stands;
use aplp_domain::reminder::Reminder;
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::schema::{grants, queue_entries, reminders};
use crate::db::{Coded, MultiBackend};

/// Whether the reminders of a list are open.
pub(super) type Open = Box<dyn BoxableExpression<reminders::table, MultiBackend, SqlType = Bool>>;

/// A reminder is closed with the day on which it is followed, or on which what it is about is over: nobody takes it off.
pub(super) fn open(today: NaiveDate) -> Open {
    let of = |kinds: &[Reminder]| reminders::kind.eq_any(kinds.iter().copied().map(Coded).collect::<Vec<_>>());
    let grant = || {
        let lasts = grants::table.filter(grants::id.eq(reminders::object_id)).filter(grants::last_day.ge(today));
        lasts.filter(grants::state.ne(Coded(State::Ended)))
    };
    let place = || queue_entries::table.filter(queue_entries::id.eq(reminders::object_id));
    let next = diesel::alias!(grants as next);
    let theirs = next.filter(next.field(grants::person_id).eq(grants::person_id));
    let followed = exists(theirs.filter(next.field(grants::term_from).gt(grants::last_day)));
    let offered = || place().filter(queue_entries::state.eq(Coded(Stands::Offered)));
    let called = place().filter(queue_entries::state.eq(Coded(Stands::Waiting)));
    let open = |kinds: &[Reminder], so: Open| -> Open { Box::new(of(kinds).and(so)) };
    [
        open(&[Reminder::PossibleDuplicate], Box::new(reminders::raised_at.is_not_null())),
        open(&[Reminder::DisabilityEnds, Reminder::MovedAway], Box::new(exists(grant()))),
        open(&[Reminder::RegrantOpens], Box::new(exists(grant().filter(not(followed))))),
        open(&[Reminder::AgreementMissing], Box::new(exists(grant().filter(grants::state.eq(Coded(State::Granted)))))),
        open(&[Reminder::OfferMissing], Box::new(exists(called.filter(queue_entries::reserved_cents.is_not_null())))),
        open(&[Reminder::OfferUnanswered], Box::new(exists(offered().filter(queue_entries::accepted.eq(false))))),
        open(&[Reminder::DecisionMissing], Box::new(exists(offered().filter(queue_entries::accepted.eq(true))))),
    ]
    .into_iter()
    .reduce(|any, one| -> Open { Box::new(any.or(one)) })
    .unwrap_or_else(|| Box::new(reminders::raised_at.is_not_null()))
}
