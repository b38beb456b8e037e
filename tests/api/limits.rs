//! Quotas: how much each client may ask for, what it is told of that, and that nobody uses up somebody else's.

use aplp::http::limits::Quotas;
use diesel::connection::SimpleConnection;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::raw::{is_guarded, raw};
use crate::support::records::journal;
use crate::support::{Desk, Office, Reply, database, steps};

/// Small enough to be used up, and no two alike.
pub const SMALL: Quotas = Quotas { requests: 8, strangers: 6, searches: 3, rows: 10, failures: 2 };

pub fn office(quotas: Quotas) -> Office {
    Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| settings.quotas = quotas)
}

fn search(desk: &Desk<'_>) -> Reply {
    desk.post("/v1/persons/search", json!({ "by": "name", "name": "liepa" }))
}

pub fn limit(reply: &Reply) -> String {
    reply.header("ratelimit").unwrap_or_default()
}

/// Holds a refusal against everything that is said of one (HT-04, ER-08).
#[track_caller]
pub fn is_over(reply: &Reply, policy: &str, seconds: u64) {
    is_over_with(reply, policy, 0, seconds);
}

/// As `is_over`, where some of the quota is left, but not enough.
#[track_caller]
fn is_over_with(reply: &Reply, policy: &str, left: u32, seconds: u64) {
    assert_eq!((reply.status, reply.body["code"].as_str()), (429, Some("too_many_requests")), "{}", reply.text);
    assert_eq!(reply.body["type"], "https://iana.org/assignments/http-problem-types#quota-exceeded");
    assert_eq!(reply.body["violated-policies"], json!([policy]));
    assert_eq!(reply.body["retryable"], true);
    assert_eq!(reply.body["left_of_quota"], left);
    assert_eq!(reply.header("retry-after"), Some(seconds.to_string()));
    assert!(limit(reply).ends_with(&format!("\"{policy}\";r={left};t={seconds}")), "{}", limit(reply));
    assert_eq!(reply.header("link").as_deref(), Some("</problems/too_many_requests>; rel=\"describedby\""));
    is_guarded(reply);
}

// HT-04
#[test]
fn every_answer_tells_a_client_how_it_stands_until_its_quota_is_used_up() {
    let office = office(SMALL);
    let ilze = office.coordinator();
    let id = uuid::Uuid::new_v4();

    let replies = [
        ilze.get("/v1/me"),
        ilze.get("/v1/programmes"),
        ilze.get(&format!("/v1/persons/{id}")),
        ilze.get("/v1/me?nothing=1"),
        ilze.send("DELETE", "/v1/me", &[], None),
        ilze.post("/v1/persons", json!({})),
        ilze.get("/v1/me"),
        ilze.get("/v1/me"),
    ];

    assert_eq!(replies.each_ref().map(|reply| reply.status), [200, 200, 404, 400, 405, 400, 200, 200]);
    assert_eq!(replies[0].header("ratelimit-policy").as_deref(), Some("\"default\";q=8;w=60"));
    assert_eq!(limit(&replies[0]), "\"default\";r=7;t=60");
    assert_eq!(limit(&replies[4]), "\"default\";r=3;t=60", "what is no operation is counted as well");
    assert_eq!(limit(&replies[7]), "\"default\";r=0;t=7");
    is_over(&ilze.get("/v1/me"), "default", 8);
    assert_eq!(office.decision_maker().get("/v1/me").status, 200, "another client has its own");
    office.move_to("2026-03-02T07:00:08Z");
    assert_eq!(ilze.get("/v1/me").status, 200);
}

// HT-04: neither the subject nor the program nor the issuer alone is the client.
#[test]
fn a_subject_in_another_program_has_another_quota() {
    let office = office(SMALL);
    let mut desk = office.coordinator();
    for _ in 0..8 {
        desk.get("/v1/me").ok(200);
    }
    is_over(&desk.get("/v1/me"), "default", 8);

    desk.claims.client_id = "another".to_owned();

    desk.get("/v1/me").ok(200);
}

// HT-05
#[test]
fn persons_are_searched_for_less_often_than_the_rest_is_asked() {
    let office = office(Quotas { rows: 1_000, ..SMALL });
    let ilze = office.coordinator();
    for left in [2, 1] {
        let reply = search(&ilze);
        assert_eq!(limit(&reply), format!("\"default\";r={};t=60, \"searches\";r={left};t=60", left + 5));
        assert_eq!(reply.header("ratelimit-policy").unwrap(), "\"default\";q=8;w=60, \"searches\";q=3;w=60");
    }
    assert_eq!(limit(&search(&ilze)), "\"default\";r=5;t=60, \"searches\";r=0;t=20");

    is_over(&search(&ilze), "searches", 20);

    assert_eq!(ilze.get("/v1/me").status, 200);
}

