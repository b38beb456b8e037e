//! What the clock does to places and services: ends what has run out, and raises what is due, each once however many instances
//! look at the same time. Each change is a transaction of its own under the claims that a request about the same person takes.

use aplp_domain::grant::{Event, State, next};
use aplp_domain::reminder::Reminder;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Db, Scope, claim, standing};
use crate::error::Error;
use crate::intake::applications::{self, ApplicationId};
use crate::intake::grants::store::course::{self, EventRow};
use crate::intake::grants::store::{self, Row};
use crate::intake::grants::{GrantId, expiry};
use crate::intake::queue::{self, turns};
use crate::intake::reminders::{self, ReminderId};

/// How many rows are read at a time.
const ROWS_MAX: i64 = 1_000;

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Services that ended.
    pub ended: usize,
    /// Services whose first day came.
    pub started: usize,
    /// Services that went on after the last day of a suspension.
    pub resumed: usize,
    /// Services of which money of a month went back.
    pub settled: usize,
    /// Offers that lapsed.
    pub lapsed: usize,
    /// Applications that count as not submitted.
    pub not_submitted: usize,
    /// Reminders that were raised.
    pub raised: usize,
    /// What could not be done and was told in the log; the rest was.
    pub failed: usize,
}

/// Does everything that is due at a moment of a day that is believed, and keeps that this day came.
///
/// # Errors
/// As `tick`; `Unavailable`, and nothing was done, where the clock is in doubt and nobody confirmed the day.
pub async fn on_a_day(db: &Db, at: DateTime<Utc>, livemode: bool, confirmed: bool) -> Result<Ticked, Error> {
    let who = Caller::service(at, livemode);
    db.write(move |tx| standing::begin_day(tx, &who, confirmed)).await?;
    tick(db, at, livemode).await
}

/// Does everything that is due at a moment.
///
/// # Errors
/// When the database does not answer; what was done until then stays done.
pub async fn tick(db: &Db, at: DateTime<Utc>, livemode: bool) -> Result<Ticked, Error> {
    let who = Caller::service(at, livemode);
    let today = who.today();
    let mut run = Run { db, who: &who, failed: 0 };
    let ended = run.each(move |conn, after| store::run_out(conn, None, after, today), ended).await?;
    let started = run.each(move |conn, after| store::to_start(conn, after, today), started).await?;
    let resumed = run.each(move |conn, after| store::to_resume(conn, after, today), resumed).await?;
    let settled = run.each(move |conn, after| store::to_settle(conn, None, after, today), settled).await?;
    let lapsed = run.lapsed().await?;
    let not_submitted = run.not_cured().await?;
    run.moved_away().await?;
    let raised = run.raised().await?;
    Ok(Ticked { ended, started, resumed, settled, lapsed, not_submitted, raised, failed: run.failed })
}

/// One run.
struct Run<'a> {
    db: &'a Db,
    who: &'a Caller,
    failed: usize,
}

