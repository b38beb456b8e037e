//! What is given changes with the needs, and the next term comes after the last one.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::{amend, tick};
use crate::support::rulings::{decide, grant as granting};
use crate::support::service::{A_YEAR, Service, entry, office, served, supporter};
use crate::support::steps::{self, assessed, checked, form, need, programme};
use crate::support::{Desk, Office};

/// A service that runs since 12 January, seen on 2 March.
fn running() -> (Office, Service) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    (office, service)
}

fn application(desk: &Desk<'_>, service: &Service) -> String {
    let grant = desk.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let decision = desk.get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);
    decision["application_id"].as_str().unwrap().to_owned()
}

fn assessed_anew(office: &Office, service: &Service, minutes: i32) {
    let ilze = office.coordinator();
    let needs = form(&ilze, &programme(&ilze, "state"), &[need("finance", minutes), need("health", 0)]);
    ilze.post(&format!("/v1/applications/{}/assessments", application(&ilze, service)), needs).ok(201);
}

fn month(office: &Office, service: &Service, month: &str) -> Value {
    service.month(office, month)["volume_minutes"].clone()
}

// B41
#[test]
fn more_is_given_on_a_new_assessment_for_the_whole_month_in_which_it_begins() {
    let (office, service) = running();
    let andris = office.decision_maker();
    service.post(&office, entry("2026-03-02T03:00", "2026-03-02T10:30")).ok(201);
    service.post(&office, entry("2026-03-02T10:30", "2026-03-02T10:31")).problem(422, "hour_cap_exceeded");

    amend(&andris, &service.grant, "2026-03-02", 2, 600, json!({})).problem(409, "not_assessed_anew");
    assessed_anew(&office, &service, 600);
    let decision = amend(&andris, &service.grant, "2026-03-02", 2, 600, json!({})).ok(201);
    let again = amend(&andris, &service.grant, "2026-03-02", 2, 600, json!({}));

    assert_eq!((&decision["outcome"], &decision["level"]), (&json!("amend"), &json!(2)));
    assert_eq!(decision["facts"][0], json!({ "fact": "volume_counts_from_month", "value": "2026-03", "source": null }));
    again.problem(409, "not_assessed_anew");
    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant["level"], &grant["volume_minutes"]), (&json!(2), &json!(600)));
    assert_eq!((month(&office, &service, "2026-02"), month(&office, &service, "2026-03")), (json!(450), json!(600)));
    service.post(&office, entry("2026-03-02T10:30", "2026-03-02T11:30")).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

// B41
#[test]
fn a_lower_volume_counts_from_the_next_month_and_an_area_from_its_day() {
    let (office, service) = running();
    let andris = office.decision_maker();
    assessed_anew(&office, &service, 120);
    let finance = json!({ "areas": ["finance"] });

    let decision = amend(&andris, &service.grant, "2026-03-10", 1, 120, finance).ok(201);

    assert_eq!(decision["facts"][0]["value"], "2026-04");
    assert_eq!(["2026-03", "2026-04", "2027-01"].map(|of| month(&office, &service, of)), [450, 120, 120]);
    office.move_to("2026-03-12T12:00:00Z");
    let health = |day: &str| {
        let mut entry = entry(&format!("2026-03-{day}T08:00"), &format!("2026-03-{day}T09:00"));
        entry["area"] = json!("health");
        entry
    };
    service.post(&office, health("09")).ok(201);
    let refused = service.post(&office, health("10")).problem(422, "area_not_granted");
    assert_eq!(refused["granted_areas"], json!(["finance"]));
    assert_eq!(office.faults(), [""; 0]);
}

