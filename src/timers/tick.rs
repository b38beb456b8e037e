//! What the clock does to places and services: ends what has run out, and raises what is due, each once however many instances
//! look at the same time. Each change is a transaction of its own under the claims that a request about the same person takes.

use aplp_domain::grant::{Event, State, next};
use aplp_domain::reminder::Reminder;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Db, Scope, claim};
use crate::error::Error;
use crate::intake::grants::store::course::{self, EventRow};
use crate::intake::grants::store::{self, Row};
use crate::intake::grants::{GrantId, expiry, money};
use crate::intake::queue::{self, turns};
use crate::intake::reminders;

/// How many rows of one kind one run touches at the most.
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
    /// Reminders that were raised.
    pub raised: usize,
}

/// Does everything that is due at a moment.
///
/// # Errors
/// When the database does not answer; what was done until then stays done.
pub async fn tick(db: &Db, at: DateTime<Utc>, livemode: bool) -> Result<Ticked, Error> {
    let who = Caller::service(at, livemode);
    let today = who.today();
    Ok(Ticked {
        ended: each(
            db,
            &who,
            move |conn| store::run_out(conn, None, today),
            |tx, who, grant| {
                let over = grant.state.0 != State::Ended && grant.last_day < who.today();
                if over { expiry::end(tx, who, grant).map(|()| true) } else { Ok(false) }
            },
        )
        .await?,
        started: each(db, &who, move |conn| store::to_start(conn, today), started).await?,
        resumed: each(db, &who, move |conn| store::to_resume(conn, today), resumed).await?,
        settled: each(
            db,
            &who,
            move |conn| store::to_settle(conn, today),
            |tx, who, mut grant| {
                let due = grant.settles_on.is_some_and(|day| day <= who.today());
                if due {
                    money::settle(tx, &mut grant, who.today())?;
                    store::update(tx, &grant)?;
                }
                Ok(due)
            },
        )
        .await?,
        lapsed: lapsed(db, &who).await?,
        raised: {
            moved_away(db, &who).await?;
            raised(db, &who).await?
        },
    })
}

/// Does something to each of some grants, under the claims of its person and its programme, and says to how many it was done.
/// The grant is read anew under the claims, so that what another instance did is not done twice.
async fn each(
    db: &Db,
    who: &Caller,
    which: impl Fn(&mut Conn) -> Result<Vec<Row>, Error> + Send + 'static,
    work: impl Fn(&mut Conn, &Caller, Row) -> Result<bool, Error> + Send + Copy + 'static,
) -> Result<usize, Error> {
    let mut done = 0;
    for Row { id, person_id, programme_id, .. } in db.read(Sight::All, which).await? {
        let who = who.clone();
        let was_done = db.write(move |tx| {
            claim(tx, &Scope::Person(person_id.uuid()))?;
            claim(tx, &Scope::Programme(programme_id.uuid()))?;
            let grant = store::find(tx, id)?;
            work(tx, &who, grant)
        });
        done += usize::from(was_done.await?);
    }
    Ok(done)
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

fn recorded(tx: &mut Conn, who: &Caller, mut grant: Row, event: EventRow, action: &str) -> Result<bool, Error> {
    grant.version += 1;
    grant.updated_at = who.at.naive_utc();
    store::update(tx, &grant)?;
    course::insert_event(tx, &event)?;
    journal::record(tx, who, action, grant.object())?;
    Ok(true)
}

async fn lapsed(db: &Db, who: &Caller) -> Result<usize, Error> {
    let today = who.today();
    let late = db.read(Sight::All, move |conn| queue::store::unanswered(conn, None, today, ROWS_MAX)).await?;
    let mut programmes: Vec<_> = late.iter().map(|place| place.programme_id).collect();
    programmes.sort_unstable();
    programmes.dedup();
    let mut lapsed = 0;
    for programme in programmes {
        let who = who.clone();
        let done = db.write(move |tx| {
            claim(tx, &Scope::Programme(programme.uuid()))?;
            turns::lapse_late(tx, &who, Some(programme))
        });
        lapsed += done.await?;
    }
    Ok(lapsed)
}

/// Finds who has moved to where their programme serves nobody; each grant is told of once.
async fn moved_away(db: &Db, who: &Caller) -> Result<(), Error> {
    let mut after = GrantId::of(Uuid::nil());
    loop {
        let page = db.read(Sight::All, move |conn| reminders::store::bound_to_places(conn, after, ROWS_MAX)).await?;
        let Some((last, ..)) = page.last() else { return Ok(()) };
        after = last.id;
        for (grant, programme, municipality) in page {
            if programme.rules().serves_place(&municipality) {
                continue;
            }
            let who = who.clone();
            // Told on the first day of the term, so that it is told once.
            let due: (Reminder, NaiveDate) = (Reminder::MovedAway, grant.term_from);
            db.write(move |tx| {
                claim(tx, &Scope::Person(grant.person_id.uuid()))?;
                reminders::store::schedule(tx, &who, grant.person_id, ("grant", grant.id.uuid()), due)
            })
            .await?;
        }
    }
}

async fn raised(db: &Db, who: &Caller) -> Result<usize, Error> {
    let today = who.today();
    let mut raised = 0;
    for due in db.read(Sight::All, move |conn| reminders::store::to_raise(conn, today, ROWS_MAX)).await? {
        let who = who.clone();
        let done = db.write(move |tx| {
            claim(tx, &Scope::Person(due.person_id.uuid()))?;
            let matters = reminders::store::matters(tx, &due)?;
            if !reminders::store::close(tx, due.id, matters, who.at.naive_utc())? || !matters {
                return Ok(false);
            }
            let (id, person) = (due.id.uuid(), Some(due.person_id.uuid()));
            journal::record(tx, &who, "reminder_raised", Object { kind: "reminder", id, version: 1, person })?;
            Ok(true)
        });
        raised += usize::from(done.await?);
    }
    Ok(raised)
}
