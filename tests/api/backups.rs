//! Backups: one file from which either database comes back as it was, or not at all.

use std::path::PathBuf;

use aplp::backup::{Counts, backup, check, counts, restore};
use aplp::db::keyring::Master;
use aplp::db::{Keyring, Place};
use diesel::connection::SimpleConnection;
use rstest::rstest;
use serde_json::json;

use crate::support::remedies::refused_again;
use crate::support::service::{A_YEAR, entry, office, served};
use crate::support::{Office, budgets, database, steps};

/// An office where a person is served, one hour was posted and another one taken back, and somebody contests each refusal.
fn busy() -> Office {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00.5Z");
    service.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).ok(201);
    let wrong = service.post(&office, entry("2026-01-19T09:00", "2026-01-19T10:00")).id(201);
    let reason = json!({ "reason": "nepareiza diena, 'kļūda'\\ : 7" });
    office.coordinator().post(&format!("/v1/time-entries/{wrong}/reversals"), reason).ok(201);
    steps::ready(&office.coordinator(), 4_000_008, 120);
    planned(&office);
    // Decisions that each name the one before them, in the order of no key.
    refused_again(&office, 4_000_019, 5);
    office
}

/// An individual budget with a service that took the place of another, a use that was taken back, a broker and a barrier.
fn planned(office: &Office) {
    let ilze = office.coordinator();
    let person = budgets::person_in(&ilze, 4_000_009, "0026000");
    budgets::programme_of_2026(office);
    let budget = budgets::budget_of_2026(office, person, 100_000);
    let item = budget.add(&ilze, "companion", 5, 1_000).id(201);
    let used = budget.use_on(&ilze, &item, 2, "2026-01-20").id(201);
    let path = format!("{}/items/{item}/uses/{used}/reversals", budget.path);
    ilze.post(&path, json!({ "reason": "nepareiza diena" })).ok(201);
    let replace = json!({ "kind": "replace", "item_id": item, "service": budget.service("dietitian", 3, 3_000) });
    budget.choose(&ilze, replace).ok(201);
    budget.assign(&ilze, json!({ "subject": "martins" })).ok(201);
    let barrier = json!({
        "service_kind": "psychologist", "municipality": "0026000", "starts_on": "2026-01-05", "cause": "cost",
        "person_id": budget.person, "individual_budget_id": budget.id,
    });
    ilze.post("/v1/barriers", barrier).ok(201);
}

fn master(office: &Office) -> Master {
    Master::read(&office.master_key()).unwrap()
}

fn file(office: &Office) -> PathBuf {
    office.master_key().with_file_name("office.backup")
}

/// The backup of an office, and what it says is in it.
fn kept(office: &Office) -> (PathBuf, Counts) {
    let file = file(office);
    let written = backup(&office.place, &master(office), &file).unwrap();
    (file, written)
}

fn restored(office: &Office, place: &Place) -> Counts {
    let there = restore(place, &master(office), &file(office)).unwrap();
    let mut conn = place.open(true).unwrap();
    let _held = Keyring::read(&mut conn, &office.master_key()).unwrap().here();
    assert_eq!(aplp::verify::faults(&mut conn).unwrap(), Vec::<String>::new());
    there
}

// R19
#[test]
fn what_was_backed_up_comes_back_on_either_database_row_by_row() {
    let office = busy();
    let (file, written) = kept(&office);
    let folder = file.parent().unwrap();

    let sqlite = restored(&office, &Place::Sqlite(folder.join("again.sqlite")));

    assert_eq!(check(&master(&office), &file).unwrap(), written);
    assert_eq!(counts(&office.place).unwrap(), written);
    assert_eq!(sqlite, written);
    assert!(written["time_entries"].rows == 3 && written["persons"].rows == 4 && written["budget_uses"].rows == 2);
    if let Some(server) = database::postgres() {
        let place = database::empty(&server);
        assert_eq!(restored(&office, &place), written);
        database::remove(&place);
    }
}

