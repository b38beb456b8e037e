//! How a place comes to its turn, step by step, each under the claims of its person and of its programme.

use aplp_domain::code::Code;
use aplp_domain::eligibility::check;
use aplp_domain::funding::{Funding, funding, term_cost};
use aplp_domain::quantity::Cents;
use aplp_domain::queue::{
    self as places, Event, Offering, PlaceEvent, Renewal, State, answer_missing_from, ask_again_from,
    decision_missing_from, may_accept, may_call_up, may_decline, may_lapse, may_offer, next, offer_missing_from,
};
use aplp_domain::refusal::Refusal;
use aplp_domain::reminder::Reminder;
use aplp_domain::riga::riga_day;
use chrono::NaiveDate;

use super::QueueEntryId;
use super::store::events::{self, EventRow};
use super::store::{self, Row};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Scope, claim};
use crate::error::Error;
use crate::http::seen::Seen;
use crate::intake::decisions::case::Case;
use crate::intake::grants::{expiry, money};
use crate::intake::{attempts, decisions, reminders};
use crate::register::programmes::{self, ProgrammeId};

/// How many late offers are read at a time.
const LATE_MAX: i64 = 200;

/// What a person has to say, and the document that says it.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) words: Option<String>,
    pub(super) document_reference: Option<String>,
}

/// A place as it is changed together with what happened to it. What was put aside for it and is not any more goes back to the
/// programme, which was claimed.
fn moved(
    tx: &mut Conn,
    who: &Caller,
    before: Row,
    event: EventRow,
    change: impl FnOnce(&mut Row),
) -> Result<Row, Error> {
    let mut after = before.clone();
    change(&mut after);
    after.version += 1;
    after.updated_at = who.at.naive_utc();
    store::update(tx, &before, &after)?;
    if let (Some(cents), None) = (before.reserved_cents, after.reserved_cents) {
        money::give_back(tx, after.person_id, after.programme_id, cents)?;
    }
    events::insert(tx, &event)?;
    let (id, person) = (after.id.uuid(), Some(after.person_id.uuid()));
    let object = Object { kind: "queue_entry", id, version: after.version, person };
    journal::record(tx, who, action(event.kind.0), object)?;
    Ok(after)
}

fn action(kind: PlaceEvent) -> &'static str {
    match kind {
        PlaceEvent::Queued => "person_queued",
        PlaceEvent::CalledUp => "place_called_up",
        PlaceEvent::Offered => "place_offered",
        PlaceEvent::Accepted => "offer_accepted",
        PlaceEvent::Declined => "offer_declined",
        PlaceEvent::Lapsed => "offer_lapsed",
        PlaceEvent::Left => "queue_left",
        PlaceEvent::Converted => "place_converted",
        PlaceEvent::Removed => "place_removed",
    }
}

/// Ends a place that waits: nothing is put aside for it any more, and no offer stands.
///
/// # Errors
/// `IllegalMove` for a place that does not wait.
pub(crate) fn closed(tx: &mut Conn, who: &Caller, place: Row, to: State, event: EventRow) -> Result<Row, Error> {
    places::must_wait(place.state.0)?;
    moved(tx, who, place, event, |place| {
        place.state = Coded(to);
        place.reserved_cents = None;
        place.answer_by = None;
        place.ask_again_from = None;
        place.accepted = to == State::Converted;
    })
}

/// Claims a place: first its person, then its programme.
///
/// # Errors
/// `NotFound` for a place that the caller may not see, `Stale` for another version than they saw.
pub(crate) fn claimed(tx: &mut Conn, id: QueueEntryId, seen: &Seen, who: &Caller) -> Result<Row, Error> {
    let Row { person_id, programme_id, .. } = store::find(tx, id, &who.sight())?;
    claim(tx, &Scope::Person(person_id.uuid()))?;
    claim(tx, &Scope::Programme(programme_id.uuid()))?;
    let place = store::find(tx, id, &who.sight())?;
    seen.is(place.version)?;
    Ok(place)
}

