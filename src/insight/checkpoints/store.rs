//! The rows of checkpoints, and the file beside the database that holds them too.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::key::SigningKey;
use super::wire::{Checkpoint, key_id};
use crate::db::chain::{self, Link, hex};
use crate::db::evidence::structure;
use crate::db::filters::Slice;
use crate::db::schema::{checkpoints, journal_links};
use crate::db::{Conn, Db, Scope, claim};
use crate::error::Error;
use crate::files::{added_to, named};
use crate::in_order_of_places;

/// A checkpoint.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = checkpoints)]
#[allow(missing_docs, reason = "the columns are explained in the wire type")]
pub struct Row {
    pub position: i64,
    pub origin: String,
    pub hash: Vec<u8>,
    pub structure: Vec<u8>,
    pub at: NaiveDateTime,
    pub key_id: String,
    pub public_key: Vec<u8>,
    pub signature: Vec<u8>,
}

/// The file in a data folder to which every checkpoint is added: a copy that who can write to the database cannot reach.
#[must_use]
pub fn file(data: &Path) -> PathBuf {
    data.join("checkpoints.ndjson")
}

/// Gives everything that waits its place, signs how far the journal has come, keeps that in the database and in the file,
/// and logs it. None if nothing was added since the last one.
///
/// # Errors
/// When the database does not answer, or the file cannot be written.
pub async fn make(db: &Db, key: Arc<SigningKey>, data: &Path, now: DateTime<Utc>) -> Result<Option<Checkpoint>, Error> {
    chain::sequence(db).await?;
    let Some(made) = db.write(move |tx| signed(tx, &key, now)).await? else { return Ok(None) };
    let line = made.line().map_err(|fault| Error::Internal(fault.to_string()))?;
    log::info!(target: "aplp::checkpoint", "{}", line.trim_end());
    let file = file(data);
    let mut kept = added_to(&file, "APLP_DATA")?;
    kept.write_all(line.as_bytes()).and_then(|()| kept.sync_all()).map_err(named(&file, "APLP_DATA"))?;
    Ok(Some(made))
}

/// Signs the newest place in the chain, and how the tables are made at that moment, and keeps that. None if it was signed before.
///
/// # Errors
/// When the database does not answer.
pub fn signed(tx: &mut Conn, key: &SigningKey, now: DateTime<Utc>) -> Result<Option<Checkpoint>, Error> {
    claim(tx, &Scope::Register("checkpoints"))?;
    let Some(Link { position, hash, .. }) = chain::last(tx)? else { return Ok(None) };
    if checkpoints::table.find(position).count().get_result::<i64>(tx)? > 0 {
        return Ok(None);
    }
    let origin = origin(tx)?.ok_or_else(|| Error::Internal("a chain without a beginning".to_owned()))?;
    let public_key = key.public_key();
    let key_id = key_id(&public_key);
    let structure = structure::fingerprint(&structure::present(tx)?).to_vec();
    let row = Row { position, origin, hash, structure, at: now.naive_utc(), key_id, public_key, signature: Vec::new() };
    let row = Row { signature: key.sign(&Checkpoint::of(row.clone()).text()), ..row };
    diesel::insert_into(checkpoints::table).values(&row).execute(tx)?;
    Ok(Some(Checkpoint::of(row)))
}

/// The name of the journal, after its first entry; none while it is empty.
///
/// # Errors
/// When the database does not answer.
pub fn origin(conn: &mut Conn) -> Result<Option<String>, Error> {
    let first: Option<Vec<u8>> = journal_links::table.find(1).select(journal_links::hash).first(conn).optional()?;
    Ok(first.map(|hash| format!("aplp/{}", hex(&hash).chars().take(32).collect::<String>())))
}

/// A page of checkpoints, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, slice: &Slice<i64>) -> Result<Vec<Row>, Error> {
    let query = in_order_of_places!(checkpoints::table.into_boxed(), slice, Down, checkpoints::position);
    Ok(query.select(Row::as_select()).load(conn)?)
}

/// How many checkpoints there are.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn) -> Result<i64, Error> {
    Ok(checkpoints::table.count().get_result(conn)?)
}
