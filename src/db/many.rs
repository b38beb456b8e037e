//! Several rows in one statement: diesel has no such insert for both databases at once.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text, Timestamp};

use super::chain::Link;
use super::columns::Uid;
use super::journal::{Row, Thing};
use super::{Conn, Id, MultiBackend, prepared};
use crate::error::Error;

/// How many rows one statement inserts: few numbers, so that there are few texts to be prepared. Fifteen values each are well
/// below what either database takes.
const TOGETHER: [usize; 4] = [128, 16, 4, 1];

type Out<'a, 'b> = AstPass<'a, 'b, MultiBackend>;

/// A row that is inserted with others like it.
pub(super) trait Together {
    /// The table and the columns.
    const INTO: &'static str;
    /// Writes the values, with commas between them.
    fn values<'b>(&'b self, out: Out<'_, 'b>) -> QueryResult<()>;
}

/// An index row: whose data the row of the journal at a position is about.
pub(super) struct About(pub(super) Id<Thing>, pub(super) i64);

impl Together for Link {
    const INTO: &'static str = "journal_links (position, journal_id, hash)";

    fn values<'b>(&'b self, mut out: Out<'_, 'b>) -> QueryResult<()> {
        let Self { position, journal_id, hash } = self;
        out.push_bind_param::<BigInt, _>(position)?;
        out.push_sql(", ");
        out.push_bind_param::<Uid, _>(journal_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Binary, _>(hash)
    }
}

impl Together for About {
    const INTO: &'static str = "journal_persons (person_id, position)";

    fn values<'b>(&'b self, mut out: Out<'_, 'b>) -> QueryResult<()> {
        out.push_bind_param::<Uid, _>(&self.0)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.1)
    }
}

impl Together for Row {
    const INTO: &'static str = "journal (id, at, object_id, object_version, person_id, purpose, persons, request, issuer, \
        subject, client, action, object, outcome, source)";

    fn values<'b>(&'b self, mut out: Out<'_, 'b>) -> QueryResult<()> {
        // Taken apart whole, so that no column is forgotten.
        let Self {
            id,
            at,
            request,
            issuer,
            subject,
            client,
            action,
            object,
            object_id,
            object_version,
            person_id,
            purpose,
            outcome,
            persons,
            source,
        } = self;
        out.push_bind_param::<Uid, _>(id)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamp, _>(at)?;
        out.push_sql(", ");
        out.push_bind_param::<Uid, _>(object_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(object_version)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Uid>, _>(person_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(purpose)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Binary>, _>(persons)?;
        for text in [request, issuer, subject, client, action, object, outcome, source] {
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(text)?;
        }
        Ok(())
    }
}

/// Inserts rows, many in a statement.
///
/// # Errors
/// When they cannot be written.
pub(super) fn insert<R: Together>(tx: &mut Conn, mut rows: &[R]) -> Result<(), Error> {
    for size in TOGETHER {
        while let Some((these, rest)) = rows.split_at_checked(size) {
            prepared(Many(these)).execute(tx)?;
            rows = rest;
        }
    }
    Ok(())
}

/// Rows of one statement.
struct Many<'a, R>(&'a [R]);

impl<R: Together> QueryFragment<MultiBackend> for Many<'_, R> {
    fn walk_ast<'b>(&'b self, mut out: Out<'_, 'b>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(R::INTO);
        for (number, row) in self.0.iter().enumerate() {
            out.push_sql(if number == 0 { " VALUES (" } else { ", (" });
            row.values(out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}
