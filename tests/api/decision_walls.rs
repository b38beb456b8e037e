//! What keeps decisions as they are: who may read them, and the walls in the database itself.

use aplp::caller::Role;
use aplp::db::schema::{applications, decisions, grants};
use aplp::db::{Coded, Conn, Id};
use aplp::error::Error;
use aplp::intake::decisions::store::{Row, insert};
use aplp::intake::{grants as given, queue as queued};
use aplp_domain::decision::Outcome;
use aplp_domain::eligibility;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;

use crate::support::rulings::{allocated, decide, grant, queue, refuse};
use crate::support::steps::{application, checked, programme, ready, registered_person};
use crate::support::{Desk, Office};

fn id_of<T>(id: &str) -> Id<T> {
    Id::of(id.parse().unwrap())
}

fn row(conn: &mut Conn, application: &str) -> Row {
    let of_application = decisions::table.filter(decisions::application_id.eq(id_of::<Row>(application)));
    of_application.select(Row::as_select()).first(conn).unwrap()
}

/// The constraint that refused a row, as far as both databases name it.
fn refused_by(end: Result<(), Error>) -> String {
    end.unwrap_err().to_string()
}

#[test]
fn a_decision_is_read_by_its_person_the_association_and_the_own_municipality_only() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let decision = decide(&andris, &ready(&ilze, 1, 480), grant(&andris, &programme(&andris, "state"))).ok(201);
    let path = format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
    let person = decision["person_id"].as_str().unwrap();

    assert_eq!(office.person(person).get(&path).ok(200)["inputs"], decision["inputs"]);
    let riga = office.municipality("0001000").get(&path).ok(200);
    assert_eq!((&riga["outcome"], &riga["inputs"], &riga["reasoning"]), (&json!("grant"), &json!(null), &json!(null)));
    office.municipality("0002000").get(&path).problem(404, "not_found");
    office.person(&uuid::Uuid::new_v4().to_string()).get(&path).problem(404, "not_found");
    office.desk(Role::Reporter).get(&path).problem(403, "forbidden");
    let application = decision["application_id"].as_str().unwrap();
    decide(&ilze, application, grant(&ilze, decision["programme_id"].as_str().unwrap())).problem(403, "forbidden");
    let none = office.municipality("0002000").get("/v1/decisions").ok(200);
    assert_eq!(none["items"], json!([]));
}

#[test]
fn decisions_are_listed_newest_first_by_person_outcome_programme_and_day() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let first = decide(&andris, &ready(&ilze, 1, 480), grant(&andris, &state)).ok(201);
    office.pass_days(1);
    let minor = application(&ilze, &registered_person(&ilze, 2));
    let mut nobody = crate::support::steps::answer(&ilze, "iis", "present");
    nobody["disability"] = json!({ "group": "none" });
    ilze.post(&format!("/v1/applications/{minor}/registry-checks"), nobody).ok(201);
    let second = decide(&andris, &minor, refuse(&state, "no_disability")).ok(201);
    let ids = |query: String| -> Vec<_> {
        let page = andris.get(&format!("/v1/decisions?{query}")).ok(200);
        page["items"].as_array().unwrap().iter().map(|decision| decision["id"].clone()).collect()
    };

    assert_eq!(ids(String::new()), [second["id"].clone(), first["id"].clone()]);
    assert_eq!(ids("outcome=refuse".to_owned()), [second["id"].clone()]);
    assert_eq!(ids(format!("person_id={}", first["person_id"].as_str().unwrap())), [first["id"].clone()]);
    assert_eq!(ids("decided_to=2026-03-02".to_owned()), [first["id"].clone()]);
    assert_eq!(ids("decided_from=2026-03-03".to_owned()), [second["id"].clone()]);
    assert_eq!(ids("decided_from=2026-03-04".to_owned()).len(), 0);
    assert_eq!(ids(format!("programme_id={state}&outcome=queue")).len(), 0);
    let page = andris.get("/v1/decisions?limit=1").ok(200);
    let rest = andris.get(page["next"].as_str().unwrap()).ok(200);
    assert_eq!((&page["items"][0]["id"], &rest["items"][0]["id"]), (&second["id"], &first["id"]));
    assert!(rest["next"].is_null());
}

// B42, B43
#[test]
fn the_database_itself_knows_no_refusal_for_lack_of_money_and_no_queue_for_who_does_not_meet_the_conditions() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let granted = ready(&ilze, 1, 480);
    decide(&andris, &granted, grant(&andris, &state)).ok(201);
    let refused = application(&ilze, &registered_person(&ilze, 2));
    crate::support::steps::checked_as(&ilze, &refused, "none");
    decide(&andris, &refused, refuse(&state, "no_disability")).ok(201);
    let open = ready(&ilze, 3, 480);
    let _held = office.app.db.keyring().here();
    let mut conn = office.place.open(false).unwrap();
    let (granted, refused) = (row(&mut conn, &granted), row(&mut conn, &refused));
    let new = |row: &Row| Row { id: Id::random(), number: "X".to_owned(), application_id: id_of(&open), ..row.clone() };
    let eligible = Some(Coded(eligibility::Outcome::Eligible));
    let unfit = Row { eligibility: refused.eligibility, ..new(&granted) };
    let queued = |row: Row| Row {
        outcome: Coded(Outcome::Queue),
        term_from: None,
        term_to: None,
        areas: None,
        level: None,
        volume_minutes: None,
        ..row
    };
    let exhausted = || "exhausted".to_owned();

    let mut refusal = |row: Row| refused_by(insert(&mut conn, &row));

    for row in [
        Row { eligibility: eligible, funding: exhausted(), ..new(&refused) },
        Row { funding: exhausted(), ..new(&refused) },
        Row { eligibility: eligible, ..new(&refused) },
        Row { ground: None, ..new(&refused) },
    ] {
        assert!(refusal(row).contains("only_the_ineligible_are_refused"));
    }
    let unfit_queued = Row { funding: exhausted(), ..queued(unfit.clone()) };
    assert!(refusal(unfit_queued).contains("only_the_eligible_are_queued"));
    assert!(refusal(queued(new(&granted))).contains("only_the_eligible_are_queued"));
    assert!(refusal(unfit).contains("only_the_funded_are_granted"));
    assert!(refusal(Row { funding: exhausted(), ..new(&granted) }).contains("only_the_funded_are_granted"));
    assert!(refusal(Row { level: None, ..new(&granted) }).contains("what_is_given_is_whole"));
    assert!(refusal(Row { term_to: None, ..new(&granted) }).contains("grant_has_all_its_parts"));
    insert(&mut conn, &Row { funding: exhausted(), ..queued(new(&granted)) }).unwrap();
}

