//! The queue of a programme: who waits, where and why there.

mod steps;
pub mod store;
pub(crate) mod turns;
pub mod wire;

use actix_web::http::StatusCode;
use actix_web::{get, web};
use aplp_domain::funding::{affords, term_cost};
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::queue::{Frees, Key, estimate, frees, pace_since};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::store::{Row, Which, waiting};
use self::wire::{Outlook, Place, QueueEntry};
use crate::caller::{Caller, Sight};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Slice};
use crate::intake::{assessments, grants};
use crate::register::persons::PersonId;
use crate::register::programmes::rules::sees_balance;
use crate::register::programmes::{self, ProgrammeId};

/// The id of a place in a queue.
pub type QueueEntryId = Id<store::Row>;
/// The id of something that happened to a place.
pub type PlaceEventId = Id<store::events::EventRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_queue_entries).service(get_queue_entry).service(list_programme_queue);
    steps::routes(to);
}

/// Which places in a queue.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only this person's.
    #[param(nullable = false)]
    person_id: Option<PersonId>,
    /// Only this programme's.
    #[param(nullable = false)]
    programme_id: Option<ProgrammeId>,
}

impl Filter {
    fn which(self, sight: Sight) -> Which {
        let Self { person_id, programme_id } = self;
        Which { person_id, programme_id, states: Vec::new(), sight: Some(sight) }
    }
}

/// Lists places in queues.
///
/// Of persons the caller may see, in queue order, past places too.
#[utoipa::path(params(Filter), responses((status = 200, description = "A page of places.", body = Page<QueueEntry>)), security(("bearer" = ["queue:read"])))]
#[get("/v1/queue-entries")]
async fn list_queue_entries(
    who: Allowed<rights::ReadQueue>,
    app: web::Data<App>,
    filter: web::Query<Filter>,
    paging: Paging,
) -> Result<Answer, Error> {
    let which = filter.into_inner().which(who.sight());
    paged(&app, &who.caller, paging, move |_| Ok(which.clone())).await
}

