//! Replays: a decision comes out as it is kept, whatever has changed since, and what was tampered with is named.

use aplp::caller::Role;
use aplp::db::Place;
use aplp::db::schema::decisions;
use aplp::db::seal::{self, Cell};
use aplp::intake::decisions::DecisionId;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::records::{added, journal};
use crate::support::rulings::{allocated, decide, grant, new_programme, queue, refuse};
use crate::support::steps::{application, assessed, checked, checked_as, programme, ready, registered_person};
use crate::support::{Desk, Office, Reply};

/// The ids of a grant, a place in the queue and a refusal, with the programme behind the first two.
struct Decided {
    programme: String,
    all: [String; 3],
}

/// A programme that costs fifteen euros an hour and has one place, which is taken by the first of two.
fn decided(office: &Office) -> Decided {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let programme = new_programme(&andris, "one_place");
    allocated(&andris, "one_place", json!({ "places": 1, "cents": 160_000 }));
    let assessed = |number| {
        let application = application(&ilze, &registered_person(&ilze, number));
        checked(&ilze, &application);
        assessed(&ilze, &application, "one_place", 480);
        application
    };
    let refused = application(&ilze, &registered_person(&ilze, 3));
    checked_as(&ilze, &refused, "none");
    let made = [
        decide(&andris, &assessed(1), grant(&andris, &programme)),
        decide(&andris, &assessed(2), queue(&programme)),
        decide(&andris, &refused, refuse(&programme, "no_disability")),
    ];
    Decided { programme, all: made.map(|reply| reply.id(201)) }
}

fn replay(desk: &Desk<'_>, decision: &str) -> Reply {
    desk.post(&format!("/v1/decisions/{decision}/replays"), json!({}))
}

/// One decision to grant eight hours a month from the money of the state.
fn granted(office: &Office) -> String {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    decide(&andris, &ready(&ilze, 1, 480), grant(&andris, &programme(&andris, "state"))).id(201)
}

/// Changes decisions as somebody who has taken their guard away.
fn tampered(office: &Office, statement: &str) {
    let mut conn = office.place.open(false).unwrap();
    let unguarded = match office.place {
        Place::Sqlite(_) => "DROP TRIGGER decisions_no_update",
        Place::Postgres(_) => "ALTER TABLE decisions DISABLE TRIGGER USER",
    };
    conn.batch_execute(unguarded).unwrap();
    conn.batch_execute(statement).unwrap();
}

/// Seals a decision anew with other inputs, as only somebody with the keys can.
fn resealed(office: &Office, decision: &str, change: impl FnOnce(&mut Value)) {
    let _held = office.app.db.keyring().here();
    let mut conn = office.place.open(false).unwrap();
    let id: DecisionId = DecisionId::of(decision.parse().unwrap());
    let cell = Cell::new("decisions", id.uuid());
    let sealed: Vec<u8> = decisions::table.find(id).select(decisions::sealed).first(&mut conn).unwrap();
    let mut secret: Value = seal::open(cell, &sealed).unwrap();
    let mut kept: Value = serde_json::from_str(secret["inputs"].as_str().unwrap()).unwrap();
    change(&mut kept["inputs"]);
    secret["inputs"] = json!(kept.to_string());
    let sealed = seal::seal(cell, &secret).unwrap();
    diesel::update(decisions::table.find(id)).set(decisions::sealed.eq(sealed)).execute(&mut conn).unwrap();
}

