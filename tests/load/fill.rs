//! A register and a ledger as large as they never will be: persons that can be read, entries that only take up room.

use aplp::db::{Coded, Conn, Keyring, Place};
use aplp::register::persons::PersonId;
use aplp::register::persons::addresses::store::AddressRow;
use aplp::register::persons::addresses::{self, AddressId};
use aplp::register::persons::store::{Row, insert};
use aplp::register::persons::wire::PersonDetails;
use aplp_domain::address::Kind;
use chrono::{DateTime, Utc};
use diesel::Connection;
use diesel::connection::SimpleConnection;

/// How large a house is.
#[derive(Clone, Copy)]
pub struct Size {
    pub persons: u32,
    pub entries: u32,
}

/// A large association.
pub const USUAL: Size = Size { persons: 10_000, entries: 100_000 };
/// A hundred of them.
pub const HUNDREDFOLD: Size = Size { persons: 1_000_000, entries: 10_000_000 };

/// Fills a house from one size to another; the ids of the persons that were added.
pub fn fill(place: &Place, keys: &Keyring, from: Size, to: Size) -> Vec<String> {
    let _held = keys.here();
    let mut conn = place.open(false).unwrap();
    conn.without_limits().unwrap();
    let at: DateTime<Utc> = "2026-01-05T08:00:00Z".parse().unwrap();
    let person = |number: u32| {
        let details = PersonDetails {
            given_name: "Zane".to_owned(),
            family_name: format!("Ziediņa{number:07}"),
            born_on: None,
            born_on_source: None,
            address: None,
            municipality: None,
            phone: None,
            email: None,
            communication: None,
        };
        Row::new(PersonId::random(), details, 1, at.naive_utc(), at.naive_utc()).unwrap()
    };
    let home = |person_id: PersonId| AddressRow {
        id: AddressId::in_order(),
        person_id,
        kind: Coded(Kind::Actual),
        valid_from: at.date_naive(),
        valid_to: None,
        municipality: Some("0001000".to_owned()),
        recorded_by: "fill".to_owned(),
        recorded_at: at.naive_utc(),
        address: Some("Brīvības iela 1, Rīga".to_owned()),
    };
    let mut added = Vec::new();
    conn.transaction(|tx| {
        for number in from.persons..to.persons {
            let row = person(number);
            insert(tx, &row)?;
            addresses::store::insert(tx, home(row.id))?;
            added.push(row.id.to_string());
        }
        Ok::<_, aplp::error::Error>(())
    })
    .unwrap();
    entries(&mut conn, from.entries, to.entries);
    conn.batch_execute("ANALYZE").unwrap();
    added
}

/// Entries of cases that nobody knows, a hundred each, long before there was a service.
fn entries(conn: &mut Conn, from: u32, to: u32) {
    let last = to - 1;
    let (id, case, sealed, numbers) = match conn {
        Conn::Postgres(_) => (
            "lpad(to_hex(n), 32, '0')::uuid",
            "lpad(to_hex(n / 100), 32, '0')::uuid",
            "decode(repeat('ab', 60), 'hex')",
            format!("generate_series({from}, {last}) n"),
        ),
        Conn::Sqlite(_) => (
            "unhex(printf('%032x', n))",
            "unhex(printf('%032x', n / 100))",
            "zeroblob(60)",
            format!(
                "(WITH RECURSIVE all_n(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM all_n WHERE n < {last}) SELECT n FROM all_n)"
            ),
        ),
    };
    let insert = format!(
        "INSERT INTO time_entries (id, grant_id, agreement_id, person_id, support_person_id, started_at, ended_at, minutes, \
         travel_minutes, area, component, mode, place_kind, posted_by, posted_at, sealed) \
         SELECT {id}, {case}, {case}, {case}, {case}, '1500-01-01 08:00:00', '1500-01-01 09:00:00', 60, 0, 'finance', \
         'trust_building', 'in_person', 'home', 'fill', '2026-01-05 08:00:00', {sealed} FROM {numbers}"
    );
    match conn {
        Conn::Postgres(conn) => conn.batch_execute(&format!("SET session_replication_role = replica; {insert}")),
        Conn::Sqlite(conn) => conn.batch_execute(&format!("PRAGMA foreign_keys = OFF; {insert}")),
    }
    .unwrap();
}
