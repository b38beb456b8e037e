//! A person dies before the end that was decided: the service ends on the day of death, whatever becomes of the other end.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{end_as_asked, terminate, tick};
use crate::support::remedies::{Decided, resolve};
use crate::support::service::{A_YEAR, Service, entry, office, served};

/// A service since 12 January, and the decision of 2 November that ends it on the last day of the month, as the person wished.
fn ending() -> (Office, Service, Decided) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-11-02T12:00:00Z");
    let decision = Decided::of(end_as_asked(&office.decision_maker(), &service.grant, "2026-11-30").ok(201));
    (office, service, decision)
}

fn death(office: &Office, service: &Service, on: &str) -> crate::support::Reply {
    let died = json!({ "ends_on": on, "document_reference": "miršanas apliecība" });
    terminate(&office.decision_maker(), &service.grant, "death", died)
}

fn end(office: &Office, service: &Service) -> (Value, Value, Value) {
    let grant = office.coordinator().get(&format!("/v1/grants/{}", service.grant)).ok(200);
    (grant["state"].clone(), grant["last_day"].clone(), grant["end_ground"].clone())
}

fn stands(state: &str, last_day: &str, ground: &str) -> (Value, Value, Value) {
    (json!(state), json!(last_day), json!(ground))
}

/// Contests a decision of today, so that it rests.
fn rests(office: &Office, decision: &Decided) -> Value {
    let effect = json!({ "applies": true, "legal_ground": "Administratīvā procesa likuma 80. panta pirmā daļa" });
    decision.contest(&office.coordinator(), json!({ "suspensive_effect": effect })).ok(201)
}

fn passed_on(office: &Office, contest: &Value) -> String {
    let id = contest["id"].as_str().unwrap().to_owned();
    office.coordinator().post(&format!("/v1/contests/{id}/forwardings"), json!({})).ok(201);
    id
}

// B50
#[test]
fn death_ends_a_service_on_its_day_although_another_end_was_decided_that_lies_ahead() {
    let (office, service, _) = ending();
    let andris = office.decision_maker();
    let balance = || andris.get("/v1/programmes?code=state").ok(200)["items"][0]["balance"].clone();
    let before = balance();
    service.post(&office, entry("2026-11-02T09:00", "2026-11-02T10:00")).ok(201);
    office.move_to("2026-11-12T12:00:00Z");
    let abroad = json!({ "ends_on": "2026-11-10", "document_reference": "PMLP izziņa 7" });
    terminate(&andris, &service.grant, "moved_abroad", abroad).problem(409, "end_decided_already");
    assert_eq!(death(&office, &service, "2026-11-01").problem(409, "hours_inside")["turns_on"], "2026-11-02");

    let decision = death(&office, &service, "2026-11-10").ok(201);

    assert_eq!((&decision["ground"], &decision["effective_on"]), (&json!("death"), &json!("2026-11-10")));
    assert_eq!(end(&office, &service), stands("ended", "2026-11-10", "death"));
    let (places, after) = (|of: &Value| of["places_taken"].as_i64().unwrap(), balance());
    assert_eq!(places(&after), places(&before) - 1);
    death(&office, &service, "2026-11-10").problem(409, "illegal_state_transition");
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case::on_the_last_day("2026-11-30", true)]
#[case::when_it_is_over("2026-12-01", false)]
fn death_is_told_of_until_the_service_is_over(#[case] day: &str, #[case] ends: bool) {
    let (office, service, _) = ending();
    office.move_to(&format!("{day}T12:00:00Z"));

    let told = death(&office, &service, "2026-11-30");

    if ends {
        told.ok(201);
        assert_eq!(end(&office, &service), stands("active", "2026-11-30", "death"));
        death(&office, &service, "2026-11-30").problem(409, "end_decided_already");
    } else {
        told.problem(409, "illegal_state_transition");
        assert_eq!(end(&office, &service), stands("ended", "2026-11-30", "own_request"));
    }
    assert_eq!(office.faults(), [""; 0]);
}

// A death by mistake is contested on its own day, and the other end is what is left of it.
#[rstest]
#[case("upheld", "2026-11-12", "death")]
#[case("annulled", "2026-11-30", "own_request")]
fn a_death_that_rests_leaves_the_end_that_was_decided_before(
    #[case] outcome: &str,
    #[case] last_day: &str,
    #[case] ground: &str,
) {
    let (office, service, _) = ending();
    office.move_to("2026-11-10T12:00:00Z");
    let decision = Decided::of(death(&office, &service, "2026-11-10").ok(201));

    let contest = passed_on(&office, &rests(&office, &decision));

    assert_eq!(end(&office, &service), stands("active", "2026-11-30", "own_request"));
    assert_eq!(office.faults(), [""; 0]);
    office.move_to("2026-11-12T12:00:00Z");
    resolve(&office, &contest, outcome).ok(201);
    assert_eq!(end(&office, &service), stands("active", last_day, ground));
    assert_eq!(office.faults(), [""; 0]);
    office.move_to("2026-12-01T12:00:00Z");
    tick(&office);
    assert_eq!(end(&office, &service), stands("ended", last_day, ground));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_death_that_is_annulled_at_once_leaves_the_end_that_was_decided_before() {
    let (office, service, _) = ending();
    office.move_to("2026-11-10T12:00:00Z");
    let decision = Decided::of(death(&office, &service, "2026-11-10").ok(201));

    let resolved = decision.answered(&office, "annulled");

    assert_eq!(resolved["resolution"]["not_done"], json!([]));
    assert_eq!(end(&office, &service), stands("active", "2026-11-30", "own_request"));
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case("upheld")]
#[case("annulled")]
fn the_end_that_death_came_before_is_answered_and_the_service_ends_by_death(#[case] outcome: &str) {
    let (office, service, decision) = ending();
    office.move_to("2026-11-10T12:00:00Z");
    death(&office, &service, "2026-11-10").ok(201);

    let contest = rests(&office, &decision);

    assert_eq!(contest["suspensive_effect"]["on_the_service"], "service_over");
    let resolved = resolve(&office, &passed_on(&office, &contest), outcome).ok(201);
    assert_eq!(resolved["resolution"]["not_done"], json!([]));
    assert_eq!(end(&office, &service), stands("active", "2026-11-10", "death"));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_end_that_was_annulled_does_not_count_once_the_death_is_annulled_too() {
    let (office, service, decision) = ending();
    office.move_to("2026-11-10T12:00:00Z");
    let death = Decided::of(death(&office, &service, "2026-11-10").ok(201));

    decision.answered(&office, "annulled");
    death.answered(&office, "annulled");

    assert_eq!(end(&office, &service), (json!("active"), json!("2027-01-11"), Value::Null));
    assert_eq!(office.faults(), [""; 0]);
}

// Death is what was decided first here, and rests while the person asks for another end.
#[rstest]
#[case("upheld", "2026-11-12", "death")]
#[case("annulled", "2026-11-30", "own_request")]
fn a_death_that_is_upheld_goes_before_an_end_that_was_decided_meanwhile(
    #[case] outcome: &str,
    #[case] last_day: &str,
    #[case] ground: &str,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-11-10T12:00:00Z");
    let decision = Decided::of(death(&office, &service, "2026-11-10").ok(201));
    let contest = passed_on(&office, &rests(&office, &decision));
    end_as_asked(&office.decision_maker(), &service.grant, "2026-11-30").ok(201);
    office.move_to("2026-11-12T12:00:00Z");

    resolve(&office, &contest, outcome).ok(201);

    assert_eq!(end(&office, &service), stands("active", last_day, ground));
    assert_eq!(office.faults(), [""; 0]);
}