// HT-05
#[test]
fn what_is_read_about_persons_is_counted_by_the_row_before_the_database_is_asked() {
    let office = office(Quotas { requests: 1_000, rows: 60, ..SMALL });
    let ilze = office.coordinator();
    let people: Vec<String> = (0..6).map(|number| steps::registered_person(&ilze, number)).collect();

    let page = ilze.get("/v1/persons?limit=40");

    assert!(limit(&page).ends_with("\"rows\";r=54;t=3600"), "{}", limit(&page));
    assert!(page.header("ratelimit-policy").unwrap().ends_with("\"rows\";q=60;w=3600;qu=\"rows\""));
    assert!(limit(&ilze.get(&format!("/v1/persons/{}", people[0]))).ends_with("\"rows\";r=53;t=3600"));
    let absent = ilze.get(&format!("/v1/persons/{}", uuid::Uuid::new_v4()));
    assert_eq!((absent.status, limit(&absent).contains("rows")), (404, false), "what is not shown is given back");
    let before = journal(&office).len();
    let over = ilze.get("/v1/persons?limit=54");
    is_over_with(&over, "rows", 53, 60);
    assert_eq!((over.body["items"].clone(), over.header("etag")), (Value::Null, None), "nothing of it is let out");
    is_over_with(&ilze.get("/v1/persons?limit=500"), "rows", 53, 3_600);
    assert_eq!(journal(&office).len(), before, "nothing was read");
    assert!(limit(&ilze.get("/v1/persons?limit=53")).ends_with("\"rows\";r=47;t=3600"));
    is_over_with(&search(&ilze), "rows", 47, 180);
    assert_eq!(ilze.get("/v1/programmes").status, 200, "what is about nobody is not counted");
    let made = ilze.post("/v1/persons", steps::person(7));
    assert_eq!((made.status, limit(&made).contains("rows")), (201, false), "nor is what one does");
    assert_eq!(office.decision_maker().get("/v1/persons?limit=5").status, 200, "another client has its own");
}

// HT-05: the table of persons is away, so whatever asked it would fail.
#[test]
fn who_is_over_a_quota_is_refused_without_a_look_into_the_database() {
    let office = office(Quotas { requests: 1_000, searches: 1, rows: 60, ..SMALL });
    let ilze = office.coordinator();
    let code = json!({ "by": "personal_code", "personal_code": steps::code(1) });
    ilze.post("/v1/persons/search", code.clone()).ok(200);
    office.place.open(false).unwrap().batch_execute("ALTER TABLE persons RENAME TO persons_away").unwrap();

    let (listed, refused) = (ilze.get("/v1/persons?limit=60"), ilze.get("/v1/persons?limit=61"));
    let searched = ilze.post("/v1/persons/search", code);
    let registered = ilze.post("/v1/persons", steps::person(1));

    assert_eq!(listed.status, 500, "it is asked");
    assert_eq!(ilze.get("/v1/persons?limit=60").status, 500, "what came to nothing was given back");
    is_over_with(&refused, "rows", 60, 3_600);
    is_over(&searched, "searches", 60);
    is_over(&registered, "searches", 60);
    office.place.open(false).unwrap().batch_execute("ALTER TABLE persons_away RENAME TO persons").unwrap();
}

// HT-05
#[test]
fn a_code_that_somebody_has_already_counts_as_a_search() {
    let office = office(Quotas { requests: 1_000, rows: 1_000, ..SMALL });
    let ilze = office.coordinator();
    steps::registered_person(&ilze, 1);
    let nameless = json!({ "given_name": "Anna", "family_name": "Liepa" });
    let codes = format!("/v1/persons/{}/personal-codes", ilze.post("/v1/persons", nameless).id(201));
    let daugavpils = office.municipality("0002000");
    let mut elsewhere = steps::person(1);
    elsewhere["municipality"] = json!("0002000");

    for number in 2..9 {
        let made = ilze.post("/v1/persons", steps::person(number));
        assert_eq!(
            (made.status, limit(&made).contains("searches")),
            (201, false),
            "who registers others does not search"
        );
    }
    let told: Vec<Reply> = (0..3).map(|_| daugavpils.post("/v1/persons", elsewhere.clone())).collect();
    let again = ilze.post(&codes, json!({ "personal_code": steps::code(2) }));

    assert_eq!((again.status, limit(&again).ends_with("\"searches\";r=2;t=60")), (409, true), "{}", limit(&again));
    assert_eq!(told.iter().map(|reply| reply.status).collect::<Vec<_>>(), [409; 3]);
    assert!(limit(&told[0]).ends_with("\"searches\";r=2;t=60"), "{}", limit(&told[0]));
    is_over(&daugavpils.post("/v1/persons", elsewhere), "searches", 20);
    is_over(&search(&daugavpils), "searches", 20);
}

