//! `verify`: silent on a whole database, and a line for each fault that is planted.

use aplp::db::schema::{personal_codes, persons};
use aplp::db::seal::{self, Cell};
use aplp::register::persons::PersonId;
use aplp::register::persons::store::CodeRow;
use diesel::prelude::*;

use crate::support::service::{A_YEAR, entry, office, served};
use crate::support::{Office, steps};

/// An office where a person is served, with one hour posted, and another one's application is assessed.
fn busy() -> Office {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    service.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).ok(201);
    steps::ready(&office.coordinator(), 4_000_007, 120);
    office
}

#[test]
fn a_whole_office_has_no_fault() {
    assert_eq!(busy().faults(), Vec::<String>::new());
}

/// What is planted, and what `verify` says of it.
const FAULTS: &[(&str, &str)] = &[
    ("UPDATE month_totals SET minutes = minutes - 1", "a month of a grant is not the sum of its entries"),
    ("DELETE FROM month_totals", "a month of a grant is not the sum of its entries"),
    (
        "UPDATE month_totals SET volume_minutes = volume_minutes + 1",
        "a month of a service counts another volume than it gives",
    ),
    ("UPDATE grants SET level = 2", "a decision to grant without a grant, or with one that differs"),
    ("UPDATE grants SET volume_minutes = 481", "a grant passes the ceiling of its level"),
    ("UPDATE grants SET term_from = '2020-01-01'", "a grant leaves the period of its programme"),
    ("UPDATE grants SET term_from = '2026-01-21'", "an entry has a day outside the term of its grant"),
    ("UPDATE grants SET areas = 'health'", "a decision to grant without a grant, or with one that differs"),
    ("UPDATE grants SET state = 'granted'", "a grant under agreement has no signed one"),
    ("UPDATE agreements SET signed_at = '2026-01-20 11:00:00'", "an entry begins before the third signature"),
    ("UPDATE agreements SET state = 'drafted'", "an agreement that was not signed has three signatures"),
    (
        "UPDATE agreements SET state = 'superseded', signed_at = NULL",
        "an agreement that was not signed has three signatures",
    ),
    (
        "UPDATE balances SET places_taken = places_taken + 1",
        "the places taken are not those of the persons who are served or called up",
    ),
    ("UPDATE balances SET cents_allocated = 5, cents_committed = 0", "the allocated places or cents are not the sum"),
    (
        "UPDATE applications SET state = 'withdrawn' WHERE state = 'assessed'",
        "an application is withdrawn without a withdrawal",
    ),
    (
        "UPDATE applications SET cure_by = '2026-03-20' WHERE state = 'assessed'",
        "an application waits for a cure that nobody asked for",
    ),
    (
        "UPDATE applications SET missed_last_day = '2026-03-20' WHERE state = 'assessed'",
        "a last day was missed by an extension that is not there",
    ),
    ("UPDATE applications SET registration_number = 9 WHERE state = 'assessed'", "the registration numbers have a gap"),
    ("UPDATE persons SET version = version + 1", "the journal has not one row for each version of a person"),
    (
        "UPDATE support_persons SET employed_from = '2026-01-15'",
        "a support person was not employed on the day of a signature",
    ),
];

#[test]
fn each_planted_fault_is_found() {
    let office = busy();

    office.finds_each(&mut office.place.open(false).unwrap(), FAULTS);
}

#[test]
fn a_code_that_cannot_be_one_is_found_although_it_is_sealed() {
    let office = busy();
    let _held = office.app.db.keyring().here();
    let mut conn = office.place.open(false).unwrap();
    let code: CodeRow = personal_codes::table.select(CodeRow::as_select()).first(&mut conn).unwrap();

    let wrong = seal::seal(Cell::new("personal_codes", code.id.uuid()), &"40003521600").unwrap();
    let row = personal_codes::table.find(code.id);
    diesel::update(row).set(personal_codes::sealed.eq(wrong)).execute(&mut conn).unwrap();

    assert_eq!(
        office.faults(),
        [
            format!("a personal code cannot be one: {}", code.id),
            format!("a personal code is not found by its index: {}", code.id),
            "rows of personal_codes were written and not taken into the journal".to_owned(),
            format!("the sealed part of a row of personal_codes was changed behind the service: {}", code.id),
        ]
    );
}

// PR-02
#[test]
fn sealed_values_that_changed_places_are_found_each() {
    let office = busy();
    let mut conn = office.place.open(false).unwrap();
    let rows: Vec<(PersonId, Vec<u8>)> = persons::table.select((persons::id, persons::sealed)).load(&mut conn).unwrap();
    let [(one, first), (other, second)] = &rows[..] else { panic!("two persons are there") };

    for (id, sealed) in [(one, second), (other, first)] {
        diesel::update(persons::table.find(*id)).set(persons::sealed.eq(sealed)).execute(&mut conn).unwrap();
    }

    let each = |fault: &str| {
        let mut lines = [one, other].map(|id| format!("{fault}: {id}"));
        lines.sort();
        lines
    };
    let closed = each("a sealed value of persons does not open");
    let changed = each("the sealed part of a row of persons was changed behind the service");
    let taken = ["rows of persons were written and not taken into the journal".to_owned()];
    assert_eq!(office.faults(), [closed.as_slice(), &taken, &changed].concat());
}
