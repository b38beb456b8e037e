//! The one predicate that says whose data a caller may see.

use chrono::NaiveDate;
use diesel::expression::{AppearsOnTable, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::PersonId;
use crate::caller::Sight;
use crate::db::schema::{agreements, grants, persons, programmes, queue_entries};
use crate::db::{Id, MultiBackend};
use crate::register::lasting;

/// Whether the rows of `persons` are among those a caller may see.
pub type Seen = Box<dyn BoxableExpression<persons::table, MultiBackend, SqlType = Bool>>;

/// The one predicate behind every list, count, search and look-up.
#[must_use]
pub fn seen_by(sight: &Sight) -> Seen {
    match sight {
        Sight::All => Box::new(persons::id.is_not_null()),
        // A broker sees budgets, whose slice asks which, and nobody's file.
        Sight::Nobody | Sight::Brokered(_) => Box::new(persons::id.is_null()),
        Sight::Own(id) => Box::new(persons::id.eq(PersonId::of(*id))),
        Sight::Caseload(supporter, on) => Box::new(persons::id.eq_any(supported(Id::of(*supporter), *on))),
        Sight::Territory(codes) => {
            let paid = grants::table.inner_join(programmes::table).filter(programmes::owner.eq_any(codes.clone()));
            let queued = queue_entries::table.inner_join(programmes::table);
            let queued = queued.filter(programmes::owner.eq_any(codes.clone()));
            let lives_there =
                persons::municipality.is_not_null().and(persons::municipality.assume_not_null().eq_any(codes.clone()));
            Box::new(
                lives_there
                    .or(persons::id.eq_any(paid.select(grants::person_id)))
                    .or(persons::id.eq_any(queued.select(queue_entries::person_id))),
            )
        }
    }
}

/// The persons whom somebody supports on a day.
#[diesel::dsl::auto_type(no_type_alias)]
fn supported(by: Id<Seen>, on: NaiveDate) -> _ {
    let lasts: lasting::On = lasting::on(on);
    agreements::table
        .inner_join(grants::table)
        .filter(agreements::support_person_id.eq(by))
        .filter(agreements::state.ne("superseded").and(lasts))
        .select(agreements::person_id)
}

/// Whether the person a row belongs to is among those a caller may see, by its column with the person's id.
///
/// diesel cannot put `seen_by` into a sub-query for both databases at once, so the few words around it are written here.
pub fn theirs<C>(person_id: C, sight: &Sight) -> Theirs<C> {
    let persons: Option<Box<dyn QueryFragment<MultiBackend> + Send>> = match sight {
        Sight::All => None,
        // Not by way of the persons, of whom there are many more than one supports.
        Sight::Caseload(supporter, on) => Some(Box::new(supported(Id::of(*supporter), *on))),
        Sight::Territory(_) | Sight::Own(_) | Sight::Brokered(_) | Sight::Nobody => {
            Some(Box::new(persons::table.filter(seen_by(sight)).select(persons::id)))
        }
    };
    Theirs { person_id, persons }
}

/// The condition made by `theirs`.
pub struct Theirs<C> {
    person_id: C,
    /// None where everybody may be seen.
    persons: Option<Box<dyn QueryFragment<MultiBackend> + Send>>,
}

impl<C> Expression for Theirs<C> {
    type SqlType = Bool;
}
impl<C> ValidGrouping<()> for Theirs<C> {
    type IsAggregate = is_aggregate::No;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Theirs<C> {}
impl<C: AppearsOnTable<QS>, QS> SelectableExpression<QS> for Theirs<C> {}
impl<C> QueryId for Theirs<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Theirs<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.person_id.walk_ast(out.reborrow())?;
        let Some(persons) = &self.persons else {
            out.push_sql(" IS NOT NULL");
            return Ok(());
        };
        out.push_sql(" IN (");
        persons.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
