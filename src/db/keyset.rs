//! Row comparison for paging, `(a, b) > (x, y)`: diesel has no such expression, and written out with OR it is no index range.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::MultiBackend;

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// Two columns beyond two values.
#[derive(Debug, Clone)]
pub struct Beyond<A, B, X, Y> {
    columns: (A, B),
    values: (X, Y),
    direction: Direction,
}

/// The rows that come after a position in a list sorted by two columns.
pub fn beyond<A, B, X, Y>(
    columns: (A, B),
    values: (X, Y),
    direction: Direction,
) -> Beyond<A, B, X::Expression, Y::Expression>
where
    A: Expression,
    B: Expression,
    A::SqlType: diesel::sql_types::SingleValue + diesel::sql_types::SqlType,
    B::SqlType: diesel::sql_types::SingleValue + diesel::sql_types::SqlType,
    X: diesel::expression::AsExpression<A::SqlType>,
    Y: diesel::expression::AsExpression<B::SqlType>,
{
    Beyond { columns, values: (values.0.as_expression(), values.1.as_expression()), direction }
}

impl<A, B, X, Y> Expression for Beyond<A, B, X, Y> {
    type SqlType = Bool;
}
impl<A, B, X, Y> ValidGrouping<()> for Beyond<A, B, X, Y> {
    type IsAggregate = is_aggregate::No;
}
impl<A, B, X, Y, QS> AppearsOnTable<QS> for Beyond<A, B, X, Y>
where
    A: AppearsOnTable<QS>,
    B: AppearsOnTable<QS>,
{
}
impl<A, B, X, Y, QS> SelectableExpression<QS> for Beyond<A, B, X, Y> where Self: AppearsOnTable<QS> {}
impl<A, B, X, Y> QueryId for Beyond<A, B, X, Y> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<A, B, X, Y> QueryFragment<MultiBackend> for Beyond<A, B, X, Y>
where
    A: QueryFragment<MultiBackend>,
    B: QueryFragment<MultiBackend>,
    X: QueryFragment<MultiBackend>,
    Y: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("(");
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.columns.1.walk_ast(out.reborrow())?;
        out.push_sql(match self.direction {
            Direction::Up => ") > (",
            Direction::Down => ") < (",
        });
        self.values.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.values.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
