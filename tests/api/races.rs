//! What may happen at the same time, and may not go wrong.

use std::sync::Barrier;

use aplp::caller::Caller;
use aplp::db::{Conn, Scope, claim};
use aplp::error::Error;
use aplp::intake::grants::GrantId;
use aplp::intake::grants::store as grants;
use aplp::register::programmes::ProgrammeId;
use aplp::register::programmes::store;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::support::database::postgres;
use crate::support::remedies::{granted_by_the_state, resolve};
use crate::support::rulings::{allocated, decide, grant};
use crate::support::service;
use crate::support::steps::{programme, ready};
use crate::support::{Office, Reply};

/// How often each race is run; a race is a coin, and `APLP_RACE_ROUNDS` throws it more often.
const ROUNDS: u32 = 2;

fn rounds() -> u32 {
    std::env::var("APLP_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

/// Does one thing in as many threads as there are starters, all from the same moment.
fn at_once<T: Sync>(starters: &[T], run: impl Fn(&T) -> Reply + Sync) -> Vec<Reply> {
    let start = Barrier::new(starters.len());
    std::thread::scope(|threads| {
        let one = |starter| {
            let (start, run) = (&start, &run);
            threads.spawn(move || {
                start.wait();
                run(starter)
            })
        };
        let running: Vec<_> = starters.iter().map(one).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// How many of the answers had this status and, for a problem, this code.
fn how_many(replies: &[Reply], status: u16, code: Option<&str>) -> usize {
    replies.iter().filter(|reply| reply.status == status && reply.body["code"].as_str() == code).count()
}

fn items(office: &Office, path: &str) -> usize {
    office.decision_maker().get(path).ok(200)["items"].as_array().unwrap().len()
}

// B40
#[test]
fn of_sixteen_who_decide_on_one_application_exactly_one_decides() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let wanted = grant(&andris, &state);

    for round in 1..=rounds() {
        let application = ready(&ilze, round, 480);
        let officials: Vec<_> = (0..16).map(|at| andris.clone().as_subject(&format!("official-{at}"))).collect();

        let replies = at_once(&officials, |official| decide(official, &application, wanted.clone()));

        assert_eq!(how_many(&replies, 201, None), 1, "round {round}");
        assert_eq!(how_many(&replies, 409, Some("illegal_state_transition")), 15, "round {round}");
        assert_eq!(items(&office, "/v1/decisions"), round as usize);
        let balance = andris.get(&format!("/v1/programmes/{state}")).ok(200)["balance"].clone();
        assert_eq!(balance["places_taken"], round);
    }
}

// A40, B42
#[test]
fn of_sixteen_grants_for_five_places_exactly_five_are_made() {
    for round in 1..=rounds() {
        let office = Office::open();
        let (ilze, andris) = (office.coordinator(), office.decision_maker());
        let state = allocated(&andris, "state", json!({ "places": 5 }));
        let applications: Vec<_> = (1..=16).map(|number| ready(&ilze, number, 480)).collect();
        let wanted = grant(&andris, &state);

        let replies = at_once(&applications, |application| decide(&andris, application, wanted.clone()));

        assert_eq!(how_many(&replies, 201, None), 5, "round {round}");
        assert_eq!(how_many(&replies, 409, Some("funding_exhausted")), 11, "round {round}");
        let mut numbers: Vec<_> = replies.iter().filter_map(|reply| reply.body["number"].as_str()).collect();
        numbers.sort_unstable();
        let expected: Vec<_> = (1..=5).map(|number| format!("APLP-2026-{number:06}")).collect();
        assert_eq!(numbers, expected);
        let balance = andris.get(&format!("/v1/programmes/{state}")).ok(200)["balance"].clone();
        assert_eq!(balance["places_taken"], 5);
    }
}

#[test]
fn sixty_four_identical_requests_with_one_key_have_one_effect_and_one_answer() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let wanted = grant(&andris, &programme(&andris, "state"));

    for round in 1..=rounds() {
        let path = format!("/v1/applications/{}/decisions", ready(&ilze, round, 480));
        let key = format!("one-key-for-round-{round}");

        let replies = at_once(&[(); 64], |()| andris.post_with_key(&path, wanted.clone(), &key));

        assert_eq!(how_many(&replies, 201, None), 64, "round {round}");
        assert!(replies.iter().all(|reply| reply.text == replies[0].text), "round {round}");
        let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed").is_some()).count();
        assert_eq!(replayed, 63, "round {round}");
        assert_eq!(items(&office, "/v1/decisions"), round as usize);
    }
}

#[test]
fn of_sixteen_contests_of_one_decision_exactly_one_is_registered_and_of_eight_answers_one_counts() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());

    for round in 1..=rounds() {
        let decision = granted_by_the_state(&office, round);

        let replies = at_once(&[(); 16], |()| decision.contest(&ilze, json!({})));

        assert_eq!(how_many(&replies, 201, None), 1, "round {round}");
        assert_eq!(how_many(&replies, 409, Some("illegal_state_transition")), 15, "round {round}");
        let open = ilze.get("/v1/contests?state=submitted").ok(200)["items"][0]["id"].clone();
        let open = open.as_str().unwrap();
        ilze.post(&format!("/v1/contests/{open}/forwardings"), json!({})).ok(201);
        let answers = at_once(&[(); 8], |()| resolve(&office, open, "annulled"));
        assert_eq!(how_many(&answers, 201, None), 1, "round {round}");
        assert_eq!(how_many(&answers, 409, Some("illegal_state_transition")), 7, "round {round}");
        let balance = &andris.get(&format!("/v1/programmes/{}", programme(&andris, "state"))).ok(200)["balance"];
        assert_eq!(balance["places_taken"], 0, "round {round}");
    }
    assert_eq!(office.faults(), [""; 0]);
}

/// A transaction of one's own on PostgreSQL, which waits a twentieth of a second for a lock.
fn transaction(office: &Office) -> Conn {
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute("SET lock_timeout = '50ms'; BEGIN").unwrap();
    conn
}

fn taken(tx: &mut Conn, programme: ProgrammeId) -> i32 {
    store::balance(tx, programme).unwrap().places_taken
}

// B44
/// SQLite has one writer, so there is nothing to show there.
#[test]
fn the_third_signature_waits_for_whoever_ends_what_has_run_out() {
    if postgres().is_none() {
        return;
    }
    let office = service::office();
    let ilze = office.coordinator();
    let grant = service::granted(&office, &service::person(&office), service::A_YEAR);
    let agreement = service::drafted(&office, &grant, &service::supporter(&office));
    let signs = |party| service::sign(&ilze, &agreement, party, "2026-01-05T08:00:00Z");
    signs("person").ok(201);
    signs("association").ok(201);
    let programme = ProgrammeId::of(programme(&ilze, "state").parse().unwrap());

    let mut ending = transaction(&office);
    claim(&mut ending, &Scope::Programme(programme.uuid())).unwrap();
    signs("support_person").problem(503, "busy");
    ending.batch_execute("COMMIT").unwrap();
    signs("support_person").ok(201);

    assert_eq!(ilze.get(&format!("/v1/grants/{grant}")).ok(200)["state"], "contracted");
}

#[test]
fn a_service_is_not_written_over_what_somebody_did_to_it_meanwhile() {
    let office = service::office();
    let grant = service::granted(&office, &service::person(&office), service::A_YEAR);
    let id = GrantId::of(grant.parse().unwrap());
    let who = Caller::service(office.now(), false);
    let mut conn = office.place.open(false).unwrap();
    let read = grants::find(&mut conn, id).unwrap();

    service::agreed(&office, &grant, &service::supporter(&office));

    let settled = grants::settle(&mut conn, &read);
    assert!(matches!(settled, Err(Error::Collision)), "{settled:?}");
    let changed = grants::change(&mut conn, &who, read, "grant_amended").map(drop);
    assert!(matches!(changed, Err(Error::Collision)), "{changed:?}");
    let newest = grants::find(&mut conn, id).unwrap();
    grants::settle(&mut conn, &newest).unwrap();
    assert_eq!(grants::change(&mut conn, &who, newest.clone(), "grant_amended").unwrap().version, newest.version + 1);
}

/// SQLite has one writer, so there is nothing to show there.
#[test]
fn two_writes_that_read_first_both_find_the_last_place_free_unless_they_claim_it() {
    if postgres().is_none() {
        return;
    }
    let office = Office::open();
    let state: Value = json!(programme(&office.decision_maker(), "state"));
    let state = ProgrammeId::of(state.as_str().unwrap().parse().unwrap());

    let (mut one, mut other) = (transaction(&office), transaction(&office));
    let found = (taken(&mut one, state), taken(&mut other, state));
    store::take(&mut one, state, 1, 0).unwrap();
    one.batch_execute("COMMIT").unwrap();
    store::take(&mut other, state, 1, 0).unwrap();
    other.batch_execute("COMMIT").unwrap();

    // Each saw nobody in the place that both have now.
    assert_eq!(found, (0, 0));
    assert_eq!(taken(&mut one, state), 2);

    let (mut one, mut other) = (transaction(&office), transaction(&office));
    let (_, before) = store::claimed(&mut one, state).unwrap();
    let waited = claim(&mut other, &Scope::Programme(state.uuid()));
    store::take(&mut one, state, 1, 0).unwrap();
    one.batch_execute("COMMIT").unwrap();
    other.batch_execute("ROLLBACK; BEGIN").unwrap();
    let (_, after) = store::claimed(&mut other, state).unwrap();

    // The second one does not get to its check before the first one's place is there to be seen.
    assert!(matches!(waited, Err(Error::Busy(_))), "{waited:?}");
    assert_eq!((before.places_taken, after.places_taken), (2, 3));
}
