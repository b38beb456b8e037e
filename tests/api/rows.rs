//! Whatever is changed by SQL behind the service is found: any column of any row.

use aplp::db::Place;
use aplp::db::evidence::layout::layouts;
use aplp::db::told::Column;
use aplp::db::{Conn, Keyring};
use aplp::timers::tick;
use aplp::verify::rows::Newest;
use diesel::connection::{Connection, SimpleConnection};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind::UniqueViolation;
use diesel::result::Error::DatabaseError;
use diesel::sql_types::{BigInt, Text};

use crate::examples::everything;
use crate::support::Office;
use crate::support::chance::Chance;
use crate::support::planted::{loose, undone};
use crate::support::records::{sequence, sign, wait};
use crate::support::tour::Tour;

/// How many columns are changed, each by itself; another seed changes others.
const CHANGES: usize = 1_000;
const SEED: u64 = 20_261_128;

/// An office in which everything happened once.
fn toured() -> Office {
    let office = Office::open();
    everything(&mut Tour::default(), &office);
    let ilze = office.coordinator();
    for list in ["/v1/persons", "/v1/support-persons"] {
        let first = ilze.get(list).ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
        ilze.patch(&format!("{list}/{first}"), serde_json::json!({ "family_name": "Jaunuzvārde" })).ok(200);
    }
    wait(tick::on_a_day(&office.app.db, office.now(), false, true)).unwrap();
    office
}

/// A connection of somebody who has the keys of the database and takes its guards away, as far as that tells nothing.
fn unguarded(office: &Office) -> Conn {
    let mut conn = loose(office);
    if office.is_sqlite() {
        conn.batch_execute("PRAGMA ignore_check_constraints = ON").unwrap();
        let drops = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'";
        for drop in sql::<Text>(drops).load::<String>(&mut conn).unwrap() {
            conn.batch_execute(&drop).unwrap();
        }
    } else {
        let drops = "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint \
            WHERE contype = 'c' AND connamespace = 'public'::regnamespace";
        for drop in sql::<Text>(drops).load::<String>(&mut conn).unwrap() {
            conn.batch_execute(&drop).unwrap();
        }
    }
    conn
}

/// Another value of a column than it has.
fn another(Column { name, kind, .. }: &Column, office: &Office) -> String {
    match kind.as_str() {
        "blob" => "randomblob(16)".to_owned(),
        "bytea" => "sha256(random()::text::bytea)".to_owned(),
        "uuid" => "gen_random_uuid()".to_owned(),
        "boolean" => format!("NOT coalesce({name}, false)"),
        "smallint" => format!("coalesce({name}, 0) + 1003"),
        "integer" | "bigint" => format!("coalesce({name}, 0) + 1000003"),
        "date" => format!("coalesce({name}, DATE '2031-01-01') + 1003"),
        "text" => format!("coalesce({name}, '') || 'x'"),
        kind if kind.starts_with("timestamp") && !office.is_sqlite() => {
            format!("coalesce({name}, TIMESTAMP '2031-01-01') + INTERVAL '1 second'")
        }
        kind => panic!("{name} is a {kind}"),
    }
}

