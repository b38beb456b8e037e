//! The list of persons in the order of their names.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Columns, Known, as_seen, in_use, lives_on, names, with_codes};
use crate::caller::Caller;
use crate::db::Conn;
use crate::db::filters::{Filters, Slice};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{counters, person_addresses, person_renames, personal_codes, persons};
use crate::error::Error;
use crate::filtered;
use crate::register::names::{After, Placed, Position};
use crate::register::persons::PersonId;
use crate::register::persons::sight::{living_in, met_by, seen_by};

/// A page of persons in the order of their names. The first page says of which moment the order is, in the same statement; on
/// the next ones who was renamed since then stands where they stood.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    conn: &mut Conn,
    who: &Caller,
    municipality: Option<&str>,
    after: Option<&After>,
    slice: &Slice<Position>,
) -> Result<Vec<Placed<Known>>, Error> {
    let (sight, today) = (who.sight(), who.today());
    let now = counters::table.find(names::RENAMES).select(counters::value).single_value();
    let mut query = with_codes(today).filter(met_by(&sight)).select((Columns::as_select(), now)).into_boxed();
    if let Some(municipality) = municipality {
        // Where somebody lives is told only of those whose whole file is open.
        query = query.filter(seen_by(&sight)).filter(living_in(persons::id, municipality, today));
    }
    if let Some(After { as_of, key, id }) = after {
        let later = person_renames::table.filter(person_renames::person_id.eq(persons::id));
        query = query.filter(not(exists(later.filter(person_renames::number.gt(*as_of)))));
        query = query.filter(beyond((persons::sort_key, persons::id), (key.clone(), PersonId::of(*id)), Direction::Up));
    }
    let query = filtered!(query, slice.filters, persons { updated updated_at });
    let found: Vec<(Columns, Option<i64>)> =
        query.order((persons::sort_key, persons::id)).limit(slice.limit).load(conn)?;
    let now = found.first().map(|(_, now)| now.unwrap_or_default());
    let as_of = after.map_or(now.unwrap_or_default(), |after| after.as_of);
    let found = as_seen(conn, &sight, found.into_iter().map(|(columns, _)| columns).collect())?;
    let rows = found.into_iter().map(|known| Placed { as_of, key: known.row.sort_key.clone(), row: known }).collect();
    // Asked after the others: who is renamed between the two questions is in both, and not in neither.
    match after.filter(|after| after.is_followed_by_changes(now)) {
        Some(after) => {
            let renamed = renamed(conn, who, municipality, after, slice)?;
            Ok(Placed::together(rows, renamed, |known| known.row.id.uuid(), slice.limit))
        }
        None => Ok(rows),
    }
}

/// The same page of those who were renamed since the walk began, each by the key that held then.
fn renamed(
    conn: &mut Conn,
    who: &Caller,
    municipality: Option<&str>,
    After { as_of, key, id }: &After,
    slice: &Slice<Position>,
) -> Result<Vec<Placed<Known>>, Error> {
    let (sight, today) = (who.sight(), who.today());
    let held = person_renames::since.le(*as_of).and(person_renames::number.gt(*as_of));
    // The changes come first: SQLite takes no table before one that may be missing, and would look at every person.
    let query = person_renames::table.inner_join(persons::table).left_join(personal_codes::table.on(in_use()));
    let query = query.left_join(person_addresses::table.on(lives_on(today))).filter(held).filter(met_by(&sight));
    let mut query = query.select((Columns::as_select(), person_renames::sort_key)).into_boxed();
    if let Some(municipality) = municipality {
        query = query.filter(seen_by(&sight)).filter(living_in(persons::id, municipality, today));
    }
    query = query.filter(beyond(
        (person_renames::sort_key, person_renames::person_id),
        (key.clone(), PersonId::of(*id)),
        Direction::Up,
    ));
    let query = filtered!(query, slice.filters, persons { updated updated_at });
    let query = query.order((person_renames::sort_key, person_renames::person_id)).limit(slice.limit);
    let (found, keys): (Vec<Columns>, Vec<Vec<u8>>) = query.load::<(Columns, Vec<u8>)>(conn)?.into_iter().unzip();
    let found = as_seen(conn, &sight, found)?.into_iter().zip(keys);
    Ok(found.map(|(row, key)| Placed { as_of: *as_of, key, row }).collect())
}

/// How many persons a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, municipality: Option<&str>, filters: &Filters) -> Result<i64, Error> {
    let mut query = persons::table.filter(met_by(&who.sight())).into_boxed();
    if let Some(municipality) = municipality {
        query = query.filter(seen_by(&who.sight())).filter(living_in(persons::id, municipality, who.today()));
    }
    let query = filtered!(query, filters, persons { updated updated_at });
    Ok(query.count().get_result(conn)?)
}
