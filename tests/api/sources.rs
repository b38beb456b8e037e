//! Which programme pays: the programmes of the sources side by side, and a person's way through them.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::tick;
use crate::support::rulings::{allocated, decide, grant, queue};
use crate::support::service::{agreed, entry, supporter_with};
use crate::support::steps::{self, assessed, checked_as, form, need, programme};
use crate::support::{Desk, Office};

/// Somebody with a disability of a group, living somewhere, whose application needs only a decision.
fn applicant(office: &Office, number: u32, group: &str, municipality: &str) -> (String, String) {
    let ilze = office.coordinator();
    let mut new = steps::person(number);
    new["municipality"] = json!(municipality);
    let person = ilze.post("/v1/persons", new).id(201);
    (applies(office, &person, group), person)
}

fn applies(office: &Office, person: &str, group: &str) -> String {
    let ilze = office.coordinator();
    let application = steps::application(&ilze, person);
    checked_as(&ilze, &application, group);
    application
}

fn sources(desk: &Desk<'_>, application: &str) -> Value {
    desk.get(&format!("/v1/applications/{application}/funding-sources")).ok(200)
}

fn why(answer: &Value, code: &str) -> String {
    let all = answer["sources"].as_array().unwrap();
    all.iter().find(|source| source["programme"] == code).unwrap()["why"].as_str().unwrap().to_owned()
}

/// A municipality's own money for its inhabitants.
fn own_money(office: &Office) -> String {
    let own = json!({
        "code": "riga_own", "title_lv": "Rīgas pašvaldības finansējums", "title_en": "Riga's own money",
        "kind": "municipal_purchase", "funder": "Rīgas valstspilsētas pašvaldība", "starts_on": "2024-01-01",
        "covers": [{ "group": "iii", "from": "2024-01-01" }], "municipalities": ["0001000"],
        "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100, "term_months": 12,
        "legal_ground": "domes lēmums",
    });
    office.municipality("0001000").post("/v1/programmes", own).id(201)
}

// B2, B3
#[rstest]
#[case("2025-12-31T08:00:00Z", "conditions_not_met", "pays")]
#[case("2026-01-01T08:00:00Z", "pays", "another_comes_first")]
fn the_third_group_is_paid_by_its_municipality_until_the_state_covers_it(
    #[case] at: &str,
    #[case] state: &str,
    #[case] own: &str,
) {
    let office = Office::open_on(at);
    let own_id = own_money(&office);
    let (application, _) = applicant(&office, 1, "iii", "0001000");
    assessed(&office.coordinator(), &application, "state", 480);

    let answer = sources(&office.coordinator(), &application);

    assert_eq!((why(&answer, "state").as_str(), why(&answer, "riga_own").as_str()), (state, own));
    let pays = if own == "pays" { own_id } else { programme(&office.coordinator(), "state") };
    assert_eq!(answer["pays"], json!(pays));
    assert_eq!(why(&answer, "talsi_purchase"), "conditions_not_met");
}

// B42
#[test]
fn where_no_programme_can_pay_the_answer_names_the_queue() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let (application, person) = applicant(&office, 1, "ii", "0001000");
    let unassessed = sources(&ilze, &application);
    assessed(&ilze, &application, "state", 480);

    let answer = sources(&ilze, &application);
    decide(&andris, &application, queue(&state)).ok(201);
    let (next, _) = applicant(&office, 2, "ii", "0001000");
    assessed(&ilze, &next, "state", 480);
    allocated(&andris, "state", json!({ "places": 1 }));
    let with_one_place = sources(&ilze, &next);
    allocated(&andris, "state", json!({ "places": 1 }));

    assert_eq!((&answer["pays"], &answer["waits_for"]), (&Value::Null, &json!(state)));
    assert_eq!(why(&answer, "state"), "used_up");
    assert_eq!(why(&unassessed, "state"), "used_up");
    assert_eq!(why(&with_one_place, "state"), "others_wait");
    assert_eq!(why(&sources(&ilze, &next), "state"), "pays");
    decide(&andris, &next, queue(&state)).problem(409, "funding_available");
    assert_eq!(sources(&office.person(&person), &application)["sources"][0]["cost_cents"], Value::Null);
    office.municipality("0051000").get(&format!("/v1/applications/{next}/funding-sources")).problem(404, "not_found");
}

/// One programme on somebody's way: its code, the day of the decision, the ceilings, and the last day that follows.
struct Leg {
    code: &'static str,
    at: &'static str,
    ceilings: [i32; 3],
    last_day: &'static str,
}

const fn leg(code: &'static str, at: &'static str, ceilings: [i32; 3], last_day: &'static str) -> Leg {
    Leg { code, at, ceilings, last_day }
}

const PILOT: [i32; 3] = [450, 1200, 2220];
const STATE: [i32; 3] = [480, 1200, 2100];