// HT-05, AU-09
#[test]
fn tokens_that_are_not_accepted_are_counted_by_the_address_and_do_not_shut_anybody_out() {
    let office = office(SMALL);
    let try_token = |token: &str| office.send("GET", "/v1/me", &[("authorization", format!("Bearer {token}"))], None);
    assert_eq!(limit(&try_token("abc")), "\"strangers\";r=5;t=60, \"failures\";r=1;t=60");
    assert_eq!(try_token("abd").status, 401);

    is_over(&try_token("abe"), "failures", 30);

    office.coordinator().get("/v1/me").ok(200);
    office.anyone("GET", "/v1/me", None).problem(401, "token_missing");
    office.anyone("GET", "/v1/rules", None).ok(200);
}

// HT-05
#[rstest]
#[case("/v1/rules", 200)]
#[case("/problems", 200)]
#[case("/openapi.json", 200)]
#[case("/v1/persons", 401)]
#[case("/v1/nothing", 404)]
fn whoever_shows_no_token_is_counted_by_the_address(#[case] path: &str, #[case] status: u16) {
    let office = office(SMALL);
    for left in (0..6).rev() {
        let reply = office.anyone("GET", path, None);
        assert_eq!(reply.status, status);
        assert!(limit(&reply).starts_with(&format!("\"strangers\";r={left};")), "{}", limit(&reply));
    }

    is_over(&office.anyone("GET", path, None), "strangers", 10);
    is_over(&office.anyone("GET", "/v1/municipalities", None), "strangers", 10);

    office.coordinator().get("/v1/me").ok(200);
}

// HT-10
#[rstest]
#[case(&[], 3)]
#[case(&["127.0.0.1"], 6)]
fn an_address_is_believed_of_our_own_proxy_only(#[case] proxies: &[&str], #[case] left: u32) {
    let office = Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| {
        settings.quotas = SMALL;
        settings.proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
    });
    let ask = |header: &'static str, address: &str| {
        limit(&office.send("GET", "/v1/rules", &[(header, address.to_owned())], None))
    };
    ask("x-forwarded-for", "198.51.100.7");
    ask("forwarded", "for=203.0.113.5");

    let told = ask("x-forwarded-for", "10.9.9.9, 192.0.2.1");

    assert_eq!(told, format!("\"strangers\";r={};t=60", if proxies.is_empty() { left } else { left - 1 }));
}

#[test]
fn whoever_watches_the_process_is_never_turned_away() {
    let office = office(SMALL);

    for _ in 0..20 {
        assert_eq!(office.anyone("GET", "/livez", None).status, 200);
        assert_eq!(office.anyone("GET", "/readyz", None).status, 200);
    }
}

// HT-04: what has no body and what is not changed tell it too.
#[test]
fn answers_without_a_body_tell_how_the_client_stands() {
    let office = office(SMALL);
    let etag = office.anyone("GET", "/v1/rules", None).header("etag").unwrap();

    let unchanged = office.send("GET", "/v1/rules", &[("if-none-match", etag)], None);
    let head = raw(&office, "HEAD /v1/rules HTTP/1.1", b"");
    let options = raw(&office, "OPTIONS /v1/rules HTTP/1.1", b"");

    assert_eq!([unchanged.status, head.status, options.status], [304, 200, 204]);
    assert_eq!(limit(&unchanged), "\"strangers\";r=4;t=60");
    assert_eq!(limit(&head), "\"strangers\";r=3;t=60");
    assert_eq!(limit(&options), "\"strangers\";r=2;t=60");
}

// HT-04
#[test]
fn a_municipality_may_walk_through_all_its_persons_in_a_night() {
    let Quotas { requests, rows, .. } = Quotas::default();

    assert!(requests * 500 > rows, "pages of 500 rows are no hurdle");
    assert!(rows >= 20_000, "more than are served in the whole country");
}
