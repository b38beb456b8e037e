//! A change may be sent again: the answer to an `Idempotency-Key` is stored in the transaction of its effect.

use actix_web::HttpRequest;
use aplp_domain::code::Code;
use chrono::Duration;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::App;
use super::access::rights_of;
use super::answer::Answer;
use super::concern::Concern;
use super::problem;
use crate::caller::{Caller, Role};
use crate::db::journal::Thing;
use crate::db::schema::repeats;
use crate::db::seal::{self, Cell};
use crate::db::{Conn, Db, Id, Scope, claim, prepared};
use crate::error::Error;

/// How long an answer is kept, in hours.
pub const KEPT_HOURS: i64 = 72;

/// A client's key, and what it was first used for.
#[derive(Clone, Debug)]
pub struct Key {
    key: String,
    /// Method, path and body.
    request: [u8; 32],
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = repeats)]
struct Row {
    caller: String,
    key: String,
    fingerprint: Vec<u8>,
    status: i32,
    location: Option<String>,
    etag: Option<String>,
    sealed: Vec<u8>,
    created_at: chrono::NaiveDateTime,
    about: Option<String>,
    about_id: Option<Id<Thing>>,
    about_persons: Option<Vec<u8>>,
    asked_as: String,
}

/// Whether a caller may see today what an answer tells of whom. Who may see whom, those above this module know.
pub type MaySee = fn(&mut Conn, &Caller, &Concern) -> Result<bool, Error>;

impl Key {
    /// The key of a request: 16 to 255 letters, digits, `_` and `-`, bare or in quotation marks.
    pub(super) fn of(request: &HttpRequest, body: [u8; 32]) -> Result<Self, Error> {
        let header = request.headers().get("idempotency-key");
        let header = header.filter(|value| !value.as_bytes().trim_ascii().is_empty());
        let header = header.ok_or(Error::Asked("idempotency_key_missing"))?;
        let key = header.to_str().unwrap_or_default().trim();
        let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !(16..=255).contains(&key.len()) || !key.chars().all(allowed) {
            return Err(Error::Asked("idempotency_key_malformed"));
        }
        let mut hash = Sha256::new();
        hash.update(request.method().as_str());
        hash.update([0]);
        hash.update(request.path());
        hash.update([0]);
        hash.update(body);
        Ok(Self { key: key.to_owned(), request: hash.finalize().into() })
    }
}

/// Does the work once for each key: a repetition gets the first answer, byte for byte.
///
/// # Errors
/// Those of the work. Refusals by the rules or by the state of things are stored as answers too; faults in the request
/// itself and our own failures are not, so that the client may send it again.
pub async fn once<F>(app: &App, who: Caller, key: Key, work: F) -> Result<Answer, Error>
where
    F: Fn(&mut Conn, &Caller) -> Result<Answer, Error> + Send + 'static,
{
    let (db, may_see) = (&app.db, app.may_see);
    let (first_who, first_key) = (who.clone(), key.clone());
    let done = db.write(move |tx| answered(tx, &first_who, &first_key, may_see, |tx| work(tx, &first_who))).await;
    match done {
        Err(refusal @ (Error::Refused(_) | Error::Conflict(_) | Error::NotFound)) => {
            // The work was undone, so its answer needs a transaction of its own.
            db.write(move |tx| answered(tx, &who, &key, may_see, |_| Ok(problem::answer(&refusal, &who)))).await
        }
        done => done,
    }
}

