//! Several rows in one statement: diesel has no such insert for both databases at once.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary};

use super::chain::Link;
use super::columns::Uid;
use super::journal::Thing;
use super::{Conn, Id, MultiBackend};

/// Links to be inserted; no more of them than one statement may have values.
pub(super) struct Links<'a>(pub(super) &'a [Link]);
/// Rows of the index of persons to be inserted; as many.
pub(super) struct Persons<'a>(pub(super) &'a [(Id<Thing>, i64)]);

impl QueryFragment<MultiBackend> for Links<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        // As many texts as there are numbers of rows: none of them is worth keeping.
        out.unsafe_to_cache_prepared();
        out.push_sql("INSERT INTO journal_links (position, journal_id, hash) VALUES ");
        for (number, Link { position, journal_id, hash }) in self.0.iter().enumerate() {
            out.push_sql(if number == 0 { "(" } else { ", (" });
            out.push_bind_param::<BigInt, _>(position)?;
            out.push_sql(", ");
            out.push_bind_param::<Uid, _>(journal_id)?;
            out.push_sql(", ");
            out.push_bind_param::<Binary, _>(hash)?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for Persons<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("INSERT INTO journal_persons (person_id, position) VALUES ");
        for (number, (person, position)) in self.0.iter().enumerate() {
            out.push_sql(if number == 0 { "(" } else { ", (" });
            out.push_bind_param::<Uid, _>(person)?;
            out.push_sql(", ");
            out.push_bind_param::<BigInt, _>(position)?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl QueryId for Links<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl QueryId for Persons<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<Conn> for Links<'_> {}
impl RunQueryDsl<Conn> for Persons<'_> {}