impl Run<'_> {
    /// Does one thing in a transaction of its own. What the rules or a broken row say no to is told and holds nothing else up.
    async fn one<T: Default + Send + 'static>(
        &mut self,
        (what, id): (&str, Uuid),
        work: impl Fn(&mut Conn, &Caller) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let who = self.who.clone();
        match self.db.write(move |tx| work(tx, &who)).await {
            Err(fault @ (Error::Refused(_) | Error::Conflict(_) | Error::NotFound | Error::Internal(_))) => {
                log::error!(target: "aplp::failure", "what is due was not done for the {what} {id}: {fault}");
                self.failed += 1;
                Ok(T::default())
            }
            done => done,
        }
    }

    /// Does something to each of some grants, under the claims of its person and its programme, and says to how many it was done.
    /// The grant is read anew under the claims, so that what another instance did is not done twice.
    async fn each(
        &mut self,
        which: impl Fn(&mut Conn, GrantId) -> Result<Vec<Row>, Error> + Send + Copy + 'static,
        work: impl Fn(&mut Conn, &Caller, Row) -> Result<bool, Error> + Send + Copy + 'static,
    ) -> Result<usize, Error> {
        let (mut done, mut after) = (0, GrantId::of(Uuid::nil()));
        loop {
            let due = self.db.read(Sight::All, move |conn| which(conn, after)).await?;
            let Some(last) = due.last() else { return Ok(done) };
            after = last.id;
            for Row { id, person_id, programme_id, .. } in due {
                let was_done = self.one(("grant", id.uuid()), move |tx, who| {
                    claim(tx, &Scope::Person(person_id.uuid()))?;
                    claim(tx, &Scope::Programme(programme_id.uuid()))?;
                    let grant = store::find(tx, id)?;
                    work(tx, who, grant)
                });
                done += usize::from(was_done.await?);
            }
        }
    }

    async fn lapsed(&mut self) -> Result<usize, Error> {
        let today = self.who.today();
        let mut lapsed = 0;
        for programme in self.db.read(Sight::All, move |conn| queue::store::with_unanswered(conn, today)).await? {
            let done = self.one(("queue of the programme", programme.uuid()), move |tx, who| {
                claim(tx, &Scope::Programme(programme.uuid()))?;
                turns::lapse_late(tx, who, programme)
            });
            lapsed += done.await?;
        }
        Ok(lapsed)
    }

    /// Ends the applications whose defects were not cured by the day that was set.
    async fn not_cured(&mut self) -> Result<usize, Error> {
        let (mut ended, mut after, today) = (0, ApplicationId::of(Uuid::nil()), self.who.today());
        loop {
            let page = move |conn: &mut Conn| applications::store::completions::not_cured(conn, after, today, ROWS_MAX);
            let page = self.db.read(Sight::All, page).await?;
            let Some(last) = page.last() else { return Ok(ended) };
            after = last.id;
            for id in page.into_iter().map(|row| row.id) {
                let work = move |tx: &mut Conn, who: &Caller| applications::rules::end_uncured(tx, who, id);
                ended += usize::from(self.one(("application", id.uuid()), work).await?);
            }
        }
    }

    /// Finds who has moved to where their programme serves nobody; each grant is told of once.
    async fn moved_away(&mut self) -> Result<(), Error> {
        let (mut after, today) = (GrantId::of(Uuid::nil()), self.who.today());
        loop {
            let page = move |conn: &mut Conn| reminders::store::bound_to_places(conn, after, today, ROWS_MAX);
            let read = self.db.read(Sight::All, page);
            let page = read.await?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after = last.id;
            for (grant, programme, municipality) in page {
                if programme.rules().serves_place(&municipality, today) {
                    continue;
                }
                self.one(("grant", grant.id.uuid()), move |tx, who| {
                    claim(tx, &Scope::Person(grant.person_id.uuid()))?;
                    let due = (Reminder::MovedAway, who.today());
                    reminders::store::schedule_once(tx, who, grant.person_id, ("grant", grant.id.uuid()), due)?;
                    journal::record(tx, who, "move_noticed", grant.object())
                })
                .await?;
            }
        }
    }

    async fn raised(&mut self) -> Result<usize, Error> {
        let today = self.who.today();
        let (mut raised, mut after) = (0, ReminderId::of(Uuid::nil()));
        loop {
            let read = self.db.read(Sight::All, move |conn| reminders::store::to_raise(conn, after, today, ROWS_MAX));
            let due = read.await?;
            let Some(last) = due.last() else { return Ok(raised) };
            after = last.id;
            for due in due {
                let done = self.one(("reminder", due.id.uuid()), move |tx, who| {
                    claim(tx, &Scope::Person(due.person_id.uuid()))?;
                    let matters = reminders::store::matters(tx, &due, today)?;
                    if !reminders::store::close(tx, due.id, matters, who.at.naive_utc())? {
                        return Ok(false);
                    }
                    let (id, person) = (due.id.uuid(), Some(due.person_id.uuid()));
                    let action = if matters { "reminder_raised" } else { "reminder_dropped" };
                    journal::record(tx, who, action, Object { kind: "reminder", id, version: 1, person })?;
                    Ok(matters)
                });
                raised += usize::from(done.await?);
            }
        }
    }
}

fn ended(tx: &mut Conn, who: &Caller, grant: Row) -> Result<bool, Error> {
    let over = grant.state.0 != State::Ended && grant.last_day < who.today();
    if over { expiry::end(tx, who, grant).map(|()| true) } else { Ok(false) }
}

fn settled(tx: &mut Conn, who: &Caller, grant: Row) -> Result<bool, Error> {
    let due = grant.settles_on.is_some_and(|day| day <= who.today());
    if due { expiry::settle(tx, who, grant).map(|()| true) } else { Ok(false) }
}

fn started(tx: &mut Conn, who: &Caller, mut grant: Row) -> Result<bool, Error> {
    if grant.state.0 != State::Contracted || who.today() < grant.term_from || grant.last_day < who.today() {
        return Ok(false);
    }
    grant.state = Coded(next(State::Contracted, Event::Started)?);
    let event = EventRow { effective_from: grant.term_from, ..EventRow::of(who, &grant, Event::Started) };
    recorded(tx, who, grant, event, "service_started")
}

fn resumed(tx: &mut Conn, who: &Caller, mut grant: Row) -> Result<bool, Error> {
    let Some(last) = grant.suspended_to.filter(|last| *last < who.today()) else { return Ok(false) };
    if grant.state.0 != State::Suspended {
        return Ok(false);
    }
    grant.state = Coded(next(State::Suspended, Event::Resumed)?);
    grant.suspended_to = None;
    let from = last.succ_opt().unwrap_or(last);
    let event = EventRow { effective_from: from, ..EventRow::of(who, &grant, Event::Resumed) };
    recorded(tx, who, grant, event, "grant_resumed")
}

fn recorded(tx: &mut Conn, who: &Caller, grant: Row, event: EventRow, action: &str) -> Result<bool, Error> {
    store::change(tx, who, grant, action)?;
    course::insert_event(tx, &event)?;
    Ok(true)
}