// B41
#[test]
fn a_change_stays_within_the_assessment_the_ceiling_and_the_term() {
    let (office, service) = running();
    let andris = office.decision_maker();
    assessed_anew(&office, &service, 600);
    let change = |from: &str, level, volume| amend(&andris, &service.grant, from, level, volume, json!({}));

    change("2026-03-01", 2, 600).problem(422, "starts_before_decision");
    change("2027-01-12", 2, 600).problem(422, "outside_term");
    assert_eq!(change("2026-03-02", 2, 601).problem(422, "over_the_assessment")["most_minutes"], 600);
    assert_eq!(change("2026-03-02", 1, 481).problem(422, "over_the_ceiling")["most_minutes"], 480);
    change("2026-03-02", 1, 450).problem(422, "nothing_changes");
    let reason = json!({ "over_assessment_reason": "Persona atgriežas no slimnīcas." });
    amend(&andris, &service.grant, "2026-03-02", 2, 601, reason).ok(201);

    let mut assessor = office.decision_maker();
    assessor.claims.sub = office.coordinator().claims.sub;
    assessed_anew(&office, &service, 700);
    amend(&assessor, &service.grant, "2026-03-02", 2, 700, json!({})).problem(422, "the_assessor_does_not_decide");
}

// B41
#[test]
fn a_change_from_today_takes_back_nothing_that_was_given_today() {
    let office = office();
    let (service, andris) = (served(&office, A_YEAR), office.decision_maker());
    office.move_to("2026-04-01T12:00:00Z");
    let in_area = |from: &str, to: &str, area: &str| {
        let mut entry = entry(&format!("2026-04-01T{from}"), &format!("2026-04-01T{to}"));
        entry["area"] = json!(area);
        service.post(&office, entry).ok(201)
    };
    in_area("05:00", "08:00", "finance");
    assessed_anew(&office, &service, 180);
    let change =
        |from: &str, volume: i32| amend(&andris, &service.grant, from, 1, volume, json!({ "areas": ["finance"] }));

    let lower = change("2026-04-01", 179).problem(409, "hours_inside");
    let health = in_area("08:00", "08:30", "health")["id"].as_str().unwrap().to_owned();
    let elsewhere = change("2026-04-01", 180).problem(409, "hours_inside");
    let reversal = json!({ "reason": "Kļūda." });
    office.support_person(&service.supporter).post(&format!("/v1/time-entries/{health}/reversals"), reversal).ok(201);
    let decision = change("2026-04-01", 180).ok(201);

    assert_eq!((&lower["turns_on"], &elsewhere["turns_on"]), (&json!("2026-04-01"), &json!("2026-04-01")));
    assert_eq!(decision["effective_on"], "2026-04-01");
    assert_eq!(month(&office, &service, "2026-04"), 180);
    assert_eq!(office.faults(), [""; 0]);
}

// B31, B38
#[rstest]
#[case(false)]
#[case(true)]
fn nothing_is_found_anew_for_a_service_that_has_run_out_whether_or_not_the_clock_has_looked(
    #[case] the_clock_has_looked: bool,
) {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    let path = format!("/v1/applications/{}", application(&ilze, &service));
    office.move_to("2027-01-11T12:00:00Z");
    checked(&ilze, path.rsplit('/').next().unwrap());
    assessed_anew(&office, &service, 450);

    office.move_to("2027-01-12T12:00:00Z");
    if the_clock_has_looked {
        assert_eq!(tick(&office).ended, 1);
    }
    let check = ilze.post(&format!("{path}/registry-checks"), steps::answer(&ilze, "iis", "present"));
    let form = form(&ilze, &programme(&ilze, "state"), &[need("finance", 450), need("health", 0)]);
    let assessment = ilze.post(&format!("{path}/assessments"), form);

    for refused in [check, assessment] {
        let refused = refused.problem(409, "illegal_state_transition");
        assert_eq!(
            (&refused["current_state"], &refused["allowed_transitions"]),
            (&json!("decided"), &json!(["reopened"]))
        );
    }
}

/// Applies for the next term, is checked and assessed anew.
fn next_application(office: &Office, person: &str) -> String {
    let ilze = office.coordinator();
    let application = steps::application(&ilze, person);
    checked(&ilze, &application);
    assessed(&ilze, &application, "state", 480);
    application
}

