//! The predicates that say whose data a caller may see, and how much of it: the one table of sights and rows.
//!
//! | sight | persons, whole | by name and contact | rows of a programme |
//! |---|---|---|---|
//! | caseload | supported by a signed agreement | supported by a drafted one | all of these persons |
//! | territory | who lives there, waits for its money or has a service it pays | – | only those of its own programmes |
//! | own, all | oneself, everybody | – | all |
//!
//! What the database holds by itself is the same, in the migration `sight` and those after it; `tests/api/sight.rs` holds the two
//! against each other.

use aplp_domain::municipalities;
use chrono::NaiveDate;
use diesel::dsl::{Eq, InnerJoin};
use diesel::expression::{AppearsOnTable, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use crate::caller::Sight;
use crate::db::schema::{
    agreements, applications, decisions, grants, person_addresses, persons, programmes, queue_entries, support_persons,
};
use crate::db::{Id, MultiBackend};
use crate::register::lasting;

use super::addresses::store::counts_on;

/// A set of ids, as a query that a condition is made with.
type Ids = Box<dyn QueryFragment<MultiBackend> + Send>;

/// Whether the rows of `persons` are among those whose whole file a caller may see.
#[must_use]
pub fn seen_by(sight: &Sight) -> Among<persons::id> {
    // Persons are listed by name, and of a large municipality a page is found by walking the names: not by sorting all who live there.
    Among { walked: matches!(sight, Sight::Territory(..)), ..theirs(persons::id, sight) }
}

/// Whether the rows of `persons` are among those of whom a caller may see at least how to reach them.
#[must_use]
pub fn met_by(sight: &Sight) -> Among<persons::id> {
    match sight {
        Sight::Caseload(supporter, on) => among(persons::id, Set::Any(vec![supported(Id::of(*supporter), *on, LIVE)])),
        _ => seen_by(sight),
    }
}

/// Whether the person a row belongs to is among those whose whole file a caller may see, by its column with the person's id.
pub fn theirs<C>(person_id: C, sight: &Sight) -> Among<C> {
    among(
        person_id,
        match sight {
            Sight::All => Set::Everything,
            // A broker sees budgets, whose slice asks which, and nobody's file.
            Sight::Nobody | Sight::Brokered(..) => Set::Nothing,
            Sight::Own(id) => {
                let own: Id<Person> = Id::of(*id);
                Set::Any(vec![Box::new(persons::table.filter(persons::id.eq(own)).select(persons::id))])
            }
            Sight::Caseload(supporter, on) => Set::Any(vec![supported(Id::of(*supporter), *on, SIGNED)]),
            Sight::Territory(codes, on) => {
                let paid = grants::table.inner_join(programmes::table);
                let paid = paid.filter(programmes::owner.assume_not_null().eq_any(codes.clone()).and(lasting::on(*on)));
                let queued = queue_entries::table.inner_join(programmes::table);
                let queued = queued.filter(programmes::owner.assume_not_null().eq_any(codes.clone()));
                let queued = queued.filter(queue_entries::state.eq_any(["waiting", "offered"]));
                let lives_there = person_addresses::table.filter(counts_on(*on));
                let there = person_addresses::municipality.assume_not_null().eq_any(codes.clone());
                Set::Any(vec![
                    Box::new(lives_there.filter(there).select(person_addresses::person_id)),
                    Box::new(paid.select(grants::person_id)),
                    Box::new(queued.select(queue_entries::person_id)),
                ])
            }
        },
    )
}

/// Whether a row is about money of a programme whose rows the caller may see whole: a municipality only its own programmes'.
pub fn of_own<C>(programme_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Territory(codes, _) => among(programme_id, Set::Any(vec![owned(codes)])),
        _ => among(programme_id, Set::Everything),
    }
}

/// Whether a row is about money of the caller's own programme, which is a municipality's for good: what it decided and paid.
pub fn paid<C>(programme_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Territory(codes, _) => among(programme_id, Set::Any(vec![owned(codes)])),
        _ => among(programme_id, Set::Nothing),
    }
}

/// Whether a row hangs on a granted service whose rows the caller may see whole: a municipality only those that it pays.
pub fn of_own_grant<C>(grant_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Territory(codes, _) => among(grant_id, Set::Any(vec![bought(codes)])),
        _ => among(grant_id, Set::Everything),
    }
}

/// Whether a row is about a granted service or a place in a queue whose rows the caller may see whole.
pub fn of_own_service<C>(object_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Territory(codes, _) => {
            let places = queue_entries::table.inner_join(programmes::table);
            let places = places.filter(programmes::owner.assume_not_null().eq_any(codes.clone()));
            among(object_id, Set::Any(vec![bought(codes), Box::new(places.select(queue_entries::id))]))
        }
        _ => among(object_id, Set::Everything),
    }
}

/// Whether a row hangs on an application that the caller may see: a municipality those that its officers handed in and those on
/// which its own money was decided.
pub fn handed_in<C>(application_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Territory(codes, _) => {
            let own = applications::submitted_by_municipality.assume_not_null().eq_any(codes.clone());
            let own = applications::table.filter(own).select(applications::id);
            let decided = decisions::table.inner_join(programmes::table);
            let decided = decided.filter(programmes::owner.assume_not_null().eq_any(codes.clone()));
            among(application_id, Set::Any(vec![Box::new(own), Box::new(decided.select(decisions::application_id))]))
        }
        _ => among(application_id, Set::Everything),
    }
}