fn answered(
    tx: &mut Conn,
    who: &Caller,
    key: &Key,
    may_see: MaySee,
    work: impl FnOnce(&mut Conn) -> Result<Answer, Error>,
) -> Result<Answer, Error> {
    let caller = who.key();
    let named = format!("{caller}\n{}", key.key);
    let cell = cell(&named);
    claim(tx, &Scope::Key(named))?;
    let known = repeats::table.find((&caller, &key.key)).select(Row::as_select()).first(tx).optional()?;
    if let Some(row) = known {
        if row.created_at.and_utc() + Duration::hours(KEPT_HOURS) > who.at {
            return replay(tx, row, key, cell, (who, may_see));
        }
        diesel::delete(repeats::table.find((&caller, &key.key))).execute(tx)?;
    }
    // The effect's own row of the journal says who saw what came of it; only who reads it again needs a receipt.
    let answer = work(tx)?;
    let concern = answer.concern.as_ref();
    let row = Row {
        caller,
        key: key.key.clone(),
        fingerprint: key.request.to_vec(),
        status: answer.status.into(),
        location: answer.location.clone(),
        etag: answer.etag.clone(),
        sealed: seal::seal_bytes(cell, answer.stored.as_ref().unwrap_or(&answer.body))?,
        created_at: who.at.naive_utc(),
        about: concern.map(|concern| concern.kind.clone()),
        about_id: concern.map(|concern| Id::of(concern.id)),
        about_persons: concern.map(|concern| concern.persons.iter().flat_map(|id| *id.as_bytes()).collect()),
        asked_as: asked_as(who),
    };
    prepared(diesel::insert_into(repeats::table).values(&row)).execute(tx)?;
    Ok(Answer { concern: None, ..answer })
}

/// An answer has no id; its caller and key name it.
fn cell(named: &str) -> Cell {
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(named)[..16]);
    Cell::new("repeats", Uuid::from_bytes(id))
}

/// In which roles and with which scopes somebody asks: a line each, the second empty where the token names none.
fn asked_as(who: &Caller) -> String {
    let roles: Vec<_> = who.roles.iter().map(|role| role.code()).collect();
    format!("{}\n{}", roles.join(" "), who.scopes.as_ref().map(|scopes| scopes.join(" ")).unwrap_or_default())
}

/// Whether somebody has every right by which the first answer was given: what it shows may follow from any of them.
fn has_the_rights_of(who: &Caller, asked_as: &str) -> bool {
    let (roles, scopes) = asked_as.split_once('\n').unwrap_or((asked_as, ""));
    let roles = roles.split(' ').filter_map(Role::from_code).collect();
    let scopes = (!scopes.is_empty()).then(|| scopes.split(' ').map(str::to_owned).collect());
    let (has, had) = (rights_of(who), rights_of(&Caller { roles, scopes, ..who.clone() }));
    had.iter().all(|right| has.contains(right))
}

/// The first answer again, to whoever may still see what it tells; to anybody else it is as absent as what it is about.
fn replay(tx: &mut Conn, row: Row, key: &Key, cell: Cell, (who, may_see): (&Caller, MaySee)) -> Result<Answer, Error> {
    if row.fingerprint != key.request {
        return Err(Error::Asked("idempotency_key_reused"));
    }
    let status = u16::try_from(row.status).map_err(|_| Error::Internal("a stored status".to_owned()))?;
    let persons = row.about_persons.unwrap_or_default();
    let persons = persons.chunks_exact(16).filter_map(|id| Uuid::from_slice(id).ok()).collect();
    let concern = row.about.zip(row.about_id).map(|(kind, id)| Concern { kind, id: id.uuid(), version: 1, persons });
    let seen = has_the_rights_of(who, &row.asked_as);
    if !seen || !concern.as_ref().map_or(Ok(true), |concern| may_see(tx, who, concern))? {
        return Err(Error::NotFound);
    }
    Ok(Answer {
        concern,
        location: row.location,
        etag: row.etag,
        replayed: true,
        media: if status < 400 { "application/json" } else { problem::MEDIA },
        ..Answer::of(status, seal::open_bytes(cell, &row.sealed)?)
    })
}

/// Forgets the answers that were kept long enough.
///
/// # Errors
/// When the database does not answer.
pub async fn purge(db: &Db, now: chrono::DateTime<chrono::Utc>) -> Result<usize, Error> {
    let before = (now - Duration::hours(KEPT_HOURS)).naive_utc();
    db.write(move |tx| Ok(diesel::delete(repeats::table.filter(repeats::created_at.lt(before))).execute(tx)?)).await
}
