//! What is sealed: every value opens in its place, a sealed code is one, and what has an index is found by it.

use std::collections::HashMap;

use aplp_domain::personal_code::PersonalCode;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::map::sealed_tables;
use crate::db::rotation::{SealedRow, sealed_rows};
use crate::db::schema::{personal_codes, persons};
use crate::db::seal::{self, Cell};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::register::persons::store::{born_on_index, phone_index};

/// How many rows are read at a time.
const PAGE: i64 = 1_000;

pub(super) fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for table in sealed_tables() {
        each(conn, table, |id, sealed| {
            if seal::open_bytes(Cell::new(table, id), sealed).is_err() {
                lines.push(format!("a sealed value of {table} does not open: {id}"));
            }
            Ok(())
        })?;
    }
    let indexes: Vec<SealedRow> =
        personal_codes::table.select((personal_codes::id, personal_codes::code_index)).load(conn)?;
    let indexes: HashMap<Uuid, Vec<u8>> = indexes.into_iter().map(|(id, index)| (id.uuid(), index)).collect();
    each(conn, "personal_codes", |id, sealed| {
        let Ok(code) = seal::open::<String>(Cell::new("personal_codes", id), sealed) else { return Ok(()) };
        if PersonalCode::parse(&code).is_err() {
            lines.push(format!("a personal code cannot be one: {id}"));
        }
        if indexes.get(&id) != Some(&seal::index("personal_codes.code", &code)?) {
            lines.push(format!("a personal code is not found by its index: {id}"));
        }
        Ok(())
    })?;
    let found_by = persons::table.select((persons::id, (persons::born_on_index, persons::phone_index)));
    let found_by: HashMap<Id<Facts>, Indexes> = found_by.load::<(Id<Facts>, Indexes)>(conn)?.into_iter().collect();
    each(conn, "persons", |id, sealed| {
        let Ok(facts) = seal::open::<Facts>(Cell::new("persons", id), sealed) else { return Ok(()) };
        let born_on = facts.born_on.map(born_on_index).transpose()?;
        let phone = facts.phone.as_deref().and_then(phone_index).transpose()?;
        if found_by.get(&Id::of(id)) != Some(&(born_on, phone)) {
            lines.push(format!("a person is not found by the day of birth or the telephone: {id}"));
        }
        Ok(())
    })?;
    Ok(lines)
}

/// What of a person is sealed and found by an index.
#[derive(Deserialize)]
struct Facts {
    born_on: Option<NaiveDate>,
    phone: Option<String>,
}

/// The indexes of day of birth and telephone.
type Indexes = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Goes through the sealed values of a table in the order of their rows.
fn each(
    conn: &mut Conn,
    table: &'static str,
    mut look: impl FnMut(Uuid, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut after = Uuid::nil();
    loop {
        let rows = sealed_rows(conn, table, after, PAGE)?;
        for (id, sealed) in &rows {
            look(id.uuid(), sealed)?;
        }
        match rows.last() {
            Some((id, _)) => after = id.uuid(),
            None => return Ok(()),
        }
    }
}