/// Whether a granted service has a draft of an agreement that the caller is to sign as the support person.
pub fn drafted_under<C>(grant_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Caseload(supporter, on) => {
            let drafts = agreed(Id::of(*supporter), *on).filter(agreements::state.eq_any(DRAFTED.to_vec()));
            among(grant_id, Set::Any(vec![Box::new(drafts.select(agreements::grant_id))]))
        }
        _ => among(grant_id, Set::Nothing),
    }
}

/// Whether an agreement is a draft that the caller is to sign as the support person.
pub fn draft<C>(agreement_id: C, sight: &Sight) -> Among<C> {
    match sight {
        Sight::Caseload(supporter, on) => {
            let drafts = agreed(Id::of(*supporter), *on).filter(agreements::state.eq_any(DRAFTED.to_vec()));
            among(agreement_id, Set::Any(vec![Box::new(drafts.select(agreements::id))]))
        }
        _ => among(agreement_id, Set::Nothing),
    }
}

/// Whether the person a row belongs to lives in a municipality on a day, by whichever of its codes that was recorded.
pub fn living_in<C>(person_id: C, municipality: &str, on: NaiveDate) -> Among<C> {
    let codes = municipalities::same_place_on(municipality, on);
    let there = person_addresses::table.filter(counts_on(on));
    let there = there.filter(person_addresses::municipality.assume_not_null().eq_any(codes));
    among(person_id, Set::Any(vec![Box::new(there.select(person_addresses::person_id))]))
}

/// A person, of whom only the id is known here.
struct Person;
/// A support person, of whom only the id is known here.
struct Supporter;

const SIGNED: &[&str] = &["signed"];
const DRAFTED: &[&str] = &["drafted"];
const LIVE: &[&str] = &["drafted", "signed"];

type Joined = InnerJoin<InnerJoin<agreements::table, grants::table>, support_persons::table>;
type Agreed = diesel::dsl::Filter<
    diesel::dsl::Filter<Joined, Eq<agreements::support_person_id, Id<Supporter>>>,
    diesel::dsl::And<lasting::On, lasting::Employed>,
>;

/// The agreements of a support person who is employed on a day, on services that last on it.
fn agreed(by: Id<Supporter>, on: NaiveDate) -> Agreed {
    let joined = agreements::table.inner_join(grants::table).inner_join(support_persons::table);
    joined.filter(agreements::support_person_id.eq(by)).filter(lasting::on(on).and(lasting::employed(on)))
}

/// The persons whom somebody supports on a day, by agreements that stand so.
fn supported(by: Id<Supporter>, on: NaiveDate, states: &[&'static str]) -> Ids {
    Box::new(agreed(by, on).filter(agreements::state.eq_any(states.to_vec())).select(agreements::person_id))
}

/// The programmes that some municipalities own.
fn owned(codes: &[&'static str]) -> Ids {
    let own = programmes::table.filter(programmes::owner.assume_not_null().eq_any(codes.to_vec()));
    Box::new(own.select(programmes::id))
}

/// The services granted under these programmes.
fn bought(codes: &[&'static str]) -> Ids {
    let own = grants::table.inner_join(programmes::table);
    Box::new(own.filter(programmes::owner.assume_not_null().eq_any(codes.to_vec())).select(grants::id))
}

fn among<C>(column: C, set: Set) -> Among<C> {
    Among { column, set, walked: false }
}

/// Which values a column is held against.
enum Set {
    Everything,
    Nothing,
    Any(Vec<Ids>),
}

/// The condition that a column, which is never null, is in a set.
///
/// diesel cannot put a query that was chosen at run time into a condition for both databases at once, so the few words around it
/// are written here.
pub struct Among<C> {
    column: C,
    set: Set,
    /// Whether the rows are walked in their own order and held against the set, instead of being looked up by it.
    walked: bool,
}

impl<C> Expression for Among<C> {
    type SqlType = Bool;
}
impl<C> ValidGrouping<()> for Among<C> {
    type IsAggregate = is_aggregate::No;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Among<C> {}
impl<C: AppearsOnTable<QS>, QS> SelectableExpression<QS> for Among<C> {}
impl<C> QueryId for Among<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Among<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if self.walked {
            // Never so, and enough for either database not to begin with the set.
            out.push_sql("(");
            self.column.walk_ast(out.reborrow())?;
            out.push_sql(" IS NULL OR ");
        }
        self.column.walk_ast(out.reborrow())?;
        match &self.set {
            Set::Everything => out.push_sql(" IS NOT NULL"),
            Set::Nothing => out.push_sql(" IS NULL"),
            Set::Any(queries) => {
                out.push_sql(" IN (");
                for (at, query) in queries.iter().enumerate() {
                    if at > 0 {
                        out.push_sql(" UNION ALL ");
                    }
                    query.walk_ast(out.reborrow())?;
                }
                out.push_sql(")");
            }
        }
        if self.walked {
            out.push_sql(")");
        }
        Ok(())
    }
}
