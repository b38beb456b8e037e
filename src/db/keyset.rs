//! Row comparison for paging, `(a, b) > (x, y)`: diesel has no such expression, and written out with OR it is no index range.

use diesel::expression::{AppearsOnTable, AsExpression, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, SingleValue, SqlType};

use super::MultiBackend;

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// Columns beyond as many values.
#[derive(Debug, Clone)]
pub struct Beyond<C, V> {
    columns: C,
    values: V,
    direction: Direction,
}

/// Values that two or three columns are compared with.
pub trait Bounds<C> {
    /// The same as parts of a statement.
    type Bound;
    /// Binds each of them.
    fn bound(self) -> Self::Bound;
}

macro_rules! bounds {
    ($($column:ident $value:ident $at:tt),+) => {
        impl<$($column, $value),+> Bounds<($($column,)+)> for ($($value,)+)
        where
            $($column: Expression, $column::SqlType: SingleValue + SqlType, $value: AsExpression<$column::SqlType>,)+
        {
            type Bound = ($($value::Expression,)+);

            fn bound(self) -> Self::Bound {
                ($(self.$at.as_expression(),)+)
            }
        }
    };
}

bounds!(A X 0, B Y 1);
bounds!(A X 0, B Y 1, C Z 2);

/// The rows that come after a position in a list that is sorted by these columns.
pub fn beyond<C, V: Bounds<C>>(columns: C, values: V, direction: Direction) -> Beyond<C, V::Bound> {
    Beyond { columns, values: values.bound(), direction }
}

impl<C, V> Expression for Beyond<C, V> {
    type SqlType = Bool;
}
impl<C, V> ValidGrouping<()> for Beyond<C, V> {
    type IsAggregate = is_aggregate::No;
}
impl<C: AppearsOnTable<QS>, V, QS> AppearsOnTable<QS> for Beyond<C, V> {}
impl<C, V, QS> SelectableExpression<QS> for Beyond<C, V> where Self: AppearsOnTable<QS> {}
impl<C, V> QueryId for Beyond<C, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: QueryFragment<MultiBackend>, V: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Beyond<C, V> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("(");
        self.columns.walk_ast(out.reborrow())?;
        out.push_sql(match self.direction {
            Direction::Up => ") > (",
            Direction::Down => ") < (",
        });
        self.values.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
