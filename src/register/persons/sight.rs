//! The one predicate that says whose data a caller may see.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::PersonId;
use crate::caller::Sight;
use crate::db::schema::{agreements, grants, persons, programmes, queue_entries};
use crate::db::{Id, MultiBackend};

/// Whether the rows of `persons` are among those a caller may see.
pub type Seen = Box<dyn BoxableExpression<persons::table, MultiBackend, SqlType = Bool>>;

/// The one predicate behind every list, count, search and look-up.
#[must_use]
pub fn seen_by(sight: &Sight) -> Seen {
    match sight {
        Sight::All => Box::new(persons::id.is_not_null()),
        Sight::Nobody => Box::new(persons::id.is_null()),
        Sight::Own(id) => Box::new(persons::id.eq(PersonId::of(*id))),
        Sight::Caseload(supporter) => Box::new(
            persons::id.eq_any(
                agreements::table
                    .inner_join(grants::table)
                    .filter(agreements::support_person_id.eq(Id::<Seen>::of(*supporter)))
                    .filter(agreements::state.ne("superseded").and(grants::state.ne("ended")))
                    .select(agreements::person_id),
            ),
        ),
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