// A1, A3, A12, A13, A36, A40, A41, A43, B29, B30
#[rstest]
#[case("0880200", &[
    leg("ib_pilot", "2019-12-02", PILOT, "2021-01-31"),
    leg("talsi_purchase", "2021-02-01", PILOT, "2022-01-31"),
    leg("talsi_purchase", "2022-02-01", PILOT, "2023-01-31"),
    leg("talsi_purchase", "2023-02-01", PILOT, "2024-01-31"),
    leg("state", "2024-02-01", STATE, "2025-01-31"),
])]
#[case("0400200", &[
    leg("ib_pilot", "2020-06-01", PILOT, "2021-01-31"),
    leg("sif_2021", "2021-03-01", PILOT, "2021-08-31"),
    leg("cfla_2022", "2022-11-01", PILOT, "2023-10-31"),
    leg("state", "2023-11-01", STATE, "2024-10-31"),
])]
fn every_programme_of_the_sources_serves_a_person_who_comes_over_from_one_to_the_next(
    #[case] municipality: &str,
    #[case] way: &[Leg],
) {
    let office = Office::open_on(&format!("{}T07:00:00Z", way[0].at));
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let zane = supporter_with(&office, json!({ "employed_from": "2019-01-01" }));
    let mut new = steps::person(1);
    new["municipality"] = json!(municipality);
    let person = ilze.post("/v1/persons", new).id(201);

    for Leg { code, at, ceilings, last_day } in way {
        office.move_to(&format!("{at}T07:00:00Z"));
        tick(&office);
        let application = applies(&office, &person, "ii");
        let programme = programme(&ilze, code);
        let needs = form(&ilze, &programme, &[need("finance", ceilings[2] + 60)]);
        ilze.post(&format!("/v1/applications/{application}/assessments"), needs).ok(201);
        let mut wish = grant(&andris, &programme);
        (wish["level"], wish["volume_minutes"]) = (json!(3), json!(ceilings[2] + 1));
        decide(&andris, &application, wish.clone()).problem(422, "over_the_ceiling");
        wish["volume_minutes"] = json!(ceilings[2]);
        let decision = decide(&andris, &application, wish).ok(201);
        assert_eq!(decision["term_to"], json!(last_day), "{code}");
        let grant = decision["grant_id"].as_str().unwrap();
        agreed(&office, grant, &zane);
        office.move_to(&format!("{at}T12:00:00Z"));
        let entries = format!("/v1/grants/{grant}/time-entries");
        office.support_person(&zane).post(&entries, entry(&format!("{at}T10:00"), &format!("{at}T11:00"))).ok(201);
    }

    let lineage = ilze.get(&format!("/v1/persons/{person}/lineage")).ok(200);
    let services = lineage["services"].as_array().unwrap();
    assert_eq!(lineage["first_programme_code"], way[0].code);
    assert_eq!(
        services.iter().map(|service| &service["programme"]).collect::<Vec<_>>(),
        way.iter().map(|leg| leg.code).collect::<Vec<_>>()
    );
    for (at, service) in services.iter().enumerate().skip(1) {
        assert_eq!(service["previous_grant_id"], services[at - 1]["grant_id"]);
        assert_eq!(service["transferred"], json!(way[at].code != way[at - 1].code));
        assert_eq!(services[at - 1]["end_ground"], "expired");
    }
    assert_eq!(office.faults(), [""; 0]);
}

// A41
#[test]
fn the_purchase_of_talsi_serves_only_whom_the_pilot_has_served() {
    let office = Office::open_on("2021-02-02T07:00:00Z");
    let ilze = office.coordinator();
    let (application, _) = applicant(&office, 1, "ii", "0880200");
    assessed(&ilze, &application, "talsi_purchase", 450);

    let answer = sources(&ilze, &application);

    assert_eq!(why(&answer, "talsi_purchase"), "conditions_not_met");
    assert_eq!(answer["sources"][0]["failed"], json!(["not_formerly_served"]));
    assert_eq!((&answer["pays"], &answer["waits_for"]), (&Value::Null, &Value::Null));
}

// A40
#[test]
fn the_project_of_2021_has_forty_one_places_and_no_forty_second() {
    let office = Office::open_on("2021-03-01T07:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let sif = programme(&ilze, "sif_2021");
    let places = andris.get(&format!("/v1/programmes/{sif}/budget")).ok(200);
    assert_eq!((&places["allocated_places"], &places["taken_places"]), (&json!(41), &json!(0)));
    allocated(&andris, "sif_2021", json!({ "places": -40 }));
    let [first, second] = [1, 2].map(|number| applicant(&office, number, "i", "0170000").0);
    for application in [&first, &second] {
        assessed(&ilze, application, "sif_2021", 450);
    }
    let mut wish = grant(&andris, &sif);
    wish["volume_minutes"] = json!(450);

    let granted = decide(&andris, &first, wish.clone()).ok(201);
    decide(&andris, &second, wish).problem(409, "funding_exhausted");

    assert_eq!(granted["term_to"], "2021-08-31");
}
