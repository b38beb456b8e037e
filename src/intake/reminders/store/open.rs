//! Which reminders are open on a day: what each asks for is still to be done.

use aplp_domain::grant::State;
use aplp_domain::queue::{PlaceEvent, State as Stands};
use aplp_domain::reminder::Reminder;
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::schema::{grants, place_events, queue_entries, reminders};
use crate::db::{Coded, MultiBackend};

/// Whether the reminders of a list are open.
pub(super) type Open = Box<dyn BoxableExpression<reminders::table, MultiBackend, SqlType = Bool>>;

/// A reminder is open until it is followed, or what it is about is over: nobody takes it off. Whether somebody is still like
/// another is told by their words, which no query compares: that one is always open here.
pub(super) fn open(today: NaiveDate) -> Open {
    let grant = || {
        let lasts = grants::table.filter(grants::id.eq(reminders::object_id)).filter(grants::last_day.ge(today));
        lasts.filter(grants::state.ne(Coded(State::Ended)))
    };
    let next = diesel::alias!(grants as next);
    let theirs = next.filter(next.field(grants::person_id).eq(grants::person_id));
    let followed = exists(theirs.filter(next.field(grants::term_from).gt(grants::last_day)));
    let place = |stands| {
        let own = queue_entries::table.filter(queue_entries::id.eq(reminders::object_id));
        own.filter(queue_entries::state.eq(Coded(stands)))
    };
    // A place that lapsed and came to its turn anew, or was offered anew, has its own reminder.
    let calls = place_events::table.filter(place_events::place_id.eq(reminders::object_id));
    let calls = calls.filter(place_events::kind.eq(Coded(PlaceEvent::CalledUp)));
    let anew = exists(calls.filter(place_events::recorded_at.gt(reminders::created_at)));
    let called = exists(place(Stands::Waiting).filter(queue_entries::reserved_cents.is_not_null()));
    let late = queue_entries::answer_by.assume_not_null().lt(reminders::due_on);
    let unanswered = exists(place(Stands::Offered).filter(queue_entries::accepted.eq(false)).filter(late));
    let rest: [(&[Reminder], Open); 6] = [
        (&[Reminder::DisabilityEnds, Reminder::MovedAway], Box::new(exists(grant()))),
        (&[Reminder::RegrantOpens], Box::new(exists(grant().filter(not(followed))))),
        (&[Reminder::AgreementMissing], Box::new(exists(grant().filter(grants::state.eq(Coded(State::Granted)))))),
        (&[Reminder::OfferMissing], Box::new(called.and(not(anew)))),
        (&[Reminder::OfferUnanswered], Box::new(unanswered)),
        (
            &[Reminder::DecisionMissing],
            Box::new(exists(place(Stands::Offered).filter(queue_entries::accepted.eq(true)))),
        ),
    ];
    let of = |kinds: &[Reminder]| reminders::kind.eq_any(kinds.iter().copied().map(Coded).collect::<Vec<_>>());
    let always: Open = Box::new(of(&[Reminder::PossibleDuplicate]));
    rest.into_iter().fold(always, |any, (kinds, so)| Box::new(any.or(of(kinds).and(so))))
}
