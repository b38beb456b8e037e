//! What is sealed: every value opens in its place, and a sealed code is one and is found by its index.

use aplp_domain::personal_code::PersonalCode;
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::map::sealed_tables;
use crate::db::rotation::{SealedRow, sealed_rows};
use crate::db::schema::personal_codes;
use crate::db::seal::{self, Cell};
use crate::error::Error;

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
    let indexes: std::collections::HashMap<Uuid, Vec<u8>> =
        indexes.into_iter().map(|(id, index)| (id.uuid(), index)).collect();
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
    Ok(lines)
}

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