// B31
#[test]
fn the_next_term_is_applied_for_sixty_days_before_the_end_and_follows_without_a_gap() {
    let (office, service) = running();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    office.move_to("2026-11-11T12:00:00Z");
    let early = ilze.post("/v1/applications", steps::statement(&service.person, "2026-11-11"));
    let early = early.problem(409, "service_still_runs");
    office.move_to("2026-11-12T12:00:00Z");
    assert_eq!(tick(&office).raised, 1);
    let reminders = ilze.get(&format!("/v1/reminders?person_id={}", service.person)).ok(200);
    let application = next_application(&office, &service.person);
    let from = |day: &str| {
        let mut grant = granting(&andris, &state);
        grant["term_from"] = json!(day);
        grant
    };

    decide(&andris, &application, from("2027-01-11")).problem(409, "live_grant_exists");
    decide(&andris, &application, from("2027-01-12")).problem(422, "starts_too_late");
    office.pass_days(1);
    let decision = decide(&andris, &application, from("2027-01-12")).ok(201);

    assert_eq!(early["turns_on"], "2026-11-12");
    assert_eq!(
        (&reminders["items"][0]["kind"], &reminders["items"][0]["about_id"]),
        (&json!("regrant_opens"), &json!(service.grant))
    );
    let next = andris.get(&format!("/v1/grants/{}", decision["grant_id"].as_str().unwrap())).ok(200);
    assert_eq!(next["previous_grant_id"], json!(service.grant));
    assert_eq!((&next["term_from"], &next["term_to"]), (&json!("2027-01-12"), &json!("2028-01-11")));
    let balance = andris.get(&format!("/v1/programmes/{state}")).ok(200)["balance"].clone();
    assert_eq!(balance["places_taken"], 1);
    office.move_to("2027-01-12T12:00:00Z");
    tick(&office);
    let balance = andris.get(&format!("/v1/programmes/{state}")).ok(200)["balance"].clone();
    assert_eq!(balance["places_taken"], 1);
    assert_eq!(office.faults(), [""; 0]);
}

// B44
#[test]
fn another_support_person_takes_over_by_a_new_agreement_also_during_a_pause() {
    let (office, service) = running();
    let andris = office.decision_maker();
    crate::support::acts::suspend(&andris, &service.grant, "imprisonment", "2026-03-02", json!({})).ok(201);
    let other = supporter(&office);

    let agreement = crate::support::service::agreed(&office, &service.grant, &other);

    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant["agreement"]["id"], &grant["state"]), (&json!(agreement), &json!("suspended")));
    let old = andris.get(&format!("/v1/agreements/{}", service.agreement)).ok(200);
    assert_eq!(old["state"], "superseded");
    assert_eq!(office.faults(), [""; 0]);
}

// B54
#[test]
fn who_moves_to_where_the_programme_serves_nobody_is_told_of_once() {
    let office = office();
    let ilze = office.coordinator();
    crate::support::service::programme(&office, "riga_only", json!({ "municipalities": ["0001000"] }));
    let granting = crate::support::service::Granting { programme: "riga_only", ..A_YEAR };
    let service = served(&office, granting);
    ilze.patch(&format!("/v1/persons/{}", service.person), json!({ "municipality": "0002000" })).ok(200);

    let raised = [tick(&office).raised, tick(&office).raised];
    office.move_to("2026-01-12T12:00:00Z");
    let later = [tick(&office).raised, tick(&office).raised];

    assert_eq!((raised, later), ([1, 0], [0, 0]));
    let reminders = ilze.get("/v1/reminders?kind=moved_away").ok(200);
    assert_eq!(reminders["items"][0]["about_id"], json!(service.grant));
    assert_eq!(reminders["items"][0]["due_on"], "2026-01-05");
    assert_eq!(ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200)["state"], "active");
}
