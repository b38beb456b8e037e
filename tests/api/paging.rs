//! Lists: pages, cursors, totals, and the same rows for spreadsheets.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office};

fn register(desk: &Desk<'_>, given_name: &str, family_name: &str) -> String {
    desk.post("/v1/persons", json!({ "given_name": given_name, "family_name": family_name })).id(201)
}

/// Persons in the order of the list: `Persona Aaa`, `Persona Aab`, …
fn crowd(desk: &Desk<'_>, count: u8) -> Vec<String> {
    (0..count).map(|at| register(desk, &format!("Persona A{}", char::from(b'a' + at)), "Liepa")).collect()
}

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|person| person["given_name"].as_str().unwrap().to_owned()).collect()
}

fn next(page: &Value) -> String {
    page["next"].as_str().unwrap().to_owned()
}

// PG-01
#[test]
fn a_list_says_which_page_it_is_and_where_the_next_one_is() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 5);

    let first = ilze.get("/v1/persons?limit=2");
    let link = first.header("link").unwrap();
    let first = first.ok(200);
    let second = ilze.get(&next(&first)).ok(200);
    let third = ilze.get(&next(&second));

    assert_eq!(link, format!("<{}>; rel=\"next\"", next(&first)));
    assert_eq!((names(&first).len(), names(&second).len()), (2, 2));
    assert_eq!(second["self"], next(&first));
    assert_eq!(third.header("link"), None);
    let third = third.ok(200);
    assert_eq!((names(&third).len(), &third["next"]), (1, &Value::Null));
    assert_eq!(first["total"], Value::Null);
}

// PG-01
#[rstest]
#[case("1", 1, "limit=1")]
#[case("3", 3, "limit=3")]
#[case("4", 4, "limit=4")]
#[case("500", 4, "limit=500")]
#[case("501", 4, "limit=500")]
#[case("2147483647", 4, "limit=500")]
fn a_limit_that_is_too_large_is_lowered(#[case] limit: &str, #[case] rows: usize, #[case] this: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 4);

    let page = ilze.get(&format!("/v1/persons?limit={limit}")).ok(200);

    assert_eq!(names(&page).len(), rows);
    assert_eq!(page["next"].is_null(), rows == 4);
    assert!(page["self"].as_str().unwrap().contains(this));
}

// PG-01
#[rstest]
#[case("0", "too_small")]
#[case("-1", "too_small")]
#[case("", "wrong_type")]
#[case("ten", "wrong_type")]
#[case("1.0", "wrong_type")]
#[case("99999999999999999999", "wrong_type")]
fn a_limit_that_is_none_is_a_fault(#[case] limit: &str, #[case] code: &str) {
    let office = Office::open();

    office.coordinator().get(&format!("/v1/persons?limit={limit}")).fault("limit", code);
}

// PG-02
#[test]
fn a_cursor_that_was_edited_anywhere_is_refused() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 2);
    let path = next(&ilze.get("/v1/persons?limit=1").ok(200));
    let (start, cursor) = path.split_once("cursor=").unwrap();

    for at in 0..cursor.len() {
        let other = if &cursor[at..=at] == "A" { "B" } else { "A" };
        let edited = format!("{start}cursor={}{other}{}", &cursor[..at], &cursor[at + 1..]);
        ilze.get(&edited).problem(400, "invalid_cursor");
        ilze.get(&format!("{start}cursor={}", &cursor[..at])).problem(400, "invalid_cursor");
    }
    for longer in ["A", "AAAA", "%3D", "%20"] {
        ilze.get(&format!("{path}{longer}")).problem(400, "invalid_cursor");
    }
    ilze.get(&path).ok(200);
}