// R19
#[test]
fn an_office_that_moved_to_the_other_database_works_on() {
    let Some(server) = database::postgres() else { return };
    let office = Office::open_in("2026-03-02T07:00:00Z", None);
    let person = steps::registered_person(&office.coordinator(), 7);
    kept(&office);

    let place = database::empty(&server);
    restored(&office, &place);

    let there = Office::at(place, &office.master_key(), "2026-03-02T08:00:00Z");
    let found = there.coordinator().post(
        "/v1/persons/search",
        json!({
            "by": "personal_code", "personal_code": steps::code(7),
        }),
    );
    assert_eq!(found.ok(200)["items"][0]["id"], person);
}

// R19
#[test]
fn damage_is_found_wherever_it_is_and_nothing_is_restored_from_it() {
    let office = busy();
    let (file, _) = kept(&office);
    let whole = std::fs::read(&file).unwrap();
    let master = master(&office);

    for number in 0..100 {
        let at = (whole.len() - 1) * number / 99;
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (number % 8);
        std::fs::write(&file, &flipped).unwrap();
        assert!(check(&master, &file).is_err(), "a bit at {at} of {}", whole.len());
        std::fs::write(&file, &whole[..at]).unwrap();
        assert!(check(&master, &file).is_err(), "cut at {at} of {}", whole.len());
    }

    let place = Place::Sqlite(file.with_file_name("never.sqlite"));
    assert!(restore(&place, &master, &file).is_err());
    let Place::Sqlite(never) = place else { return };
    assert!(!never.exists(), "a damaged file makes no database");
    std::fs::write(&file, [whole.as_slice(), &[0]].concat()).unwrap();
    assert!(check(&master, &file).is_err(), "something stands behind the end");
}

#[test]
fn a_backup_is_read_with_its_own_master_key_only_and_never_over_another_office() {
    let office = busy();
    let (file, written) = kept(&office);
    let other = Master::make(&file.with_file_name("other.key")).unwrap();

    assert!(check(&other, &file).is_err());
    assert!(restore(&office.place, &master(&office), &file).is_err(), "the office is in use");
    assert!(backup(&office.place, &master(&office), &file).is_err(), "a file is never written over");
    assert_eq!(counts(&office.place).unwrap(), written);
    let bytes = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("liepa"), "a name stands in the backup");
}

/// A database of each kind that was migrated, and nothing else.
fn only_migrated(office: &Office) -> Vec<Place> {
    let empty = database::postgres().map(|server| database::empty(&server));
    let sqlite = Place::Sqlite(office.folder.join("migrated.sqlite"));
    let places: Vec<Place> = empty.into_iter().chain([sqlite]).collect();
    for place in &places {
        aplp::service::prepare(place, &office.master_key(), office.now()).unwrap();
    }
    places
}

// R19
#[test]
fn a_database_that_was_only_migrated_takes_a_backup_in() {
    let office = busy();
    let (_, written) = kept(&office);

    for place in only_migrated(&office) {
        assert_eq!(restored(&office, &place), written);
        let mut conn = place.open(false).unwrap();
        let guarded = conn.batch_execute("DELETE FROM allocations").unwrap_err().to_string();
        assert!(guarded.contains("append-only table allocations"), "{guarded}");
        database::remove(&place);
    }
}

// R19
#[rstest]
#[case::a_number("INSERT INTO counters (name, value) VALUES ('x', 1)")]
#[case::a_programme_of_its_own("UPDATE programmes SET built_in = built_in AND code <> 'state'")]
#[case::a_changed_programme("UPDATE programmes SET version = 2 WHERE code = 'state'")]
#[case::another_key("INSERT INTO data_keys SELECT 2, wrapped, created_at, NULL FROM data_keys WHERE number = 1")]
fn a_database_with_anything_of_its_own_takes_no_backup_in_and_stays_as_it_is(#[case] used: &str) {
    let office = office();
    kept(&office);

    for place in only_migrated(&office) {
        place.open(false).unwrap().batch_execute(used).unwrap();
        let before = counts(&place).unwrap();

        let refused = restore(&place, &master(&office), &file(&office)).unwrap_err().to_string();

        assert!(refused.starts_with("this database is in use") && refused.lines().count() == 1, "{refused}");
        assert_eq!(counts(&place).unwrap(), before);
        database::remove(&place);
    }
}
