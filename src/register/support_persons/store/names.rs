//! What follows from the name of a support person and is stored beside it: as with persons.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::db::schema::{support_person_renames as renames, support_persons};
use crate::db::{Conn, journal};
use crate::error::Error;
use crate::register::names::{BATCH, RULES, renewed, sort_key};
use crate::register::support_persons::SupportPersonId;
use crate::register::support_persons::store::Row;

/// The series of the numbers of renames. Its counter is locked until the transaction ends, so that numbers are in the order in
/// which renames are committed: whoever sees one sees all before it.
pub(super) const RENAMES: &str = "support_person_renames";

/// Keeps by what somebody was sorted who is about to be sorted by something else.
pub(super) fn keep(tx: &mut Conn, before: &Row, row: &Row) -> Result<(), Error> {
    if before.sort_key == row.sort_key {
        return Ok(());
    }
    let number = journal::next_number(tx, RENAMES)?;
    let own = renames::table.filter(renames::support_person_id.eq(row.id));
    let last: Option<i64> = own.select(max(renames::number)).first(tx)?;
    diesel::insert_into(renames::table)
        .values((
            renames::number.eq(number),
            renames::support_person_id.eq(row.id),
            renames::since.eq(last.unwrap_or_default()),
            renames::sort_key.eq(&before.sort_key),
            renames::recorded_at.eq(row.updated_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whether somebody is sorted by other rules than those of this release.
///
/// # Errors
/// When the database does not answer.
pub fn are_of_other_rules(conn: &mut Conn) -> Result<bool, Error> {
    let other = support_persons::table.filter(support_persons::name_rules.ne(RULES)).select(support_persons::id);
    Ok(other.first::<SupportPersonId>(conn).optional()?.is_some())
}

/// Makes the keys of other rules anew, and says of how many support persons; what was done stays done when the work is killed.
///
/// # Errors
/// When the database does not answer.
pub fn renew(conn: &mut Conn, said: impl Fn(&mut Conn) -> Result<(), Error>) -> Result<usize, Error> {
    let other = |conn: &mut Conn| {
        let other = support_persons::table.filter(support_persons::name_rules.ne(RULES));
        let other = other.select((support_persons::id, support_persons::family_name, support_persons::given_name));
        Ok(other.order(support_persons::id).limit(BATCH).load(conn)?)
    };
    let anew = |tx: &mut Conn, (id, family_name, given_name): &(SupportPersonId, String, String)| {
        let key = sort_key(family_name, given_name)?;
        let made = (support_persons::sort_key.eq(key), support_persons::name_rules.eq(RULES));
        diesel::update(support_persons::table.find(id)).set(made).execute(tx)?;
        Ok(())
    };
    renewed(conn, other, anew, said)
}
