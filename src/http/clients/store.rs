//! The rows of registered clients, their moves and their tokens.

pub mod lists;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::wire::{ClientDetails, roles};
use super::{ClientApprovalId, ClientId, ClientMoveId, ClientTokenId, consent};
use crate::caller::Caller;
use crate::codes::ClientStateCode;
use crate::db::journal::{self, Object};
use crate::db::schema::{client_approvals, client_moves, client_tokens, clients};
use crate::db::{Conn, Scope, claim};
use crate::error::Error;

/// A client.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = clients, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: ClientId,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub subject: Option<String>,
    pub roles: String,
    pub municipality: Option<String>,
    pub state: ClientStateCode,
    pub granted_roles: Option<String>,
    pub granted_municipality: Option<String>,
    pub waits_since: Option<NaiveDateTime>,
    pub changed_by: String,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// A record that a client was suspended or let in again.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = client_moves)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct MoveRow {
    pub id: ClientMoveId,
    pub client_id: ClientId,
    pub state: ClientStateCode,
    pub reason: String,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// That a second admin approved a version of a client.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = client_approvals)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct ApprovalRow {
    pub id: ClientApprovalId,
    pub client_id: ClientId,
    pub version: i32,
    pub roles: String,
    pub municipality: Option<String>,
    pub approved_by: String,
    pub approved_at: NaiveDateTime,
}

/// What is kept of a token for a script.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = client_tokens)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct TokenRow {
    pub id: ClientTokenId,
    pub client_id: ClientId,
    pub name: String,
    pub digest: Vec<u8>,
    pub scopes: String,
    pub addresses: String,
    pub expires_at: NaiveDateTime,
    pub accepted_at: Option<NaiveDateTime>,
    pub revoked_at: Option<NaiveDateTime>,
    pub last_used_at: Option<NaiveDateTime>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// The parts of a column that holds several between commas.
#[must_use]
pub fn parts(text: &str) -> Vec<String> {
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Row {
    /// The part that operators send.
    #[must_use]
    pub fn into_details(self) -> ClientDetails {
        let Self { name, issuer, client_id, subject, municipality, .. } = self;
        ClientDetails { name, issuer, client_id, subject, roles: roles(&self.roles), municipality }
    }

    /// This row with another part that operators send.
    #[must_use]
    pub fn with(self, details: ClientDetails) -> Self {
        let ClientDetails { name, issuer, client_id, subject, roles, municipality } = details;
        let roles = consent::codes(roles.iter().map(|role| &role.0));
        Self { name, issuer, client_id, subject, roles, municipality, ..self }
    }
}

/// One client.
///
/// # Errors
/// `NotFound`.
pub fn find(conn: &mut Conn, id: ClientId) -> Result<Row, Error> {
    clients::table.find(id).select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// Claims all clients until the transaction ends, then reads one.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: ClientId) -> Result<Row, Error> {
    claim(tx, &Scope::Register("clients"))?;
    find(tx, id)
}

/// The clients that a caller is: the program, and the one user of it.
///
/// # Errors
/// When the database does not answer.
pub fn registered(conn: &mut Conn, issuer: &str, client: &str, subject: &str) -> Result<Vec<Row>, Error> {
    let program = clients::table.filter(clients::issuer.eq(issuer)).filter(clients::client_id.eq(client));
    let those = program.filter(clients::subject.is_null().or(clients::subject.eq(Some(subject)).assume_not_null()));
    Ok(those.select(Row::as_select()).load(conn)?)
}

/// Keeps a client that is not there yet.
///
/// # Errors
/// `Conflict` when there is one for the same program and user.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    claim(tx, &Scope::Register("clients"))?;
    let all = registered(tx, &row.issuer, &row.client_id, row.subject.as_deref().unwrap_or_default())?;
    if all.iter().any(|known| known.subject == row.subject) {
        return Err(Error::Conflict("client_in_use"));
    }
    diesel::insert_into(clients::table).values(row).execute(tx)?;
    Ok(())
}

/// Replaces a client.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(clients::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}

/// Records that a client was suspended or let in again.
///
/// # Errors
/// When the database does not answer.
pub fn insert_move(tx: &mut Conn, row: &MoveRow) -> Result<(), Error> {
    diesel::insert_into(client_moves::table).values(row).execute(tx)?;
    Ok(())
}

