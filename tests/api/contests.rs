//! Contests: what the person says against a decision, in time or late, and who hears it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::records::{added, journal};
use crate::support::remedies::{granted_by_the_state, notified, refused, resolution, resolve};
use crate::support::rulings::{decide, grant};
use crate::support::steps::{programme, ready};

#[rstest]
#[case("2026-04-09", true)]
#[case("2026-04-10", false)]
fn a_contest_is_in_time_until_the_last_day_and_registered_all_the_same_after_it(
    #[case] day: &str,
    #[case] in_time: bool,
) {
    let (office, decision) = notified();
    office.move_to(&format!("{day}T10:00:00Z"));

    let contest = decision.contest(&office.coordinator(), json!({})).ok(201);

    assert_eq!((&contest["in_time"], &contest["held_against"]), (&json!(in_time), &json!("2026-04-09")));
    assert_eq!((&contest["submitted_on"], &contest["received_on"]), (&json!(day), &json!(day)));
    assert_eq!((&contest["state"], &contest["restoration_requested"]), (&json!("submitted"), &json!(false)));
    assert_eq!(decision.now(&office)["state"], "contested");
    let page = office.coordinator().get("/v1/decisions?state=contested").ok(200);
    assert_eq!(page["items"][0]["id"], decision.id.as_str());
}

#[test]
fn a_late_contest_may_ask_that_the_term_be_restored_and_is_passed_on() {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    office.move_to("2026-04-20T10:00:00Z");
    assert_eq!(decision.now(&office)["state"], "final");

    let late = json!({ "restoration_reason": "Biju slimnīcā.", "document_reference": "iesniegums 14" });
    let contest = decision.contest(&ilze, late).ok(201);

    assert_eq!((&contest["in_time"], &contest["restoration_requested"]), (&json!(false), &json!(true)));
    assert_eq!(contest["restoration_reason"], "Biju slimnīcā.");
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());
    let forwarded = ilze.post(&format!("{path}/forwardings"), json!({ "document_reference": "1-5/33" })).ok(201);
    assert_eq!((&forwarded["state"], &forwarded["forwarding_state"]), (&json!("forwarded"), &json!("met")));
    assert_eq!(forwarded["forwarding"]["document_reference"], "1-5/33");
    assert_eq!(ilze.get(&path).ok(200), forwarded);
}

#[test]
fn a_contest_on_good_friday_is_in_time_until_the_tuesday_after() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let decision = refused(&office, 1);
    decision.notify(&office.coordinator(), "in_person", "2026-03-03").ok(201);
    office.move_to("2026-04-07T20:59:59Z");

    let contest = decision.contest(&office.coordinator(), json!({})).ok(201);

    assert_eq!((&contest["in_time"], &contest["held_against"]), (&json!(true), &json!("2026-04-07")));
}

#[test]
fn a_contest_before_the_notification_is_in_time_because_no_term_runs() {
    let office = Office::open();
    let decision = refused(&office, 1);
    let ilze = office.coordinator();

    let contest = decision.contest(&ilze, json!({})).ok(201);

    assert_eq!((&contest["in_time"], &contest["held_against"]), (&json!(true), &Value::Null));
    assert_eq!(decision.now(&office)["state"], "contested");
    // A letter that goes out meanwhile says when the decision has effect, and until when the contest would have been in time.
    decision.notify(&ilze, "registered_mail", "2026-03-02").ok(201);
    let now = decision.now(&office);
    assert_eq!((&now["state"], &now["took_effect_on"]), (&json!("contested"), &json!("2026-03-09")));
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());
    ilze.post(&format!("{path}/withdrawals"), json!({})).ok(201);
    assert_eq!(decision.now(&office)["state"], "issued");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_second_contest_waits_until_the_first_is_taken_back_and_none_follows_an_answer() {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    let first = decision.contest(&ilze, json!({})).id(201);

    let second = decision.contest(&ilze, json!({})).problem(409, "illegal_state_transition");

    assert_eq!(second["current_state"], "contested");
    assert_eq!(second["allowed_transitions"], json!(["resolved", "contest_withdrawn"]));
    let taken_back = json!({ "document_reference": "iesniegums 15" });
    let taken_back = ilze.post(&format!("/v1/contests/{first}/withdrawals"), taken_back).ok(201);
    assert_eq!((&taken_back["state"], &taken_back["forwarding_state"]), (&json!("withdrawn"), &Value::Null));
    assert_eq!(taken_back["withdrawal"]["withdrawn_on"], "2026-03-02");
    assert_eq!(decision.now(&office)["state"], "issued");
    decision.answered(&office, "upheld");
    let law = decision.contest(&ilze, json!({})).problem(409, "contest_resolved");
    assert_eq!((&law["current_state"], &law["allowed_transitions"]), (&json!("final"), &json!([])));
    assert_eq!(law["citations"][0]["paragraph"], "22");
    assert_eq!(decision.now(&office)["state"], "final");
}

