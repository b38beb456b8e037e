//! The data keys: kept in the database, wrapped by a master key that lies beside it and never in it.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::data_keys;
use super::seal::{Held, KeyNumber, Ring, Vault};
use super::{Conn, Db, Scope, claim, evidence};
use crate::caller::{Caller, Sight};
use crate::cipher::{Cipher, KEY, random};
use crate::error::Error;
use crate::files::{self, make_folder, must_be_private, write_private};

/// The number of the key of the indexes; data keys are numbered from 1 on.
const INDEX_KEY: KeyNumber = 0;

/// What names its file.
const SETTING: &str = "APLP_MASTER_KEY";

/// The key that wraps the data keys.
pub struct Master(Cipher);

/// The keys of one database: the master key, and the data keys that it unwraps.
pub struct Keyring {
    master: Master,
    vault: Arc<Vault>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = data_keys)]
struct Row {
    number: i32,
    wrapped: Vec<u8>,
    created_at: NaiveDateTime,
    retired_at: Option<NaiveDateTime>,
}

impl Master {
    /// Reads the key from its file.
    ///
    /// # Errors
    /// A sentence for the one who starts the service, when there is none or it is none.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let lost = |fault: std::io::Error| match fault.kind() {
            ErrorKind::NotFound => Error::Unavailable(format!(
                "{}: the master key is not there; without it personal data cannot be read. Put the file back, nothing was changed \
                 ({SETTING})",
                file.display()
            )),
            _ => files::named(file, SETTING)(fault),
        };
        let bytes = std::fs::read(file).map_err(lost)?;
        must_be_private(file)?;
        let none = || {
            let why = format!("a master key has {KEY} bytes, and this file has {}: name the right one", bytes.len());
            Error::Unavailable(format!("{}: {why} ({SETTING})", file.display()))
        };
        Cipher::new(&bytes).map(Self).ok_or_else(none)
    }

    /// Makes a new key in a file that is not there yet.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn make(file: &Path) -> Result<Self, Error> {
        if file.exists() {
            return Err(Error::Unavailable(format!(
                "{}: there is a file already: name another ({SETTING})",
                file.display()
            )));
        }
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder, SETTING)?;
        }
        write_private(file, &random()?, SETTING)?;
        Self::read(file)
    }

    /// Wraps a key, so that only this master key unwraps it, and only as what it was wrapped.
    ///
    /// # Errors
    /// `Internal` when it cannot be done.
    pub fn wrap(&self, named: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        self.0.seal(named.as_bytes(), plain)
    }

    /// Unwraps a key; none when another master key wrapped it, or as something else.
    #[must_use]
    pub fn unwrap(&self, named: &str, wrapped: &[u8]) -> Option<Vec<u8>> {
        self.0.open(named.as_bytes(), wrapped)
    }
}

fn named(number: i32) -> String {
    format!("aplp data key {number}")
}

impl Keyring {
    /// Opens the keys of a database. One without any gets its first ones, and a master key if there is none.
    ///
    /// # Errors
    /// `Unavailable`, with a sentence for the one who starts the service, when the master key is lost or another's.
    pub fn open(conn: &mut Conn, file: &Path, now: NaiveDateTime) -> Result<Arc<Self>, Error> {
        let none = data_keys::table.count().get_result::<i64>(conn)? == 0;
        let master = if none && !file.exists() { Master::make(file)? } else { Master::read(file)? };
        if none {
            evidence::within(conn, |tx| {
                claim(tx, &Scope::Register("data_keys"))?;
                if data_keys::table.count().get_result::<i64>(tx)? > 0 {
                    return Ok(None);
                }
                insert(tx, &master, 0, now)?;
                insert(tx, &master, 1, now)?;
                noted(tx, "data_keys_made", now)?;
                // The first thing that they are for is to keep evidence of themselves.
                Self::of(tx, &master).map(Some)
            })?;
        }
        Ok(Arc::new(Self::unwrapped(conn, master)?))
    }

    /// Opens the keys that are there, and makes none.
    ///
    /// # Errors
    /// As `open`.
    pub fn read(conn: &mut Conn, file: &Path) -> Result<Self, Error> {
        Self::unwrapped(conn, Master::read(file)?)
    }

