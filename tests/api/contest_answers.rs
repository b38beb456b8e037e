//! What the answer to a contest says of what it could not do any more, and why.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{amend, end_as_asked, terminate, tick};
use crate::support::remedies::{Decided, granted_by_the_state, resolve};
use crate::support::rulings::{allocated, decide, grant, queue};
use crate::support::service::{A_YEAR, office, served};
use crate::support::steps::{assessed, checked, ready};

/// Somebody who waits, by the decision that put them in the queue, and whose place it is.
fn waiting(office: &Office) -> (Decided, String, String) {
    let andris = office.decision_maker();
    let full = allocated(&andris, "state", json!({ "places": 0 }));
    let application = ready(&office.coordinator(), 1, 480);
    let queued = Decided::of(decide(&andris, &application, queue(&full)).ok(201));
    let entry = queued.body["queue_entry_id"].as_str().unwrap().to_owned();
    (queued, format!("/v1/queue-entries/{entry}"), full)
}

// B42
#[test]
fn a_place_that_was_granted_since_is_neither_removed_nor_decided_anew() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let (queued, place, programme) = waiting(&office);
    allocated(&andris, "state", json!({ "places": 1 }));
    ilze.post(&format!("/v1/programmes/{programme}/call-ups"), json!({})).ok(201);
    checked(&ilze, &queued.application);
    ilze.post(&format!("{place}/offers"), json!({ "answer_by": "2026-03-16" })).ok(201);
    ilze.post(&format!("{place}/answers"), json!({ "answer": "accepted" })).ok(201);
    let granted = decide(&andris, &queued.application, grant(&andris, &programme)).ok(201);

    let resolved = queued.answered(&office, "annulled");

    let told = &resolved["resolution"];
    assert_eq!(told["effect"], "place_removed_and_application_reopened");
    assert_eq!(told["carried_out"], false);
    assert_eq!(told["not_done"], json!(["place_gone", "later_decision_stands"]));
    assert_eq!(ilze.get(&place).ok(200)["state"], "converted");
    let application = ilze.get(&format!("/v1/applications/{}", queued.application)).ok(200);
    assert_eq!(application["state"], "decided");
    let service = ilze.get(&format!("/v1/grants/{}", granted["grant_id"].as_str().unwrap())).ok(200);
    assert_eq!(service["state"], "granted");
    assert_eq!(resolved["next_decision_id"], Value::Null);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_place_that_was_given_up_leaves_the_application_to_be_decided_anew() {
    let office = Office::open();
    let ilze = office.coordinator();
    let (queued, place, _) = waiting(&office);
    ilze.post(&format!("{place}/leaving"), json!({ "words": "Vairs nevajag." })).ok(201);

    let resolved = queued.answered(&office, "annulled");

    let told = &resolved["resolution"];
    assert_eq!((&told["carried_out"], &told["not_done"]), (&json!(false), &json!(["place_gone"])));
    assert_eq!(ilze.get(&format!("/v1/applications/{}", queued.application)).ok(200)["state"], "assessed");
    assert_eq!(office.faults(), [""; 0]);
}

#[rstest]
#[case("annulled", json!([]))]
#[case("upheld", json!([]))]
#[case("changed", json!(["decision_needed"]))]
fn what_was_carried_out_leaves_nothing(#[case] outcome: &str, #[case] not_done: Value) {
    let office = Office::open();

    let resolved = granted_by_the_state(&office, 1).answered(&office, outcome);

    let told = &resolved["resolution"];
    assert_eq!(told["not_done"], not_done);
    assert_eq!(told["carried_out"], not_done == json!([]));
}

#[test]
fn a_grant_that_is_over_is_not_told_to_have_been_ended_by_the_answer() {
    let office = Office::open();
    let decision = granted_by_the_state(&office, 1);
    let contest = decision.forwarded(&office);
    let grant = decision.body["grant_id"].as_str().unwrap();
    let died = json!({ "ends_on": "2026-03-02", "document_reference": "miršanas apliecība" });
    terminate(&office.decision_maker(), grant, "death", died).ok(201);
    office.move_to("2026-03-03T10:00:00Z");
    tick(&office);

    let resolved = resolve(&office, &contest, "annulled").ok(201);

    assert_eq!(resolved["resolution"]["not_done"], json!(["grant_over"]));
    let ended = office.coordinator().get(&format!("/v1/grants/{grant}")).ok(200);
    assert_eq!((&ended["state"], &ended["end_ground"]), (&json!("ended"), &json!("death")));
    assert_eq!(office.faults(), [""; 0]);
}