#[test]
fn a_contest_makes_each_move_once_and_says_which_it_knows() {
    let (office, decision) = notified();
    let contest = decision.contest(&office.coordinator(), json!({})).id(201);
    let post = |step: &str| {
        let body = if step == "resolutions" { resolution("upheld", "2026-03-02") } else { json!({}) };
        let desk = if step == "resolutions" { office.director() } else { office.coordinator() };
        desk.post(&format!("/v1/contests/{contest}/{step}"), body)
    };
    let refused = |step: &str, current: &str, allowed: Value| {
        let told = post(step).problem(409, "illegal_state_transition");
        assert_eq!((&told["current_state"], &told["allowed_transitions"]), (&json!(current), &allowed), "{step}");
    };

    refused("resolutions", "submitted", json!(["forwarded", "withdrawn"]));
    post("forwardings").ok(201);
    refused("forwardings", "forwarded", json!(["resolved", "withdrawn"]));
    post("resolutions").ok(201);
    for step in ["forwardings", "resolutions", "withdrawals"] {
        refused(step, "resolved", json!([]));
    }
}

#[rstest]
#[case("2026-03-09T10:00:00Z", "due_soon", "met")]
#[case("2026-03-10T10:00:00Z", "overdue", "met_late")]
fn the_association_passes_a_contest_on_within_five_working_days(
    #[case] now: &str,
    #[case] before: &str,
    #[case] after: &str,
) {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    let contest = decision.contest(&ilze, json!({})).ok(201);
    assert_eq!(contest["forward_by"], "2026-03-09");
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());

    office.move_to(now);

    assert_eq!(ilze.get(&path).ok(200)["forwarding_state"], before);
    let overdue = |wanted: bool| {
        let page = ilze.get(&format!("/v1/contests?overdue={wanted}")).ok(200);
        page["items"].as_array().unwrap().len()
    };
    let is_late = usize::from(before == "overdue");
    assert_eq!((overdue(true), overdue(false)), (is_late, 1 - is_late));
    let forwarded = ilze.post(&format!("{path}/forwardings"), json!({})).ok(201);
    assert_eq!(forwarded["forwarding_state"], after);
    assert_eq!((overdue(true), overdue(false)), (0, 1));
}

#[test]
fn an_official_says_whether_the_decision_rests_meanwhile_and_nobody_computes_it() {
    let (office, decision) = notified();
    let contest = decision.contest(&office.person(&decision.person), json!({})).ok(201);
    assert_eq!(contest["suspensive_effect"], Value::Null);

    let rests = json!({ "applies": true, "legal_ground": "Administratīvā procesa likuma 80. panta pirmā daļa" });
    let path = format!("/v1/contests/{}", contest["id"].as_str().unwrap());
    let body = json!({ "suspensive_effect": rests });
    let forwarded = office.coordinator().post(&format!("{path}/forwardings"), body).ok(201);

    let effect = &forwarded["suspensive_effect"];
    assert_eq!((&effect["applies"], &effect["legal_ground"]), (&json!(true), &rests["legal_ground"]));
    assert_eq!((&effect["on_the_service"], &effect["carried_out"]), (&json!("only_ends_are_put_off"), &json!(false)));
}

#[test]
fn the_director_answers_and_it_is_told_until_when_the_court_can_be_asked() {
    let (office, decision) = notified();
    let contest = decision.forwarded(&office);
    office.move_to("2026-05-25T10:00:00Z");
    let mut answer = resolution("upheld", "2026-05-20");
    answer["took_effect_on"] = json!("2026-05-22");

    let resolved = office.director().post(&format!("/v1/contests/{contest}/resolutions"), answer).ok(201);

    let told = &resolved["resolution"];
    assert_eq!(
        (&resolved["state"], &told["outcome"], &told["effect"]),
        (&json!("resolved"), &json!("upheld"), &json!("none"))
    );
    assert_eq!(told["court_appeal_until"], "2026-06-22");
    assert_eq!(told["court_appeal_until_lenient"], "2026-06-25");
    assert_eq!(
        (&told["document_reference"], &told["took_effect_on"]),
        (&json!("direktora lēmums 2026/77"), &json!("2026-05-22"))
    );
    assert_eq!(resolved["next_decision_id"], Value::Null);
    assert_eq!(decision.now(&office)["state"], "final");
}

