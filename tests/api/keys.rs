//! Sealed data and its keys: nothing to read without them, new ones while the service runs, none that can be lost unnoticed.

use aplp::db::keyring::Master;
use aplp::db::rotation::{Progress, drop_unused, uses};
use aplp::db::{Keyring, Place};
use chrono::Duration;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::service::{A_YEAR, entry, office, served};

/// Words that stand nowhere but in what is sent here.
const CANARIES: [&str; 6] = [
    "Kanarijputnu",
    "67440000",
    "kanarijputns@",
    "žestu valoda ar kanarijputnu",
    "10000000001",
    "dziedāja kanarijputns",
];

fn telling() -> (Office, String) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    let mut told = entry("2026-01-20T09:00", "2026-01-20T10:00");
    told["note"] = json!("dziedāja kanarijputns");
    service.post(&office, told).ok(201);
    let ilze = office.coordinator();
    let person = json!({
        "given_name": "Anna", "family_name": "Bērziņa", "address": "Kanarijputnu iela 1", "phone": "+371 67440000",
        "email": "kanarijputns@example.com", "communication": "žestu valoda ar kanarijputnu",
    });
    let person = ilze.post("/v1/persons", person).id(201);
    let path = format!("/v1/persons/{person}");
    ilze.patch(&path, json!({ "address": "Kanarijputnu iela 2" })).ok(200);
    (office, path)
}

fn rotated(office: &Office, keys: &Keyring) -> usize {
    let mut conn = office.place.open(false).unwrap();
    let _held = keys.here();
    let mut progress = Progress::default();
    std::iter::from_fn(|| progress.batch(&mut conn, keys).unwrap()).sum()
}

// PR-02, R24
#[test]
fn what_is_sealed_stands_nowhere_in_the_file() {
    let (office, path) = telling();
    let Place::Sqlite(file) = &office.place else { return };

    let seen = office.coordinator().get(&path).ok(200);

    assert_eq!(seen["address"], "Kanarijputnu iela 2");
    let wal = file.with_extension("sqlite-wal");
    let bytes = [std::fs::read(file).unwrap(), std::fs::read(wal).unwrap_or_default()].concat();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("berzina") && text.contains("anna"), "names stay searchable");
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} stands in the file");
    }
}

// PR-04, R25
#[test]
fn rows_are_sealed_anew_while_the_service_runs_and_the_work_goes_on_where_it_was_stopped() {
    let (office, path) = telling();
    let ilze = office.coordinator();
    let before = ilze.get(&path).ok(200);
    let mut conn = office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();
    let now = office.now().naive_utc();

    keys.next(&mut conn, now).unwrap();
    let first = {
        let _held = keys.here();
        Progress::default().batch(&mut conn, &keys).unwrap().unwrap()
    };
    // Killed here. The service reads rows of both keys, and what it writes is safe whichever key seals it.
    assert_eq!(ilze.get(&path).ok(200), before);
    ilze.patch(&path, json!({ "address": "Kanarijputnu iela 3" })).ok(200);
    let rest = rotated(&office, &Keyring::read(&mut conn, &office.master_key()).unwrap());

    assert!(first > 0 && rest > 0, "{first} and {rest} rows");
    assert_eq!(ilze.get(&path).ok(200)["address"], "Kanarijputnu iela 3");
    assert_eq!(rotated(&office, &keys), 0, "nothing is left to do");
    assert_eq!(office.faults(), Vec::<String>::new());
}

// PR-04
#[test]
fn a_key_is_forgotten_when_it_seals_nothing_and_was_replaced_three_days_ago() {
    let (office, path) = telling();
    let mut conn = office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();
    let now = office.now().naive_utc();
    keys.next(&mut conn, now).unwrap();
    rotated(&office, &keys);
    done(office.app.db.renew_keys());

    let _held = keys.here();
    let early = drop_unused(&mut conn, now + Duration::hours(72)).unwrap();
    office.move_to(&(office.now() + Duration::hours(74)).to_rfc3339());
    done(aplp::http::repeat::purge(&office.app.db, office.now()));
    let late = drop_unused(&mut conn, office.now().naive_utc()).unwrap();

    assert_eq!((early, late), (vec![], vec![1]));
    assert_eq!(uses(&mut conn).unwrap().len(), 1);
    done(office.app.db.renew_keys());
    assert_eq!(office.coordinator().get(&path).ok(200)["address"], "Kanarijputnu iela 2");
    assert_eq!(office.faults(), Vec::<String>::new());
}

// PR-04
#[test]
fn another_master_key_wraps_the_same_data_keys() {
    let (office, path) = telling();
    let mut conn = office.place.open(false).unwrap();
    let new = office.master_key().with_file_name("new-master.key");

    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();
    keys.rewrap(&mut conn, &Master::make(&new).unwrap(), office.now().naive_utc()).unwrap();

    assert!(Keyring::read(&mut conn, &office.master_key()).is_err(), "the old one opens nothing any more");
    assert_eq!(Keyring::read(&mut conn, &new).unwrap().current(), 1);
    assert_eq!(office.coordinator().get(&path).ok(200)["address"], "Kanarijputnu iela 2");
}

#[test]
fn a_code_is_found_whatever_key_seals_it() {
    let office = office();
    let ilze = office.coordinator();
    let anna = json!({ "given_name": "Anna", "family_name": "Bērziņa", "personal_code": "161175-19997" });
    let anna = ilze.post("/v1/persons", anna).id(201);
    let mut conn = office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();

    keys.next(&mut conn, office.now().naive_utc()).unwrap();
    rotated(&office, &keys);

    let asked = json!({ "by": "personal_code", "personal_code": "16117519997" });
    let found = ilze.post("/v1/persons/search", asked).ok(200);
    let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|person| &person["id"]).collect();
    assert_eq!(ids, [&json!(anna)]);
    let again = json!({ "given_name": "Anna", "family_name": "Cita", "personal_code": "161175-19997" });
    ilze.post("/v1/persons", again).problem(409, "personal_code_in_use");
}

fn done<T>(work: impl Future<Output = Result<T, aplp::error::Error>>) -> T {
    actix_web::rt::System::new().block_on(work).unwrap()
}