#[test]
fn a_change_of_any_column_of_any_row_is_found() {
    let office = toured();
    let mut conn = unguarded(&office);
    let _held = office.app.db.keyring().here();
    let newest = Newest::of_all(&mut conn).unwrap();
    let mut tables: Vec<(&str, &str, Vec<Column>, usize)> = Vec::new();
    for layout in layouts() {
        let Some(kept) = layout.kept else { continue };
        assert_eq!(newest.faults(&mut conn, layout.table).unwrap(), [""; 0]);
        let rows: i64 = sql::<BigInt>(&format!("SELECT count(*) FROM {}", layout.table)).get_result(&mut conn).unwrap();
        assert!(rows > 0, "nothing is in {}", layout.table);
        let columns = conn.columns_of(layout.table).unwrap();
        tables.push((layout.table, kept.key, columns, usize::try_from(rows).unwrap()));
    }
    let mut chance = Chance(SEED);
    let (mut number, mut changes) = (0, 0);

    while changes < CHANGES {
        number += 1;
        assert!(number < 2 * CHANGES, "nearly every change is refused");
        let (table, key, columns, rows) = &tables[chance.below(tables.len())];
        let (column, row) = (&columns[chance.below(columns.len())], chance.below(*rows));
        let name = &column.name;
        // Now and then a value is taken away, where there may be none.
        let none = column.nullable && chance.below(3) == 0;
        let value = if none { "NULL".to_owned() } else { another(column, &office) };
        let change = format!(
            "UPDATE {table} SET {name} = {value} WHERE ({key}) = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {row})"
        );
        let there = format!("SELECT count({name}) FROM {table}");
        let done = undone(&mut conn, |tx| {
            let before: i64 = sql::<BigInt>(&there).get_result(tx).unwrap();
            match tx.batch_execute(&change) {
                Ok(()) => {}
                // Of two rows with one key the database keeps none.
                Err(DatabaseError(UniqueViolation, _)) => return None,
                Err(fault) => panic!("{change}: {fault}"),
            }
            let after: i64 = sql::<BigInt>(&there).get_result(tx).unwrap();
            Some((before, after, newest.faults(tx, table).unwrap()))
        });
        let Some((before, after, found)) = done else { continue };
        // What was nothing and became nothing was not changed.
        let changed = !none || before != after;
        changes += usize::from(changed);
        assert_eq!(!found.is_empty(), changed, "number {number} of seed {SEED}: {change}: {found:?}");
    }
}

#[test]
fn a_row_that_is_taken_away_is_found_in_every_table() {
    let office = toured();
    let mut conn = unguarded(&office);
    let _held = office.app.db.keyring().here();
    let newest = Newest::of_all(&mut conn).unwrap();

    for layout in layouts() {
        let Some(kept) = layout.kept else { continue };
        let (table, key) = (layout.table, kept.key);
        let first = format!("({key}) = (SELECT {key} FROM {table} ORDER BY {key} LIMIT 1)");
        let gone = undone(&mut conn, |tx| {
            tx.batch_execute(&format!("DELETE FROM {table} WHERE {first}")).unwrap();
            newest.faults(tx, table).unwrap()
        });
        assert!(gone.iter().any(|line| line.contains("was taken away behind the service")), "{table}: {gone:?}");
    }
}

/// What is planted, and what `verify` says of it, whole.
const NAMED: &[(&str, &str)] = &[
    ("UPDATE persons SET given_name = given_name || 'a'", "a row of persons was changed"),
    ("UPDATE person_addresses SET municipality = municipality || 'x'", "a row of person_addresses was changed"),
    ("UPDATE clients SET roles = 'admin'", "a row of clients was changed"),
    ("UPDATE client_tokens SET expires_at = '2099-01-01 00:00:00'", "a row of client_tokens was changed"),
    ("UPDATE client_tokens SET scopes = 'persons:write'", "a row of client_tokens was changed"),
    ("UPDATE programmes SET hour_rate_cents = 1", "a row of programmes was changed"),
    ("UPDATE programmes SET owner = '0051000' WHERE owner IS NULL", "a row of programmes was changed"),
    ("UPDATE programmes SET level_1_minutes = level_1_minutes + 1", "a row of programmes was changed"),
    ("UPDATE individual_budgets SET cents = cents + 1", "a row of individual_budgets was changed"),
    ("DELETE FROM contest_forwardings", "a row of contest_forwardings was taken away"),
    ("DELETE FROM incidents", "a row of incidents was taken away"),
    ("DELETE FROM contact_attempts", "a row of contact_attempts was taken away"),
    ("DELETE FROM barriers", "a row of barriers was taken away"),
    ("UPDATE assessments SET assessor = 'somebody'", "a row of assessments was changed"),
    ("UPDATE decisions SET official_name = 'Kāds Cits'", "a row of decisions was changed"),
    ("UPDATE decisions SET norms = norms || ' '", "a row of decisions was changed"),
    ("UPDATE applications SET submitted_on = '2026-01-01'", "a row of applications was changed"),
    ("UPDATE queue_entries SET submitted_on = '2026-01-01'", "a row of queue_entries was changed"),
    ("UPDATE time_entries SET minutes = minutes + 1", "a row of time_entries was changed"),
    ("UPDATE counters SET value = value + 1", "a row of counters was changed"),
    (
        "INSERT INTO counters (name, value) VALUES ('behind', 1)",
        "a row of counters was written behind the service: behind",
    ),
];

