//! Lists in the order of names: the Latvian alphabet on both databases, and pages that stay right when somebody is renamed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use aplp::db::{Conn, Place};
use aplp::register::persons::store as persons;
use aplp::service::prepare;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::records::{added, journal};
use crate::support::{Desk, Office};

/// Family names in the order of the alphabet.
const ALPHABET: [&str; 20] = [
    "Abols",
    "Avots",
    "Ābols",
    "Cālītis",
    "Cirulis",
    "Čakste",
    "Ezers",
    "Ēvele",
    "Gulbis",
    "Ģībietis",
    "Kuzma",
    "Ķēniņš",
    "Luste",
    "Ļaudams",
    "Nora",
    "Ņikers",
    "Svece",
    "Šulcs",
    "Zvirbulis",
    "Žagars",
];

/// The two lists in the order of names.
const LISTS: [&str; 2] = ["/v1/persons", "/v1/support-persons"];

/// What is sent to register somebody to either list.
fn named(list: &str, family_name: &str) -> Value {
    match list {
        "/v1/persons" => json!({ "given_name": "Zane", "family_name": family_name }),
        _ => json!({
            "given_name": "Zane", "family_name": family_name, "qualification": "sociālais darbinieks",
            "areas": ["finance"], "employed_from": "2025-01-01", "caseload_max": 10,
        }),
    }
}

fn registered(desk: &Desk<'_>, list: &str, family_name: &str) -> String {
    desk.post(list, named(list, family_name)).id(201)
}

fn renamed(desk: &Desk<'_>, list: &str, id: &str, family_name: &str) {
    desk.patch(&format!("{list}/{id}"), json!({ "family_name": family_name })).ok(200);
}

fn family_names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|row| row["family_name"].as_str().unwrap().to_owned()).collect()
}

/// The pages from here to the last one.
fn pages(desk: &Desk<'_>, from: String) -> Vec<Value> {
    let (mut path, mut pages) = (Some(from), Vec::new());
    while let Some(here) = path {
        let page = desk.get(&here).ok(200);
        path = page["next"].as_str().map(str::to_owned);
        pages.push(page);
    }
    pages
}

#[rstest]
fn a_list_is_in_the_order_of_the_latvian_alphabet(#[values(LISTS[0], LISTS[1])] list: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    for family_name in ALPHABET.iter().rev() {
        registered(&ilze, list, family_name);
    }

    let walked = pages(&ilze, format!("{list}?limit=3"));

    assert_eq!(walked.iter().flat_map(family_names).collect::<Vec<_>>(), ALPHABET);
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[rstest]
fn who_is_renamed_during_a_walk_is_seen_once_where_they_stood(#[values(LISTS[0], LISTS[1])] list: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    let ids: BTreeMap<&str, String> = ALPHABET.iter().map(|name| (*name, registered(&ilze, list, name))).collect();
    let first = ilze.get(&format!("{list}?limit=4")).ok(200);
    assert_eq!(family_names(&first), ALPHABET[..4]);

    // From before the walk to behind it, from behind to before, twice, and within what is still to come.
    renamed(&ilze, list, &ids["Avots"], "Zvaigzne");
    renamed(&ilze, list, &ids["Zvirbulis"], "Aboltiņš");
    renamed(&ilze, list, &ids["Ezers"], "Abele");
    renamed(&ilze, list, &ids["Ezers"], "Zirnis");
    renamed(&ilze, list, &ids["Luste"], "Lūsis");
    registered(&ilze, list, "Aaa");
    let rest = pages(&ilze, first["next"].as_str().unwrap().to_owned());

    let seen: Vec<String> = rest.iter().flat_map(family_names).collect();
    let now = |name: &&str| match *name {
        "Zvirbulis" => "Aboltiņš".to_owned(),
        "Ezers" => "Zirnis".to_owned(),
        "Luste" => "Lūsis".to_owned(),
        other => other.to_owned(),
    };
    assert_eq!(seen, ALPHABET[4..].iter().map(now).collect::<Vec<_>>());
    // Who begins now finds everybody where they stand now.
    let anew: Vec<String> = pages(&ilze, format!("{list}?limit=4")).iter().flat_map(family_names).collect();
    assert_eq!(anew[..4], ["Aaa", "Abols", "Aboltiņš", "Ābols"]);
    assert_eq!(anew[anew.len() - 3..], ["Zirnis", "Zvaigzne", "Žagars"]);
    assert_eq!(office.faults(), Vec::<String>::new());
}