// B41, B42
#[test]
fn no_grant_and_no_place_hangs_on_a_decision_of_another_kind() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    let first = ready(&ilze, 1, 480);
    decide(&andris, &first, grant(&andris, &state)).ok(201);
    allocated(&andris, "state", json!({ "places": 1 }));
    let second = ready(&ilze, 2, 480);
    decide(&andris, &second, queue(&state)).ok(201);
    let _held = office.app.db.keyring().here();
    let mut conn = office.place.open(false).unwrap();
    let waiting = row(&mut conn, &second);
    let of_person = applications::table.filter(applications::id.eq(waiting.application_id));
    let person = of_person.select(applications::person_id).first(&mut conn).unwrap();
    let made: given::store::Row = grants::table.select(given::store::Row::as_select()).first(&mut conn).unwrap();

    let false_grant =
        given::store::Row { id: Id::random(), decision_id: waiting.id, person_id: person, ..made.clone() };
    let honest = given::store::Row { decision_outcome: waiting.outcome, ..false_grant.clone() };

    assert!(given::store::insert(&mut conn, &false_grant).is_err());
    assert!(given::store::insert(&mut conn, &honest).is_err());
    let place = aplp::db::schema::queue_entries::table.select(queued::store::Row::as_select());
    let place: queued::store::Row = place.first(&mut conn).unwrap();
    let false_place = queued::store::Row { id: Id::random(), decision_id: made.decision_id, ..place };
    assert!(queued::store::insert(&mut conn, &false_place).is_err());
}

/// One entry of hours under a grant.
fn hours(office: &Office, ilze: &Desk<'_>, grant: &str) {
    let laura = json!({
        "given_name": "Laura", "family_name": "Zariņa", "qualification": "sociālā darbiniece", "areas": ["finance"],
        "employed_from": "2020-01-01", "caseload_max": 5,
    });
    let laura = ilze.post("/v1/support-persons", laura).id(201);
    let agreement = json!({
        "support_person_id": laura, "meeting_place": "birojā", "meeting_manner": "klātienē", "schedule": "otrdienās",
    });
    let agreement = ilze.post(&format!("/v1/grants/{grant}/agreements"), agreement).id(201);
    for party in ["person", "support_person", "association"] {
        let signature =
            json!({ "party": party, "method": "handwritten", "signatory": "Paraksts", "signed_at": office.now() });
        ilze.post(&format!("/v1/agreements/{agreement}/signatures"), signature).ok(201);
    }
    office.move_to("2026-03-02T09:00:00Z");
    let entry = json!({
        "started_at": "2026-03-02T08:00:00Z", "ended_at": "2026-03-02T09:00:00Z", "area": "finance",
        "component": "decision_support", "mode": "in_person", "place_kind": "home", "travel_minutes": 0,
    });
    office.support_person(&laura).post(&format!("/v1/grants/{grant}/time-entries"), entry).ok(201);
}

#[test]
fn what_was_decided_posted_or_recorded_cannot_be_changed_in_the_database() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    allocated(&andris, "state", json!({ "places": 5 }));
    let application = application(&ilze, &registered_person(&ilze, 1));
    checked(&ilze, &application);
    crate::support::steps::assessed(&ilze, &application, "state", 480);
    let decision = decide(&andris, &application, grant(&andris, &programme(&andris, "state"))).ok(201);
    hours(&office, &ilze, decision["grant_id"].as_str().unwrap());
    let _held = office.app.db.keyring().here();
    let mut conn = office.place.open(false).unwrap();

    for (table, column) in [
        ("decisions", "outcome"),
        ("time_entries", "minutes"),
        ("time_entry_parts", "minutes"),
        ("signatures", "party"),
        ("journal", "subject"),
        ("allocations", "reference"),
        ("assessments", "level"),
        ("registry_checks", "register"),
    ] {
        for change in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
            let refused = conn.batch_execute(&change).unwrap_err().to_string();
            assert!(refused.contains(&format!("append-only table {table}")), "{change}: {refused}");
        }
    }
    let path = format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
    andris.patch_version(&path, "\"1\"", json!({ "reasoning": "Cits." })).problem(405, "method_not_allowed");
    assert_eq!(andris.get(&path).ok(200), decision);
}
