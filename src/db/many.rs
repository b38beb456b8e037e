//! Several rows in one statement, said to each database in its own words: diesel has no such insert for both at once.

use std::ops::Range;

use chrono::NaiveDateTime;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Integer, Nullable, Text, Timestamp};
use diesel::sqlite::Sqlite;

use super::chain::Link;
use super::columns::Uid;
use super::journal::{Row, Thing};
use super::{Conn, Id};
use crate::error::Error;

/// A row that is inserted with others like it.
pub(crate) trait Together: Sized {
    /// The table and its columns.
    const INTO: &'static str;
    /// Whether the same row may be there already, and is left as it is.
    const MAY_BE_THERE: bool = false;
    /// What stands in each of these columns, row by row.
    fn columns(rows: &[Self]) -> Vec<Column<'_>>;
}

/// What stands in a column, row by row.
pub(crate) enum Column<'a> {
    Ids(Vec<Id<Thing>>),
    MaybeIds(Vec<Option<Id<Thing>>>),
    Moments(Vec<NaiveDateTime>),
    Numbers(Vec<i32>),
    Positions(Vec<i64>),
    Flags(Vec<bool>),
    Texts(Vec<&'a str>),
    MaybeTexts(Vec<Option<&'a str>>),
    Bytes(Vec<&'a [u8]>),
    MaybeBytes(Vec<Option<&'a [u8]>>),
}

/// An index row: which set of persons the row of the journal at a position is about.
pub(super) struct About(pub(super) Id<Thing>, pub(super) i64);

/// Who is in a set of persons.
pub(super) struct Member(pub(super) Id<Thing>, pub(super) Id<Thing>);

impl Together for Link {
    const INTO: &'static str = "journal_links (position, journal_id, hash)";

    fn columns(rows: &[Self]) -> Vec<Column<'_>> {
        vec![
            Column::Positions(rows.iter().map(|row| row.position).collect()),
            Column::Ids(rows.iter().map(|row| Id::of(row.journal_id.uuid())).collect()),
            Column::Bytes(rows.iter().map(|row| row.hash.as_slice()).collect()),
        ]
    }
}

impl Together for About {
    const INTO: &'static str = "journal_persons (set_id, position)";

    fn columns(rows: &[Self]) -> Vec<Column<'_>> {
        vec![
            Column::Ids(rows.iter().map(|row| row.0).collect()),
            Column::Positions(rows.iter().map(|row| row.1).collect()),
        ]
    }
}

impl Together for Member {
    const INTO: &'static str = "person_sets (set_id, person_id)";
    const MAY_BE_THERE: bool = true;

    fn columns(rows: &[Self]) -> Vec<Column<'_>> {
        vec![Column::Ids(rows.iter().map(|row| row.0).collect()), Column::Ids(rows.iter().map(|row| row.1).collect())]
    }
}

impl Together for Row {
    const INTO: &'static str = "journal (id, at, request, issuer, subject, client, token, source, action, object, object_id, \
        object_version, person_id, purpose, outcome, persons, wrote)";

    fn columns(rows: &[Self]) -> Vec<Column<'_>> {
        fn texts(rows: &[Row], of: fn(&Row) -> &str) -> Column<'_> {
            Column::Texts(rows.iter().map(of).collect())
        }
        vec![
            Column::Ids(rows.iter().map(|row| Id::of(row.id.uuid())).collect()),
            Column::Moments(rows.iter().map(|row| row.at).collect()),
            texts(rows, |row| &row.request),
            texts(rows, |row| &row.issuer),
            texts(rows, |row| &row.subject),
            texts(rows, |row| &row.client),
            Column::MaybeTexts(rows.iter().map(|row| row.token.as_deref()).collect()),
            texts(rows, |row| &row.source),
            texts(rows, |row| &row.action),
            texts(rows, |row| &row.object),
            Column::Ids(rows.iter().map(|row| row.object_id).collect()),
            Column::Numbers(rows.iter().map(|row| row.object_version).collect()),
            Column::MaybeIds(rows.iter().map(|row| row.person_id).collect()),
            Column::MaybeTexts(rows.iter().map(|row| row.purpose.as_deref()).collect()),
            texts(rows, |row| &row.outcome),
            Column::MaybeBytes(rows.iter().map(|row| row.persons.as_deref()).collect()),
            Column::MaybeBytes(rows.iter().map(|row| row.wrote.as_deref()).collect()),
        ]
    }
}