/// Calls up who is next in the queue of a programme: place and money are put aside for them.
///
/// # Errors
/// `NotFound`, `Stale`, `NobodyToCallUp`, `FundingExhausted`, and `Collision` when another call-up was quicker, so that this one
/// begins anew.
pub(super) fn call_up(tx: &mut Conn, who: &Caller, programme: ProgrammeId, seen: &Seen) -> Result<(Row, Case), Error> {
    let found = store::head(tx, programme, who.today())?;
    if let Some(found) = &found {
        claim(tx, &Scope::Person(found.person_id.uuid()))?;
    }
    let (known, _) = programmes::store::claimed(tx, programme)?;
    seen.is(known.version)?;
    lapse_late(tx, who, programme)?;
    expiry::catch_up(tx, who, programme)?;
    let head = store::head(tx, programme, who.today())?.ok_or(Refusal::NobodyToCallUp)?;
    if found.is_none_or(|found| found.id != head.id) {
        return Err(Error::Collision);
    }
    put_aside(tx, who, head, false, Told::default())
}

/// Puts place and money aside for a place whose turn has come.
fn put_aside(tx: &mut Conn, who: &Caller, place: Row, reason: bool, told: Told) -> Result<(Row, Case), Error> {
    let ahead = store::askable_ahead(tx, place.programme_id, place.key(), who.today())?;
    may_call_up(place.state.0, place.reserved_cents.is_some(), ahead, reason)?;
    let case = case(tx, who, &place)?;
    let cents = price(&case, who.today())?;
    affordable(&case, cents)?;
    money::take(tx, place.person_id, place.programme_id, cents)?;
    let Told { words, document_reference } = told;
    let called = EventRow::of(who, &place, PlaceEvent::CalledUp);
    let called = EventRow { cents: Some(cents), words, document_reference, ..called };
    remind(tx, who, &place, (Reminder::OfferMissing, offer_missing_from(who.today())?))?;
    let place = moved(tx, who, place, called, |place| {
        place.reserved_cents = Some(cents);
        place.ask_again_from = None;
    })?;
    Ok((place.clone(), Case { place: Some(place), ahead: 0, ..case }))
}

/// Sees to it that nobody forgets what money is put aside for.
fn remind(tx: &mut Conn, who: &Caller, place: &Row, due: (Reminder, NaiveDate)) -> Result<(), Error> {
    reminders::store::schedule(tx, who, place.person_id, ("queue_entry", place.id.uuid()), due)
}

/// The case behind a place.
fn case(tx: &mut Conn, who: &Caller, place: &Row) -> Result<Case, Error> {
    let decision = decisions::store::find(tx, place.decision_id, who)?;
    Case::read(tx, decision.application_id, place.programme_id, &Seen::ANY, who)
}

fn affordable(case: &Case, cents: i64) -> Result<(), Refusal> {
    match funding(&case.balance.value(), Cents(cents), 0) {
        Funding::Available | Funding::OthersWaiting => Ok(()),
        Funding::Exhausted => Err(Refusal::FundingExhausted),
    }
}

/// What the service would cost if it began today with the volume that was assessed.
fn price(case: &Case, today: NaiveDate) -> Result<i64, Refusal> {
    let programme = &case.programme.1;
    let volume = case.assessed().ok_or(Refusal::NotAssessed)?.under(programme).volume;
    Ok(term_cost(programme, today, volume)?.0)
}

/// What has to be found anew before an offer on a day.
pub(super) fn to_renew(case: &Case, today: NaiveDate) -> Result<Vec<Renewal>, Error> {
    let asked_on = case.findings.iis.as_ref().map(|row| riga_day(row.checked_at.and_utc()));
    Ok(places::to_renew(asked_on, case.assessed().map(|assessed| assessed.on), today)?)
}