// B41, B42, B43
#[test]
fn a_year_later_each_outcome_comes_out_as_it_was_although_programme_and_person_are_others() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let Decided { programme, all } = decided(&office);
    let before = all.clone().map(|id| andris.get(&format!("/v1/decisions/{id}")).ok(200));

    office.pass_days(365);
    let other = json!({
        "hour_rate_cents": 9_900, "ends_on": "2027-03-01", "level_1_minutes": 500, "term_months": 3,
        "covers": [{ "group": "iii", "from": "2026-01-01" }],
    });
    andris.patch(&format!("/v1/programmes/{programme}"), other).ok(200);
    for decision in &before {
        let person = format!("/v1/persons/{}", decision["person_id"].as_str().unwrap());
        let moved = json!({ "born_on": "2015-01-01", "municipality": "0051000", "family_name": "Ozola" });
        ilze.patch(&person, moved).ok(200);
    }

    for id in &all {
        let told = replay(&andris, id).ok(201);
        assert_eq!((&told["identical"], &told["differences"]), (&json!(true), &json!([])), "{told:#}");
        assert_eq!((&told["rules"]["same"], &told["derived"]), (&json!(true), &json!([])));
        assert!(told["compared"].as_u64().unwrap() > 14, "{told:#}");
    }
    assert_eq!(all.map(|id| andris.get(&format!("/v1/decisions/{id}")).ok(200)), before);
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn a_replay_changes_nothing_and_leaves_an_event_in_the_history_of_the_decision() {
    let office = Office::open();
    let decision = granted(&office);
    let auditor = office.desk(Role::Auditor);
    let before = journal(&office).len();

    let made = replay(&auditor, &decision);

    let location = made.header("location").unwrap();
    let told = made.ok(201);
    assert_eq!(added(&office, before), ["decision_replayed decision"]);
    assert_eq!((&told["object"], &told["decision_id"]), (&json!("decision_replay"), &json!(decision)));
    assert_eq!(told["rules"]["kept"], aplp_domain::rule_set::hash());
    assert_eq!(told["rules"]["replayed_with"], aplp_domain::rule_set::hash());
    let history = auditor.get(&location).ok(200);
    let event = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&event["id"], &event["action"]), (&told["id"], &json!("decision_replayed")));
}

// R5
#[test]
fn a_repetition_gets_the_same_answer_and_a_new_key_another_event() {
    let office = Office::open();
    let decision = granted(&office);
    let andris = office.decision_maker();
    let path = format!("/v1/decisions/{decision}/replays");

    let first = andris.post_with_key(&path, json!({}), "one-and-the-same-key");
    office.pass_days(1);
    let again = andris.post_with_key(&path, json!({}), "one-and-the-same-key");
    let other = andris.post_with_key(&path, json!({}), "another-key-altogether");

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(again.text, first.text);
    assert_ne!(other.clone().id(201), first.id(201));
    assert_eq!(other.body["identical"], true);
    assert_eq!(journal(&office).iter().filter(|row| row.action == "decision_replayed").count(), 2);
}

// AZ-02, AZ-03
#[test]
fn only_the_association_and_the_auditor_replay_and_only_decisions_that_there_are() {
    let office = Office::open();
    let decision = granted(&office);
    let nobody = uuid::Uuid::new_v4().to_string();

    for desk in [office.coordinator(), office.decision_maker(), office.desk(Role::Auditor)] {
        replay(&desk, &decision).ok(201);
        replay(&desk, &nobody).problem(404, "not_found");
    }
    for desk in [
        office.municipality("0001000"),
        office.municipality("0002000"),
        office.person(&nobody),
        office.support_person(&nobody),
        office.desk(Role::Funder),
        office.desk(Role::Reporter),
        office.desk(Role::Admin),
    ] {
        replay(&desk, &decision).problem(403, "forbidden");
    }
    let more =
        office.decision_maker().post(&format!("/v1/decisions/{decision}/replays"), json!({ "on": "2026-03-02" }));
    more.problem(400, "invalid_request");
}

// R22
#[rstest]
#[case::the_level("level = 2", "level", json!("1"), json!("2"))]
#[case::the_last_day("term_to = '2027-03-31'", "term_to", json!("2027-03-01"), json!("2027-03-31"))]
#[case::the_volume("volume_minutes = 1", "volume_minutes", json!("480"), json!("1"))]
#[case::the_areas("areas = 'health'", "areas", json!("finance"), json!("health"))]
#[case::no_areas("areas = ''", "areas", json!("finance"), Value::Null)]
#[case::the_rules("rules_hash = '0000000000000000000000000000000000000000000000000000000000000000'", "rules_hash", json!(aplp_domain::rule_set::hash()), json!("0".repeat(64)))]
#[case::the_day("decided_on = '2026-03-03'", "decided_on", json!("2026-03-02"), json!("2026-03-03"))]
fn a_column_that_was_tampered_with_is_named(
    #[case] tampering: &str,
    #[case] leaf: &str,
    #[case] replayed: Value,
    #[case] kept: Value,
) {
    let office = Office::open();
    let decision = granted(&office);

    tampered(&office, &format!("UPDATE decisions SET {tampering}"));

    let told = replay(&office.decision_maker(), &decision).ok(201);
    assert_eq!(told["identical"], false);
    assert_eq!(told["differences"], json!([{ "leaf": leaf, "kept": kept, "replayed": replayed }]));
    assert_eq!(told["rules"]["same"], true, "what is sealed says which rules they were");
    let expected = format!("a decision does not come out as it is kept when it is run again ({leaf}): {decision}");
    assert!(office.faults().contains(&expected), "{:#?}", office.faults());
}

