//! Addresses: each counts until the day before the one after it begins, so that nobody lives at two or is seen by two for it.

use aplp_domain::address::last_day_before;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::person_addresses;
use crate::error::Error;
use crate::register::persons::store::AddressRow;

/// Addresses whose last day is not what follows from those after them.
pub(super) fn days(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let order = (
        person_addresses::person_id,
        person_addresses::kind,
        person_addresses::valid_from,
        person_addresses::recorded_at,
        person_addresses::id,
    );
    let rows: Vec<AddressRow> = person_addresses::table.order(order).select(AddressRow::as_select()).load(conn)?;
    let after = rows.iter().skip(1).map(Some).chain([None]);
    let wrong = rows.iter().zip(after).filter(|(row, next)| {
        let next = next.filter(|next| (next.person_id, next.kind) == (row.person_id, row.kind));
        row.valid_to != next.map(|next| last_day_before(next.valid_from))
    });
    Ok(wrong.map(|(row, _)| format!("an address does not count until the next one begins: {}", row.id)).collect())
}
