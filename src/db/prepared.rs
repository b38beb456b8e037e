//! Statements that the database reads once for each connection and not once for each use.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement with one text, or one of a few. diesel takes every insert, update and literal for one whose texts have no end,
/// and lets the database read it anew each time, which costs a second way there and back.
pub struct Prepared<Q>(Q);

/// Says that a statement has one text, or one of a few: no list of changing length in it.
pub const fn prepared<Q>(statement: Q) -> Prepared<Q> {
    Prepared(statement)
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C: Connection> RunQueryDsl<C> for Prepared<Q> {}