#[test]
fn a_premise_that_was_tampered_with_shows_where_it_leads() {
    let office = Office::open();
    let decision = granted(&office);

    resealed(&office, &decision, |inputs| {
        inputs["money"]["ahead_in_queue"] = json!(1);
        inputs["money"]["places_allocated"] = json!(1);
        inputs["money"]["places_taken"] = json!(0);
    });

    let told = replay(&office.decision_maker(), &decision).ok(201);
    let found = |leaf: &str| {
        let all = told["differences"].as_array().unwrap();
        let one = all.iter().find(|difference| difference["leaf"] == leaf).unwrap();
        (one["kept"].clone(), one["replayed"].clone())
    };
    assert_eq!(found("funding"), (json!("available"), json!("others_waiting")));
    assert_eq!(found("refusal"), (Value::Null, json!("others_waiting")));
    assert_eq!(found("term_to"), (json!("2027-03-01"), Value::Null));
}

#[test]
fn other_rules_are_told_plainly_and_are_no_fault() {
    let office = Office::open();
    let decision = granted(&office);
    let other = "0".repeat(64);

    resealed(&office, &decision, |inputs| {
        inputs["asked"]["rules_hash"] = json!(other);
        inputs["programme"]["term_months"] = json!(13);
    });
    tampered(&office, &format!("UPDATE decisions SET rules_hash = '{other}'"));

    let told = replay(&office.decision_maker(), &decision).ok(201);
    let rules = json!({ "kept": other, "replayed_with": aplp_domain::rule_set::hash(), "same": false });
    assert_eq!(told["rules"], rules);
    assert_eq!(told["differences"], json!([{ "leaf": "term_to", "kept": "2027-03-01", "replayed": "2027-04-01" }]));
    let found = office.faults();
    assert!(!found.iter().any(|line| line.contains("run again")), "{found:#?}");
}

#[test]
fn a_decision_from_before_all_was_kept_says_what_had_to_be_derived() {
    let office = Office::open();
    let Decided { all, .. } = decided(&office);

    for id in &all {
        resealed(&office, id, |inputs| drop(inputs.as_object_mut().unwrap().remove("asked")));
    }

    for id in &all {
        let decision = office.decision_maker().get(&format!("/v1/decisions/{id}")).ok(200);
        assert_eq!(decision["inputs"]["asked"], Value::Null);
        let told = replay(&office.decision_maker(), id).ok(201);
        assert_eq!(told["identical"], true, "{told:#}");
        let derived = ["asked/by_the_assessor", "asked/chosen_level", "asked/override_noted", "asked/wanted"];
        assert_eq!(told["derived"], json!(derived));
    }
    // They were changed here and not by an earlier release, and nothing else is wrong with them.
    let mut expected = vec!["rows of decisions were written and not taken into the journal".to_owned()];
    let mut ids = all.clone();
    ids.sort();
    expected.extend(
        ids.iter().map(|id| format!("the sealed part of a row of decisions was changed behind the service: {id}")),
    );
    assert_eq!(office.faults(), expected);
}

#[test]
fn a_fault_in_many_decisions_is_counted_after_the_first_twenty() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    for number in 1..=21 {
        let application = application(&ilze, &registered_person(&ilze, number));
        checked_as(&ilze, &application, "none");
        decide(&andris, &application, refuse(&state, "no_disability")).ok(201);
    }

    tampered(&office, "UPDATE decisions SET ground = 'not_adult'");

    let found = office.faults();
    let named = found.iter().filter(|line| line.contains("when it is run again (ground)")).count();
    assert_eq!(named, 20, "{found:#?}");
    let all = "decisions do not come out as they are kept when they are run again: 21 rows in all";
    assert!(found.iter().any(|line| line == all), "{found:#?}");
}