/// Inserts rows, many in a statement.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn insert<R: Together>(tx: &mut Conn, rows: &[R]) -> Result<(), Error> {
    let columns = R::columns(rows);
    let mut from = 0;
    while from < rows.len() {
        let rows = from..from + tx.together(rows.len() - from);
        from = rows.end;
        let unless = if R::MAY_BE_THERE { " ON CONFLICT DO NOTHING" } else { "" };
        tx.insert_many(Many { into: R::INTO, unless, columns: &columns, rows })?;
    }
    Ok(())
}

/// Some rows of several, for one statement.
#[derive(Clone)]
pub(super) struct Many<'a> {
    into: &'static str,
    unless: &'static str,
    columns: &'a [Column<'a>],
    rows: Range<usize>,
}

/// Whole columns as arrays: one text for any number of rows, and quick to read.
impl QueryFragment<Pg> for Many<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.into);
        out.push_sql(" SELECT * FROM unnest(");
        let rows = || self.rows.clone();
        for (number, column) in self.columns.iter().enumerate() {
            out.push_sql(if number == 0 { "" } else { ", " });
            match column {
                Column::Ids(all) => out.push_bind_param::<Array<Uid>, _>(&all[rows()]),
                Column::MaybeIds(all) => out.push_bind_param::<Array<Nullable<Uid>>, _>(&all[rows()]),
                Column::Moments(all) => out.push_bind_param::<Array<Timestamp>, _>(&all[rows()]),
                Column::Numbers(all) => out.push_bind_param::<Array<Integer>, _>(&all[rows()]),
                Column::Positions(all) => out.push_bind_param::<Array<BigInt>, _>(&all[rows()]),
                Column::Flags(all) => out.push_bind_param::<Array<Bool>, _>(&all[rows()]),
                Column::Texts(all) => out.push_bind_param::<Array<Text>, _>(&all[rows()]),
                Column::MaybeTexts(all) => out.push_bind_param::<Array<Nullable<Text>>, _>(&all[rows()]),
                Column::Bytes(all) => out.push_bind_param::<Array<Binary>, _>(&all[rows()]),
                Column::MaybeBytes(all) => out.push_bind_param::<Array<Nullable<Binary>>, _>(&all[rows()]),
            }?;
        }
        out.push_sql(")");
        out.push_sql(self.unless);
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Many<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.into);
        for row in self.rows.clone() {
            out.push_sql(if row == self.rows.start { " VALUES (" } else { "), (" });
            for (number, column) in self.columns.iter().enumerate() {
                out.push_sql(if number == 0 { "" } else { ", " });
                match column {
                    Column::Ids(all) => out.push_bind_param::<Uid, _>(&all[row]),
                    Column::MaybeIds(all) => out.push_bind_param::<Nullable<Uid>, _>(&all[row]),
                    Column::Moments(all) => out.push_bind_param::<Timestamp, _>(&all[row]),
                    Column::Numbers(all) => out.push_bind_param::<Integer, _>(&all[row]),
                    Column::Positions(all) => out.push_bind_param::<BigInt, _>(&all[row]),
                    Column::Flags(all) => out.push_bind_param::<Bool, _>(&all[row]),
                    Column::Texts(all) => out.push_bind_param::<Text, _>(all[row]),
                    Column::MaybeTexts(all) => out.push_bind_param::<Nullable<Text>, _>(&all[row]),
                    Column::Bytes(all) => out.push_bind_param::<Binary, _>(all[row]),
                    Column::MaybeBytes(all) => out.push_bind_param::<Nullable<Binary>, _>(&all[row]),
                }?;
            }
        }
        out.push_sql(")");
        out.push_sql(self.unless);
        Ok(())
    }
}