/// Keeps what is kept of a token.
///
/// # Errors
/// When the database does not answer.
pub fn insert_token(tx: &mut Conn, row: &TokenRow) -> Result<(), Error> {
    diesel::insert_into(client_tokens::table).values(row).execute(tx)?;
    Ok(())
}

/// Every token that a client has had, the first one first.
///
/// # Errors
/// When the database does not answer.
pub fn tokens(conn: &mut Conn, of: ClientId) -> Result<Vec<TokenRow>, Error> {
    let own = client_tokens::table.filter(client_tokens::client_id.eq(of)).select(TokenRow::as_select());
    Ok(own.order((client_tokens::created_at, client_tokens::id)).load(conn)?)
}

/// One token.
///
/// # Errors
/// `NotFound`.
pub fn find_token(conn: &mut Conn, id: ClientTokenId) -> Result<TokenRow, Error> {
    client_tokens::table.find(id).select(TokenRow::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// The token with a digest.
///
/// # Errors
/// When the database does not answer.
pub fn token_with(conn: &mut Conn, digest: &[u8]) -> Result<Option<TokenRow>, Error> {
    let own = client_tokens::table.filter(client_tokens::digest.eq(digest)).select(TokenRow::as_select());
    Ok(own.first(conn).optional()?)
}

/// Takes a token back.
///
/// # Errors
/// When the database does not answer.
pub fn revoke(tx: &mut Conn, row: &TokenRow) -> Result<(), Error> {
    let own = diesel::update(client_tokens::table.find(row.id));
    let changes = (
        client_tokens::revoked_at.eq(row.revoked_at),
        client_tokens::version.eq(row.version),
        client_tokens::updated_at.eq(row.updated_at),
    );
    own.set(changes).execute(tx)?;
    Ok(())
}

/// Whether a token of a client waits for a second admin and could still be used.
///
/// # Errors
/// When the database does not answer.
pub fn token_waits(conn: &mut Conn, of: ClientId, at: NaiveDateTime) -> Result<bool, Error> {
    let waits = |row: &TokenRow| row.accepted_at.is_none() && row.revoked_at.is_none() && row.expires_at >= at;
    Ok(tokens(conn, of)?.iter().any(waits))
}

/// Lets in every token of a client that waits.
///
/// # Errors
/// When the database does not answer.
pub fn accept_tokens(tx: &mut Conn, of: ClientId, at: NaiveDateTime) -> Result<(), Error> {
    let own = client_tokens::table.filter(client_tokens::client_id.eq(of));
    let waiting = own.filter(client_tokens::accepted_at.is_null()).filter(client_tokens::revoked_at.is_null());
    let changes = (
        client_tokens::accepted_at.eq(Some(at)),
        client_tokens::version.eq(client_tokens::version + 1),
        client_tokens::updated_at.eq(at),
    );
    diesel::update(waiting).set(changes).execute(tx)?;
    Ok(())
}

/// Records an approval.
///
/// # Errors
/// When the database does not answer.
pub fn insert_approval(tx: &mut Conn, row: &ApprovalRow) -> Result<(), Error> {
    diesel::insert_into(client_approvals::table).values(row).execute(tx)?;
    Ok(())
}

/// The approvals of a client, the first one first.
///
/// # Errors
/// When the database does not answer.
pub fn approvals(conn: &mut Conn, of: ClientId) -> Result<Vec<ApprovalRow>, Error> {
    let own = client_approvals::table.filter(client_approvals::client_id.eq(of)).select(ApprovalRow::as_select());
    Ok(own.order(client_approvals::version).load(conn)?)
}

/// Notes that a token was used.
///
/// # Errors
/// When the database does not answer.
pub fn touch(tx: &mut Conn, token: &TokenRow, at: DateTime<Utc>) -> Result<(), Error> {
    let noted = client_tokens::last_used_at.eq(Some(at.naive_utc()));
    diesel::update(client_tokens::table.find(token.id)).set(noted).execute(tx)?;
    let object = Object { kind: "client_token", id: token.id.uuid(), version: token.version, person: None };
    journal::record(tx, &Caller::service(at, true), "client_token_used", object)
}