#[test]
fn contests_are_found_by_decision_person_and_state() {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    let other = granted_by_the_state(&office, 2);
    let first = decision.forwarded(&office);
    office.pass_days(1);
    let second = other.contest(&ilze, json!({})).id(201);
    let found = |query: &str| {
        let page = ilze.get(&format!("/v1/contests?{query}")).ok(200);
        let ids = page["items"].as_array().unwrap().iter().map(|contest| contest["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };

    assert_eq!(found("limit=10"), [second.clone(), first.clone()]);
    assert_eq!(found(&format!("decision_id={}", decision.id)), std::slice::from_ref(&first));
    assert_eq!(found(&format!("person_id={}", other.person)), std::slice::from_ref(&second));
    assert_eq!(found("state=forwarded"), std::slice::from_ref(&first));
    assert_eq!(found("state=withdrawn"), [""; 0]);
    let page = ilze.get("/v1/contests?limit=1").ok(200);
    assert_eq!(page["items"][0]["id"], second.as_str());
    assert_eq!(ilze.get(page["next"].as_str().unwrap()).ok(200)["items"][0]["id"], first.as_str());
}

#[test]
fn every_step_is_in_the_journal_and_in_the_histories_of_contest_and_decision() {
    let (office, decision) = notified();
    let before = journal(&office).len();
    let contest = decision.forwarded(&office);
    resolve(&office, &contest, "annulled").ok(201);

    let added = added(&office, before);
    let expected = [
        "contest_registered contest",
        "decision_contested decision",
        "contest_forwarded contest",
        "contest_resolved contest",
        "decision_contest_resolved decision",
        "application_reopened application",
    ];
    assert_eq!(added, expected);
    let actions = |path: &str| {
        let page = office.coordinator().get(&format!("{path}/history")).ok(200);
        let items = page["items"].as_array().unwrap();
        items.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let of_contest = ["contest_registered", "contest_forwarded", "contest_resolved"];
    assert_eq!(actions(&format!("/v1/contests/{contest}")), of_contest);
    let of_decision = ["decision_issued", "decision_notified", "decision_contested", "decision_contest_resolved"];
    assert_eq!(actions(&decision.path()), of_decision);
}

// MK 625, 22; SPSPL 17.1(2)
#[test]
fn the_director_hears_contests_and_whoever_issued_the_decision_is_warned_of() {
    let (office, decision) = notified();
    let contest = decision.forwarded(&office);
    let path = format!("/v1/contests/{contest}/resolutions");
    let answer = resolution("upheld", &office.today().to_string());
    let mut both = office.director();
    both.claims.sub = office.decision_maker().claims.sub;

    let refused = office.decision_maker().post(&path, answer.clone()).problem(403, "forbidden");
    let heard = both.post(&path, answer).ok(201);

    assert_eq!(refused["allowed_roles"], json!(["director"]));
    let told = &heard["resolution"];
    assert_eq!(told["heard_by_issuer"], true);
    assert!(told["recorded_by"].as_str().unwrap().ends_with(&both.claims.sub), "{told}");
    let (office, decision) = notified();
    let heard = resolve(&office, &decision.forwarded(&office), "annulled").ok(201);
    assert_eq!(heard["resolution"]["heard_by_issuer"], false);
}

// MK 625, 22; SPSPL 17.1(2)
#[test]
fn a_decision_says_who_hears_its_contest_and_a_municipality_hears_those_of_its_own_programme() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let own = json!({
        "code": "riga_purchase", "title_lv": "Rīgas pirkums", "title_en": "Purchase by Rīga", "kind": "municipal_purchase",
        "funder": "Rīgas valstspilsētas pašvaldība", "starts_on": "2026-01-01",
        "covers": [{ "group": "ii", "from": "2026-01-01" }], "municipalities": ["0001000"], "level_1_minutes": 480,
        "level_2_minutes": 1200, "level_3_minutes": 2100, "term_months": 12, "legal_ground": "saistošie noteikumi",
    });
    let riga = ilze.post("/v1/programmes", own).id(201);
    let by = |number: u32, programme: &str| {
        let application = ready(&ilze, number, 480);
        decide(&andris, &application, grant(&andris, programme)).ok(201)["contest"].clone()
    };

    let (state, riga) = (by(1, &programme(&andris, "state")), by(2, &riga));

    assert_eq!((&state["instance"], &state["to"]), (&json!("director"), &json!("biedrības direktors")));
    assert_eq!((&state["norm"]["paragraph"], &riga["norm"]["paragraph"]), (&json!("22"), &json!("17.1(2)")));
    assert!(state["text_lv"].as_str().unwrap().contains("adresējot iesniegumu biedrības direktoram"), "{state}");
    assert_eq!((&riga["instance"], &riga["to"]), (&json!("municipality"), &json!("Rīgas valstspilsētas pašvaldība")));
    assert!(riga["text_lv"].as_str().unwrap().contains("pašvaldībai (Rīgas valstspilsētas pašvaldība)"), "{riga}");
}