// The day of the answer, what it leaves undone, and where the service stands then.
#[rstest]
#[case::while_it_runs("2026-03-31", json!([]), "active", Value::Null, "2027-01-11")]
#[case::once_it_is_over("2026-04-01", json!(["end_stands"]), "ended", json!("own_request"), "2026-03-31")]
fn an_end_that_is_annulled_is_undone_while_the_service_runs(
    #[case] day: &str,
    #[case] not_done: Value,
    #[case] state: &str,
    #[case] ground: Value,
    #[case] last_day: &str,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let decision = Decided::of(end_as_asked(&office.decision_maker(), &service.grant, "2026-03-31").ok(201));
    office.move_to(&format!("{day}T12:00:00Z"));
    tick(&office);

    let resolved = decision.answered(&office, "annulled");

    let told = &resolved["resolution"];
    assert_eq!((&told["effect"], &told["not_done"]), (&json!("service_restored"), &not_done));
    let grant = office.coordinator().get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant["state"], &grant["end_ground"]), (&json!(state), &ground));
    assert_eq!(grant["last_day"], last_day);
    assert_eq!(office.faults(), [""; 0]);
}

// The day of the answer, what it leaves undone, and what becomes of the end that the answer wants to be later.
#[rstest]
#[case::while_it_runs("2026-03-31", "decision_needed", Value::Null, "2027-01-11")]
#[case::once_it_is_over("2026-04-01", "end_stands", json!("own_request"), "2026-03-31")]
fn an_end_that_is_changed_is_undone_and_decided_anew_with_another_day(
    #[case] day: &str,
    #[case] not_done: &str,
    #[case] ground: Value,
    #[case] last_day: &str,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let andris = office.decision_maker();
    let end = |day: &str| end_as_asked(&andris, &service.grant, day);
    let decision = Decided::of(end("2026-03-31").ok(201));
    office.move_to(&format!("{day}T12:00:00Z"));

    let resolved = decision.answered(&office, "changed");

    let told = &resolved["resolution"];
    assert_eq!((&told["effect"], &told["not_done"]), (&json!("service_restored"), &json!([not_done])));
    let grant = || office.coordinator().get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant()["end_ground"], &grant()["last_day"]), (&ground, &json!(last_day)));
    assert_eq!(office.faults(), [""; 0]);
    if not_done == "end_stands" {
        end("2026-05-31").problem(409, "illegal_state_transition");
        return;
    }
    end("2026-05-31").ok(201);
    assert_eq!((&grant()["end_ground"], &grant()["last_day"]), (&json!("own_request"), &json!("2026-05-31")));
    assert_eq!(office.faults(), [""; 0]);
}

// B41
#[rstest]
#[case("annulled", true)]
#[case("annulled_and_returned", true)]
#[case("changed", true)]
#[case("upheld", false)]
fn what_an_undone_change_gave_is_decided_on_the_assessment_there_is(#[case] outcome: &str, #[case] undone: bool) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let grant = || ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let decision = ilze.get(&format!("/v1/decisions/{}", grant()["decision_id"].as_str().unwrap())).ok(200);
    assessed(&ilze, decision["application_id"].as_str().unwrap(), "state", 120);
    let change = |volume: i32, more: Value| amend(&andris, &service.grant, "2026-03-02", 1, volume, more);
    let decision = Decided::of(change(120, json!({})).ok(201));
    let reason = json!({ "over_assessment_reason": "Direktors atcēla apjoma samazinājumu." });
    change(450, reason.clone()).problem(409, "not_assessed_anew");

    decision.answered(&office, outcome);

    if !undone {
        change(450, reason).problem(409, "not_assessed_anew");
        return;
    }
    assert_eq!(change(450, json!({})).problem(422, "over_the_assessment")["most_minutes"], 120);
    change(450, reason.clone()).ok(201);
    assert_eq!(grant()["volume_minutes"], 450);
    change(480, reason).problem(409, "not_assessed_anew");
    assert_eq!(office.faults(), [""; 0]);
}
