//! The list of support persons in the order of their names, each with the number of persons they support.

use std::collections::HashMap;

use aplp_domain::areas::Area;
use aplp_domain::code::Code;
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Row, names};
use crate::db::filters::{Filters, Slice};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{agreements, counters, grants, support_person_renames as renames, support_persons};
use crate::db::{Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::register::lasting;
use crate::register::names::{After, Placed, Position};
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// Which support persons a list has.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those who are employed on this day.
    pub employed_on: Option<NaiveDate>,
    /// Only those who are competent in one of these areas; all where there is none.
    pub areas: Vec<Area>,
}

type Condition = Box<dyn BoxableExpression<support_persons::table, MultiBackend, SqlType = Bool>>;
type Boxed<'a> = support_persons::BoxedQuery<'a, MultiBackend>;

fn wanted<'a>(filter: &Wanted, filters: &Filters) -> Boxed<'a> {
    let mut query = support_persons::table.into_boxed();
    if let Some(on) = filter.employed_on {
        query = query.filter(lasting::employed(on));
    }
    // No code of an area is part of another one.
    let competent = |area: &Area| support_persons::areas.like(format!("%{}%", area.code()));
    let areas = filter.areas.iter().map(|area| Box::new(competent(area)) as Condition);
    if let Some(any) = areas.reduce(|any, area| Box::new(any.or(area))) {
        query = query.filter(any);
    }
    filtered!(query, filters, support_persons { updated updated_at; days employed_from, employed_to })
}

/// A support person with the number of persons they support.
pub type Counted = (Row, i64);

/// A page of support persons in the order of their names, which is kept from page to page as that of persons.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    conn: &mut Conn,
    filter: &Wanted,
    today: NaiveDate,
    after: Option<&After>,
    slice: &Slice<Position>,
) -> Result<Vec<Placed<Counted>>, Error> {
    let now = counters::table.find(names::RENAMES).select(counters::value).single_value();
    let mut query = wanted(filter, &slice.filters);
    if let Some(After { as_of, key, id }) = after {
        let later = renames::table.filter(renames::support_person_id.eq(support_persons::id));
        query = query.filter(not(exists(later.filter(renames::number.gt(*as_of)))));
        let last = (key.clone(), SupportPersonId::of(*id));
        query = query.filter(beyond((support_persons::sort_key, support_persons::id), last, Direction::Up));
    }
    let query = query.order((support_persons::sort_key, support_persons::id)).limit(slice.limit);
    let found: Vec<(Row, Option<i64>)> = query.select((Row::as_select(), now)).load(conn)?;
    let now = found.first().map(|(_, now)| now.unwrap_or_default());
    let as_of = after.map_or(now.unwrap_or_default(), |after| after.as_of);
    let placed = |(row, _): (Row, _)| Placed { as_of, key: row.sort_key.clone(), row };
    let mut rows: Vec<Placed<Row>> = found.into_iter().map(placed).collect();
    if let Some(after) = after.filter(|after| after.is_followed_by_changes(now)) {
        rows = Placed::together(rows, renamed(conn, filter, after, slice)?, |row| row.id.uuid(), slice.limit);
    }
    counted(conn, rows, today)
}

/// The same page of those who were renamed since the walk began, each by the key that held then.
fn renamed(
    conn: &mut Conn,
    filter: &Wanted,
    after: &After,
    slice: &Slice<Position>,
) -> Result<Vec<Placed<Row>>, Error> {
    let After { as_of, key, id } = after;
    let query = renames::table.inner_join(support_persons::table);
    let query = query.filter(renames::since.le(*as_of).and(renames::number.gt(*as_of)));
    let mut query = query.select((Row::as_select(), renames::sort_key)).into_boxed();
    // A few hundred at the most; diesel takes no boxed statement within another one.
    let these: Vec<SupportPersonId> = wanted(filter, &slice.filters).select(support_persons::id).load(conn)?;
    query = query.filter(renames::support_person_id.eq_any(these));
    let last = (key.clone(), SupportPersonId::of(*id));
    query = query.filter(beyond((renames::sort_key, renames::support_person_id), last, Direction::Up));
    let held = query.order((renames::sort_key, renames::support_person_id)).limit(slice.limit);
    let held: Vec<(Row, Vec<u8>)> = held.load(conn)?;
    Ok(held.into_iter().map(|(row, key)| Placed { as_of: *as_of, key, row }).collect())
}

/// These support persons with the number of persons they support.
fn counted(conn: &mut Conn, rows: Vec<Placed<Row>>, today: NaiveDate) -> Result<Vec<Placed<Counted>>, Error> {
    let ids: Vec<_> = rows.iter().map(|placed| placed.row.id).collect();
    let live = agreements::table.inner_join(grants::table).filter(agreements::support_person_id.eq_any(&ids));
    let live = live.filter(agreements::state.ne("superseded")).filter(lasting::on(today));
    let pairs = live.select((agreements::support_person_id, agreements::person_id)).distinct();
    let pairs: Vec<(SupportPersonId, PersonId)> = pairs.load(conn)?;
    let mut supported: HashMap<SupportPersonId, i64> = HashMap::new();
    for (id, _) in pairs {
        *supported.entry(id).or_default() += 1;
    }
    let counted = |Placed { as_of, key, row }: Placed<Row>| {
        let caseload = supported.get(&row.id).copied().unwrap_or(0);
        Placed { as_of, key, row: (row, caseload) }
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// How many support persons a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, filter: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(wanted(filter, filters).count().get_result(conn)?)
}