/// Offers the service to a person whose turn has come, or, with a reason, to one before whose turn others come.
pub(super) fn offered(
    tx: &mut Conn,
    who: &Caller,
    id: QueueEntryId,
    seen: &Seen,
    answer_by: NaiveDate,
    skip_reason: Option<String>,
) -> Result<Row, Error> {
    let place = claimed(tx, id, seen, who)?;
    let (place, case) = match place.reserved_cents {
        Some(_) => (place.clone(), case(tx, who, &place)?),
        None => {
            let told = Told { words: skip_reason.clone(), document_reference: None };
            put_aside(tx, who, place, skip_reason.is_some(), told)?
        }
    };
    let today = who.today();
    let verdict = check(&case.programme.1, &case.facts(today), today)?;
    let failed: Vec<&'static str> = verdict.failed().map(Code::code).collect();
    let missing: Vec<&'static str> = verdict.missing.iter().map(|fact| fact.code()).collect();
    let (state, renew) = (place.state.0, to_renew(&case, today)?);
    let to = may_offer(&Offering { state, to_renew: &renew, failed: &failed, missing: &missing, today, answer_by })?;
    // The needs may have been assessed anew since the money was put aside.
    let (before, cents) = (place.reserved_cents.unwrap_or_default(), price(&case, today)?);
    affordable(&case, cents)?;
    programmes::store::take(tx, place.programme_id, 0, cents - before)?;
    let event = EventRow::of(who, &place, PlaceEvent::Offered);
    let event = EventRow { answer_by: Some(answer_by), words: skip_reason, ..event };
    remind(tx, who, &place, (Reminder::OfferUnanswered, answer_missing_from(answer_by)))?;
    moved(tx, who, place, event, |place| {
        place.state = Coded(to);
        place.answer_by = Some(answer_by);
        place.reserved_cents = Some(cents);
    })
}

/// Records that the person wants the service.
pub(super) fn accepted(tx: &mut Conn, who: &Caller, id: QueueEntryId, seen: &Seen, told: Told) -> Result<Row, Error> {
    let place = claimed(tx, id, seen, who)?;
    may_accept(place.state.0, place.accepted)?;
    let Told { words, document_reference } = told;
    let event = EventRow { words, document_reference, ..EventRow::of(who, &place, PlaceEvent::Accepted) };
    remind(tx, who, &place, (Reminder::DecisionMissing, decision_missing_from(who.today())?))?;
    moved(tx, who, place, event, |place| place.accepted = true)
}

/// Records that the person does not want the service, now that it was offered or while they wait.
pub(super) fn left(
    tx: &mut Conn,
    who: &Caller,
    id: QueueEntryId,
    seen: &Seen,
    told: Told,
    declines: bool,
) -> Result<Row, Error> {
    let place = claimed(tx, id, seen, who)?;
    let state = place.state.0;
    let (kind, to) = match declines {
        true => (PlaceEvent::Declined, may_decline(state)?),
        false => (PlaceEvent::Left, next(state, Event::Left)?),
    };
    let Told { words, document_reference } = told;
    let event = EventRow { words, document_reference, ..EventRow::of(who, &place, kind) };
    closed(tx, who, place, to, event)
}

/// Lets the offers lapse that nobody answered although somebody tried to reach the person, and says how many those were. The
/// places stay; what was put aside goes back. The programme was claimed.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn lapse_late(tx: &mut Conn, who: &Caller, programme: ProgrammeId) -> Result<usize, Error> {
    let (today, mut lapsed, mut after) = (who.today(), 0, None);
    loop {
        let late = store::unanswered(tx, programme, today, after, LATE_MAX)?;
        let Some(last) = late.last().and_then(|last| Some((last.answer_by?, last.id))) else { return Ok(lapsed) };
        after = Some(last);
        for place in late {
            lapsed += usize::from(lapse(tx, who, place, today)?);
        }
    }
}

/// Lets an offer lapse, if it is time, and says whether it did.
fn lapse(tx: &mut Conn, who: &Caller, place: Row, today: NaiveDate) -> Result<bool, Error> {
    let tried = attempts::store::days_for_place(tx, place.id)?;
    let Some(answer_by) = place.answer_by else { return Ok(false) };
    if !may_lapse(answer_by, place.accepted, &tried, today)? {
        return Ok(false);
    }
    let (to, again) = (next(place.state.0, Event::Lapsed)?, ask_again_from(today)?);
    let event = EventRow::of(who, &place, PlaceEvent::Lapsed);
    moved(tx, who, place, event, |place| {
        place.state = Coded(to);
        place.reserved_cents = None;
        place.answer_by = None;
        place.ask_again_from = Some(again);
    })?;
    Ok(true)
}