// PG-02
#[test]
fn a_cursor_is_for_one_caller_one_list_and_one_filter_for_three_days() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 3);
    let path = next(&ilze.get("/v1/persons?limit=1").ok(200));
    let cursor = path.split_once("cursor=").unwrap().1;

    let refused = [
        ilze.get(&format!("{path}&municipality=0001000")),
        ilze.get(&format!("/v1/municipalities?limit=1&cursor={cursor}")),
        ilze.clone().as_subject("another").get(&path),
        office.municipality("0001000").get(&path),
        office.decision_maker().get(&path),
    ];
    for reply in refused {
        reply.problem(400, "invalid_cursor");
    }
    let mut other_client = ilze.clone();
    other_client.claims.client_id = "another".to_owned();
    other_client.get(&path).problem(400, "invalid_cursor");
    office.anyone("GET", &path, None).problem(401, "token_missing");

    assert_eq!(names(&ilze.get(&path.replace("limit=1", "limit=2")).ok(200)).len(), 2, "a page may grow on the way");
    office.move_to("2026-03-05T06:59:59Z");
    ilze.get(&path).ok(200);
    office.move_to("2026-03-05T07:00:00Z");
    ilze.get(&path).problem(400, "invalid_cursor");
}

// PG-03
#[test]
fn a_walk_sees_everybody_once_while_others_are_registered_before_and_behind_it() {
    let office = Office::open();
    let ilze = office.coordinator();
    let all: BTreeSet<String> = crowd(&ilze, 9).into_iter().collect();
    let (mut path, mut seen) = ("/v1/persons?limit=2".to_owned(), Vec::new());

    for step in 0_u8.. {
        let page = ilze.get(&path).ok(200);
        seen.extend(page["items"].as_array().unwrap().iter().map(|person| person["id"].as_str().unwrap().to_owned()));
        if page["next"].is_null() {
            break;
        }
        path = next(&page);
        register(&ilze, &format!("Persona A{}", char::from(b'a' + step)), "Ābele");
        register(&ilze, "Aaa", "Liepa");
    }

    let once: BTreeSet<String> = seen.iter().cloned().collect();
    assert_eq!(once.len(), seen.len(), "nobody twice");
    assert!(once.is_superset(&all), "nobody left out");
}

#[test]
fn persons_of_the_same_name_are_told_apart_on_the_way() {
    let office = Office::open();
    let ilze = office.coordinator();
    let all: BTreeSet<String> = (0..5).map(|_| register(&ilze, "Anna", "Liepa")).collect();
    let (mut path, mut seen) = (Some("/v1/persons?limit=1".to_owned()), BTreeSet::new());

    while let Some(here) = path {
        let page = ilze.get(&here).ok(200);
        assert!(seen.insert(page["items"][0]["id"].as_str().unwrap().to_owned()));
        path = page["next"].as_str().map(str::to_owned);
    }

    assert_eq!(seen, all);
}

// PG-04
#[rstest]
#[case("return=total-count", Some(3))]
#[case("respond-async, return=total-count", Some(3))]
#[case("return=minimal", None)]
fn a_total_is_counted_when_it_is_asked_for(#[case] prefer: &'static str, #[case] total: Option<i64>) {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 3);

    let reply = ilze.send("GET", "/v1/persons?limit=2", &[("prefer", prefer)], None);

    assert_eq!(reply.header("preference-applied"), total.map(|_| "return=total-count".to_owned()));
    assert_eq!(reply.ok(200)["total"].as_i64(), total);
}

// PG-05
#[test]
fn a_filter_stays_on_every_page() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 2);
    for name in ["Rita", "Rota", "Rūta"] {
        let body = json!({ "given_name": name, "family_name": "Kalna", "municipality": "0001000" });
        ilze.post("/v1/persons", body).ok(201);
    }

    let first = ilze.get("/v1/persons?municipality=0001000&limit=2").ok(200);
    let second = ilze.get(&next(&first)).ok(200);

    assert_eq!([names(&first), names(&second)].concat(), ["Rita", "Rota", "Rūta"]);
    assert_eq!(second["next"], Value::Null);
}