#[test]
fn verify_names_the_table_and_the_row_that_were_changed() {
    let office = toured();
    let mut conn = unguarded(&office);

    office.finds_each(&mut conn, NAMED);
}

#[test]
fn a_sealed_value_that_is_put_back_or_opens_with_no_key_and_two_codes_that_are_exchanged_are_found() {
    let office = toured();
    let ilze = office.coordinator();
    let mut conn = office.place.open(false).unwrap();
    let id = ilze.get("/v1/persons").ok(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let literal = if office.is_sqlite() { format!("x'{}'", id.replace('-', "")) } else { format!("'{id}'") };
    let aside = format!(
        "CREATE TABLE aside AS SELECT sealed FROM persons WHERE id = {literal}; \
         CREATE TABLE pair AS SELECT id, person_id FROM personal_codes WHERE valid_to IS NULL ORDER BY id LIMIT 2"
    );
    conn.batch_execute(&aside).unwrap();
    let path = format!("/v1/persons/{id}");
    ilze.patch(&path, serde_json::json!({ "phone": "+371 67442829" })).ok(200);
    let put_back = format!("UPDATE persons SET sealed = (SELECT sealed FROM aside) WHERE id = {literal}");
    let mut conn = unguarded(&office);
    // Two codes of one person may not be in use at once, not even for a moment.
    let exchange = "UPDATE personal_codes SET valid_to = '2026-01-01' WHERE id IN (SELECT id FROM pair); \
        UPDATE personal_codes SET person_id = (SELECT p.person_id FROM pair p WHERE p.id <> personal_codes.id), valid_to = NULL \
        WHERE id IN (SELECT id FROM pair)";

    let no_key = if office.is_sqlite() { "x'ffffffff00'" } else { r"'\xffffffff00'::bytea" };
    let of_no_key = format!("UPDATE persons SET sealed = {no_key} WHERE id = {literal}");

    office.finds_each(
        &mut conn,
        &[
            (put_back, "the sealed part of a row of persons was changed"),
            (of_no_key, "the sealed part of a row of persons was changed"),
            (exchange.to_owned(), "a row of personal_codes was changed"),
        ],
    );
}

#[test]
fn an_office_in_which_everything_happened_has_no_fault_after_the_clock_and_after_new_keys() {
    let office = toured();
    assert_eq!(office.faults(), [""; 0]);

    wait(tick::tick(&office.app.db, office.now(), false)).unwrap();
    let mut conn = office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();
    let _held = keys.here();
    keys.next(&mut conn, office.now().naive_utc()).unwrap();
    let mut progress = aplp::db::rotation::Progress::default();
    let sealed: usize = std::iter::from_fn(|| progress.batch(&mut conn, &keys).unwrap()).sum();
    wait(office.app.db.renew_keys()).unwrap();
    sequence(&office);
    sign(&office).unwrap();

    assert!(sealed > 0);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn what_is_written_by_the_way_of_triggers_and_not_taken_is_told() {
    let office = toured();
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute("UPDATE counters SET value = value + 1").unwrap();

    // The service goes on, and does not take it for its own.
    crate::support::steps::registered_person(&office.coordinator(), 9_000_401);

    let found = office.faults();
    for expected in ["rows of counters were written and not taken into the journal", "a row of counters was changed"] {
        assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
    }
}

#[test]
fn a_row_that_is_only_added_is_not_replaced_either() {
    let office = toured();
    if !office.is_sqlite() {
        return;
    }
    // A plain connection, without the settings of the service.
    let Place::Sqlite(file) = &office.place else { return };
    let mut plain = diesel::SqliteConnection::establish(&file.to_string_lossy()).unwrap();

    for (table, key) in [
        ("journal", "id"),
        ("time_entries", "id"),
        ("decisions", "id"),
        ("journal_links", "position"),
        ("versions", "id"),
    ] {
        let replace = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY {key} LIMIT 1");
        let refused = plain.batch_execute(&replace).unwrap_err().to_string();
        assert!(refused.contains(&format!("append-only table {table}")), "{refused}");
    }
    let by_another_key = "INSERT OR REPLACE INTO versions SELECT randomblob(16), object, object_id, version, recorded_at, sealed \
        FROM versions LIMIT 1";
    assert!(plain.batch_execute(by_another_key).unwrap_err().to_string().contains("append-only table versions"));
    assert_eq!(office.faults(), [""; 0]);
}