    /// Lays the keys that are there on this thread until the returned value is dropped.
    ///
    /// # Errors
    /// As `open`.
    pub fn of(conn: &mut Conn, master: &Master) -> Result<Held, Error> {
        Ok(Vault::new(ring(conn, master)?).here())
    }

    fn unwrapped(conn: &mut Conn, master: Master) -> Result<Self, Error> {
        Ok(Self { vault: Vault::new(ring(conn, &master)?), master })
    }

    /// Lays the keys on this thread until the returned value is dropped.
    #[must_use]
    pub fn here(&self) -> Held {
        self.vault.here()
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn current(&self) -> KeyNumber {
        self.vault.current()
    }

    /// Looks for keys that were made since, by another instance too.
    ///
    /// # Errors
    /// As `open`.
    pub fn renew(&self, conn: &mut Conn) -> Result<(), Error> {
        self.vault.renew(ring(conn, &self.master)?);
        Ok(())
    }

    /// Makes the next data key, which seals from now on, and says its number. The ones before it only open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn next(&self, conn: &mut Conn, now: NaiveDateTime) -> Result<KeyNumber, Error> {
        let _held = self.here();
        evidence::within(conn, |tx| {
            claim(tx, &Scope::Register("data_keys"))?;
            let newest: Option<i32> = data_keys::table.select(diesel::dsl::max(data_keys::number)).first(tx)?;
            let open = data_keys::table.filter(data_keys::retired_at.is_null()).filter(data_keys::number.gt(0));
            diesel::update(open).set(data_keys::retired_at.eq(now)).execute(tx)?;
            insert(tx, &self.master, newest.unwrap_or(0) + 1, now)?;
            noted(tx, "data_key_made", now)
        })?;
        self.renew(conn)?;
        Ok(self.current())
    }

    /// Wraps every data key by another master key, which is the one from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn rewrap(&self, conn: &mut Conn, master: &Master, now: NaiveDateTime) -> Result<usize, Error> {
        let _held = self.here();
        evidence::within(conn, |tx| {
            claim(tx, &Scope::Register("data_keys"))?;
            let rows: Vec<Row> = data_keys::table.select(Row::as_select()).load(tx)?;
            for row in &rows {
                let plain = self.master.unwrap(&named(row.number), &row.wrapped).ok_or_else(another)?;
                let wrapped = master.wrap(&named(row.number), &plain)?;
                diesel::update(data_keys::table.find(row.number)).set(data_keys::wrapped.eq(wrapped)).execute(tx)?;
            }
            noted(tx, "data_keys_wrapped", now)?;
            Ok(rows.len())
        })
    }
}

impl Db {
    /// Looks for data keys that were made since, by another process too.
    ///
    /// # Errors
    /// As `read`.
    pub async fn renew_keys(&self) -> Result<(), Error> {
        let keyring = Arc::clone(&self.keyring);
        self.read(Sight::Nobody, move |conn| keyring.renew(conn)).await
    }

    /// The keys of its sealed values.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }
}

fn insert(tx: &mut Conn, master: &Master, number: i32, now: NaiveDateTime) -> Result<(), Error> {
    let row = Row { number, wrapped: master.wrap(&named(number), &random()?)?, created_at: now, retired_at: None };
    diesel::insert_into(data_keys::table).values(&row).execute(tx)?;
    Ok(())
}

fn noted(tx: &mut Conn, action: &str, now: NaiveDateTime) -> Result<(), Error> {
    evidence::housekeeping(tx, &Caller::service(now.and_utc(), true), action)
}

fn another() -> Error {
    Error::Unavailable(
        "the master key is not the one of this database: put the right one back, nothing was changed (APLP_MASTER_KEY)"
            .to_owned(),
    )
}

fn ring(conn: &mut Conn, master: &Master) -> Result<Ring, Error> {
    let rows: Vec<Row> = data_keys::table.order(data_keys::number).select(Row::as_select()).load(conn)?;
    let unwrapped =
        |row: &Row| Some((KeyNumber::try_from(row.number).ok()?, master.unwrap(&named(row.number), &row.wrapped)?));
    let mut keys: Vec<_> = rows.iter().map(unwrapped).collect::<Option<Vec<_>>>().ok_or_else(another)?;
    let index = keys.iter().position(|(number, _)| *number == INDEX_KEY).ok_or_else(another)?;
    let (_, index) = keys.swap_remove(index);
    Ring::new(&keys, &index)
}