/// Reads a place in a queue.
///
/// The ETag is that of the content.
#[utoipa::path(params(("id" = QueueEntryId, Path)), responses((status = 200, description = "The place.", body = QueueEntry)), security(("bearer" = ["queue:read"])))]
#[get("/v1/queue-entries/{id}")]
async fn get_queue_entry(
    who: Allowed<rights::ReadQueue>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let entry = app
        .db
        .view(who.sight(), move |conn| {
            let row = store::find(conn, *id, &caller.sight())?;
            shown(conn, &caller, row)
        })
        .await?;
    let answer = Answer::json(StatusCode::OK, &entry)?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

/// A place whose person the caller may see, with when its turn may come.
fn shown(conn: &mut Conn, who: &Caller, row: Row) -> Result<QueueEntry, Error> {
    // A place is counted among all who wait; of the others only the order is read.
    let (place, outlook) = conn.beyond_sight(|conn| {
        let place = placed(conn, &row)?;
        let outlook = place.map(|place| outlook(conn, &row, place.position, who.today())).transpose()?.flatten();
        Ok((place, outlook))
    })?;
    Ok(QueueEntry { outlook, ..QueueEntry::of(row, place, true, who) })
}

/// Where a place stands among all who wait; none when it waits no more.
fn placed(conn: &mut Conn, row: &Row) -> Result<Option<Place>, Error> {
    if !row.waits() {
        return Ok(None);
    }
    let position = 1 + store::counts::ahead(conn, row.programme_id, row.key())?;
    let (before, after) = store::neighbours(conn, row.programme_id, row.key())?;
    Ok(Some(Place { position, before, after }))
}

/// When the turn of a place may come; none when it has come.
fn outlook(conn: &mut Conn, row: &Row, position: i64, today: NaiveDate) -> Result<Option<Outlook>, Error> {
    if row.reserved_cents.is_some() {
        return Ok(None);
    }
    let programme = programmes::store::find(conn, row.programme_id)?.rules();
    let balance = programmes::store::balance(conn, row.programme_id)?.value();
    let before = store::askable_ahead(conn, row.programme_id, row.key(), today)?;
    let application = store::application(conn, row)?;
    let assessed = assessments::store::all(conn, application)?.last().map(assessments::store::Row::value);
    let volume = assessed.map_or(Minutes(0), |assessed| assessed.under(&programme).volume);
    // Those before are taken to need as much as this person.
    let money_lasts = match term_cost(&programme, today, volume) {
        Ok(Cents(cost)) => affords(&balance, Cents(cost.saturating_mul(before + 1))),
        Err(_) => false,
    };
    let free_places = balance.places.map(|places| i64::from(places - balance.places_taken));
    let frees = frees(before, free_places, money_lasts);
    let ends_on = match frees {
        Frees::EndAfter(others) => grants::store::nth_end(conn, row.programme_id, others)?,
        Frees::Already | Frees::NoEnd => None,
    };
    let moved = store::events::moved_since(conn, row.programme_id, pace_since(today))?;
    Ok(estimate(position, (frees, ends_on), moved, today).map(Outlook::of))
}

/// Lists the queue of a programme.
///
/// Who pays sees all places, but persons only where they may see them. Others see places of those persons only.
#[utoipa::path(params(("id" = ProgrammeId, Path)), responses((status = 200, description = "A page of the queue.", body = Page<QueueEntry>)), security(("bearer" = ["queue:read"])))]
#[get("/v1/programmes/{id}/queue")]
async fn list_programme_queue(
    who: Allowed<rights::ReadQueue>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let id = *id;
    let caller = who.caller.clone();
    let which = move |conn: &mut Conn| {
        let programme = programmes::store::find(conn, id)?;
        let sight = (!sees_balance(&programme, &caller)).then(|| caller.sight());
        Ok(Which { person_id: None, programme_id: Some(id), states: waiting(), sight })
    };
    paged(&app, &who.caller, paging, which).await
}

/// One page of the places that are asked for.
async fn paged(
    app: &web::Data<App>,
    who: &Caller,
    paging: Paging,
    which: impl Fn(&mut Conn) -> Result<Which, Error> + Clone + Send + Sync + 'static,
) -> Result<Answer, Error> {
    let caller = who.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<store::lists::Position>| {
        let which = which(conn)?;
        let listed = |conn: &mut Conn| {
            let total = slice.total(|| store::lists::count(conn, &which, &slice.filters))?;
            Ok((store::lists::page(conn, &which, slice)?, total))
        };
        // Who pays for a programme sees that there is a place also where they must not know whose.
        let (rows, total) = if which.sight.is_none() { conn.beyond_sight(listed)? } else { listed(conn)? };
        let positions: Vec<_> = rows.iter().map(|row| (row.submitted_on, row.registration_number, row.id)).collect();
        let entries = told(conn, &caller, rows, which.is_whole_queue() && slice.filters.select_all())?;
        Ok((positions.into_iter().zip(entries).collect(), total))
    };
    paging.list(app, who, fetch).await
}

/// Places with their positions, each person named to those who may see them. `in_line` says that each row comes right after the
/// one before it, so that its position needs not be counted anew.
fn told(conn: &mut Conn, who: &Caller, rows: Vec<Row>, in_line: bool) -> Result<Vec<QueueEntry>, Error> {
    // A place is counted among all who wait; of the others only the order is read.
    let places = conn.beyond_sight(|conn| match (in_line, rows.as_slice()) {
        (true, [first, .., last]) => {
            let Some(ahead) = placed(conn, first)? else { return Ok(Vec::new()) };
            let (_, after_last) = store::neighbours(conn, last.programme_id, last.key())?;
            Ok(line(ahead, &rows, after_last))
        }
        _ => rows.iter().map(|row| placed(conn, row)).collect::<Result<Vec<_>, _>>(),
    })?;
    let persons: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let seen = store::seen(conn, &persons, &who.sight())?;
    let entry = |(row, place): (Row, Option<Place>)| {
        let person_is_seen = seen.contains(&row.person_id);
        QueueEntry::of(row, place, person_is_seen, who)
    };
    Ok(rows.into_iter().zip(places).map(entry).collect())
}

/// Places that come one right after the other, by the first of them and by who waits after the last.
fn line(first: Place, rows: &[Row], after_last: Option<Key>) -> Vec<Option<Place>> {
    let keys: Vec<Key> = rows.iter().map(Row::key).collect();
    let before = std::iter::once(first.before).chain(keys.iter().copied().map(Some));
    let after = keys.iter().skip(1).copied().map(Some).chain([after_last]);
    let places = (first.position..).zip(before).zip(after);
    places.take(rows.len()).map(|((position, before), after)| Some(Place { position, before, after })).collect()
}
