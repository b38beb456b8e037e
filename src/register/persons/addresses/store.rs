//! The rows of addresses: which counts on a day, and how a later one takes the place of one before it.

use aplp_domain::address::{Kind, last_day_before};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{And, AssumeNotNull, Eq, GtEq, IsNull, LtEq, Or};
use diesel::prelude::*;

use super::super::PersonId;
use super::AddressId;
use crate::codes::AddressKindCode;
use crate::db::schema::person_addresses;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::kept_sealed;

kept_sealed! {
    /// An address of a person.
    pub struct AddressRow from person_addresses as StoredAddress with AddressSecret {
        id: AddressId,
        person_id: PersonId,
        kind: AddressKindCode,
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
        municipality: Option<String>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        address: Option<String>,
    }
}

/// The condition made by `counts_on`.
pub type CountsOn = And<
    And<Eq<person_addresses::kind, &'static str>, LtEq<person_addresses::valid_from, NaiveDate>>,
    Or<IsNull<person_addresses::valid_to>, GtEq<AssumeNotNull<person_addresses::valid_to>, NaiveDate>>,
>;

/// The addresses at which persons live on a day: one a person at the most.
#[must_use]
pub fn counts_on(day: NaiveDate) -> CountsOn {
    let last = person_addresses::valid_to;
    let begun = person_addresses::kind.eq("actual").and(person_addresses::valid_from.le(day));
    begun.and(last.is_null().or(last.assume_not_null().ge(day)))
}

/// Where a person lives on a day.
///
/// # Errors
/// When the database does not answer.
pub fn address_on(conn: &mut Conn, of: PersonId, day: NaiveDate) -> Result<Option<AddressRow>, Error> {
    let theirs = person_addresses::table.filter(person_addresses::person_id.eq(of)).filter(counts_on(day));
    Ok(theirs.select(AddressRow::as_select()).first(conn).optional()?)
}

/// Every address of a person that was recorded, the latest first.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn, of: PersonId) -> Result<Vec<AddressRow>, Error> {
    let theirs = person_addresses::table.filter(person_addresses::person_id.eq(of));
    let order =
        (person_addresses::valid_from.desc(), person_addresses::recorded_at.desc(), person_addresses::id.desc());
    Ok(theirs.order(order).select(AddressRow::as_select()).load(conn)?)
}

/// How many addresses of a person were recorded.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, of: PersonId) -> Result<i64, Error> {
    Ok(person_addresses::table.filter(person_addresses::person_id.eq(of)).count().get_result(conn)?)
}

/// Adds an address, with the last day that follows from those recorded already; the one before it gets an earlier last day. The
/// person was claimed.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: AddressRow) -> Result<AddressRow, Error> {
    let Coded(kind): Coded<Kind> = row.kind;
    let theirs = || {
        let theirs = person_addresses::table.filter(person_addresses::person_id.eq(row.person_id));
        theirs.filter(person_addresses::kind.eq(Coded(kind)))
    };
    let next = theirs().filter(person_addresses::valid_from.gt(row.valid_from));
    let next = next.order(person_addresses::valid_from).select(person_addresses::valid_from);
    let valid_to = next.first::<NaiveDate>(tx).optional()?.map(last_day_before);
    let before = theirs().filter(person_addresses::valid_from.le(row.valid_from));
    let order =
        (person_addresses::valid_from.desc(), person_addresses::recorded_at.desc(), person_addresses::id.desc());
    let before = before.order(order).select(person_addresses::id).first::<AddressId>(tx).optional()?;
    if let Some(before) = before {
        diesel::update(person_addresses::table.find(before))
            .set(person_addresses::valid_to.eq(last_day_before(row.valid_from)))
            .execute(tx)?;
    }
    let row = AddressRow { valid_to, ..row };
    diesel::insert_into(person_addresses::table).values(row.stored()?).execute(tx)?;
    Ok(row)
}

/// When the last day of an address was recorded, if that was later than itself: with the address that begins the day after.
#[must_use]
pub fn ended_at(row: &AddressRow, all: &[AddressRow]) -> Option<NaiveDateTime> {
    let follows = |next: &&AddressRow| {
        let begins_after = row.valid_to == Some(last_day_before(next.valid_from));
        next.kind == row.kind && next.id != row.id && begins_after && next.recorded_at > row.recorded_at
    };
    all.iter().filter(follows).map(|next| next.recorded_at).min()
}