// PG-03
#[test]
fn nobody_is_skipped_or_seen_twice_while_all_are_renamed_again_and_again() {
    const PEOPLE: usize = 24;
    const WALKS: usize = 6;
    let office = Office::open();
    let ilze = office.coordinator();
    let ids: Vec<String> =
        (0..PEOPLE).map(|at| registered(&ilze, LISTS[0], ALPHABET[at * 7 % ALPHABET.len()])).collect();
    let over = AtomicBool::new(false);

    std::thread::scope(|threads| {
        threads.spawn(|| {
            for round in 0.. {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                renamed(&ilze, LISTS[0], &ids[round * 5 % PEOPLE], ALPHABET[round * 11 % ALPHABET.len()]);
            }
        });
        for _ in 0..WALKS {
            let mut seen: Vec<String> = pages(&ilze, format!("{}?limit=5", LISTS[0]))
                .iter()
                .flat_map(|page| page["items"].as_array().unwrap().clone())
                .map(|row| row["id"].as_str().unwrap().to_owned())
                .collect();
            seen.sort();
            let mut all = ids.clone();
            all.sort();
            if seen != all {
                over.store(true, Ordering::SeqCst);
            }
            assert_eq!(seen, all);
        }
        over.store(true, Ordering::SeqCst);
    });
    assert_eq!(office.faults(), Vec::<String>::new());
}

/// The keys of the persons in hexadecimal, in the order of the database.
fn keys(conn: &mut Conn, place: &Place) -> Vec<String> {
    let hex = match place {
        Place::Sqlite(_) => "lower(hex(sort_key))",
        Place::Postgres(_) => "encode(sort_key, 'hex')",
    };
    sql::<Text>(&format!("SELECT {hex} FROM persons ORDER BY sort_key, id")).load(conn).unwrap()
}

#[test]
fn keys_of_other_rules_are_made_anew_by_migrate_with_the_words_of_every_name() {
    let office = Office::open();
    let ilze = office.coordinator();
    let sabine = registered(&ilze, LISTS[0], "Vecuzvārde");
    renamed(&ilze, LISTS[0], &sabine, "Jaunuzvārde");
    for family_name in ALPHABET {
        registered(&ilze, LISTS[0], family_name);
    }
    registered(&ilze, LISTS[1], "Ābele");
    let mut conn = office.place.open_whole(false).unwrap();
    let (before, journalled) = (keys(&mut conn, &office.place), journal(&office).len());
    // As another release would have left them.
    let older = "UPDATE persons SET sort_key = sealed, name_rules = '0'; DELETE FROM person_name_words; \
        UPDATE support_persons SET name_rules = '0'";
    conn.batch_execute(&format!("{older}; DELETE FROM written_rows")).unwrap();
    assert!(persons::names::are_of_other_rules(&mut conn).unwrap());

    prepare(&office.place, &office.master_key(), office.now()).unwrap();

    assert!(!persons::names::are_of_other_rules(&mut conn).unwrap());
    assert_eq!(keys(&mut conn, &office.place), before);
    assert_eq!(added(&office, journalled), ["names_sorted_anew service"; 2]);
    let found = ilze.post("/v1/persons/search", json!({ "by": "name", "name": "vecuz" })).ok(200);
    assert_eq!((&found["items"][0]["id"], &found["items"][0]["matched_by"]), (&json!(sabine), &json!("former_name")));
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn verify_finds_a_key_and_a_word_that_were_changed_behind_the_service() {
    let office = Office::open();
    registered(&office.coordinator(), LISTS[0], "Ābele");
    let mut conn = office.place.open(false).unwrap();

    office.finds_each(
        &mut conn,
        &[
            ("UPDATE persons SET sort_key = sealed", "a row of persons was changed behind the service"),
            ("UPDATE person_name_words SET word = word || 'x'", "a row of person_name_words was"),
            ("DELETE FROM person_name_words", "a row of person_name_words was taken away behind the service"),
        ],
    );
}
