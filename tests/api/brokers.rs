//! Brokers: independent of the person's case, or admitted by an exception that everybody sees.

use aplp::caller::{Role, Sight};
use aplp::db::Place;
use aplp::db::map::{MAP, Whose};
use aplp::http::token::DEMO_ISSUER;
use diesel::RunQueryDsl;
use diesel::dsl::sql;
use diesel::sql_types::BigInt;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::budgets::{
    Budget, CESIS, budget_of_2026, choice, items, office, opened, opened_in, programme_of_2026,
};
use crate::support::records::wait;
use crate::support::{Desk, Office, service};

pub fn exception() -> Value {
    json!({ "reason": "novadā nav cita speciālista", "approved_by": "Andris Ozols, direktors" })
}

/// The desk of a broker by the subject of their token.
fn broker<'a>(office: &'a Office, subject: &str) -> Desk<'a> {
    office.desk(Role::Broker).as_subject(subject)
}

pub fn with_exception(mut differs: Value) -> Value {
    differs["exception"] = exception();
    differs
}

pub fn of_social_service(municipality: &str) -> Value {
    let name = "Sociālais dienests";
    json!({ "employer": { "kind": "municipal_social_service", "name": name, "municipality": municipality } })
}

// A45, A46, A47
#[rstest]
#[case(json!({ "declared_roles": ["social_worker"] }), "broker_is_social_worker", "social_worker")]
#[case(json!({ "declared_roles": ["case_manager"] }), "broker_is_case_manager", "case_manager")]
#[case(json!({ "declared_roles": ["support_person"] }), "broker_is_support_person", "support_person")]
#[case(of_social_service("0420200"), "broker_of_local_social_service", "local_social_service")]
#[case(of_social_service("0026000"), "broker_of_local_social_service", "local_social_service")]
fn each_conflict_is_refused_or_admitted_by_a_recorded_exception_that_flags_it(
    #[case] differs: Value,
    #[case] refusal: &str,
    #[case] conflict: &str,
) {
    let office = office();
    let (budget, other) = (opened(&office, 1, 100_000), opened(&office, 2, 100_000));
    let ilze = office.coordinator();
    other.assign(&ilze, json!({})).ok(201);

    budget.assign(&ilze, differs.clone()).problem(422, refusal);
    let admitted = budget.assign(&ilze, with_exception(differs)).ok(201);

    assert_eq!((&admitted["conflict_flag"], &admitted["conflicts"]), (&json!(true), &json!([conflict])));
    assert_eq!(admitted["exception"], exception());
    let listed = |conflict: bool| items(ilze.get(&format!("/v1/individual-budgets?conflict={conflict}")));
    assert_eq!(listed(true).len(), 1);
    assert_eq!(listed(true)[0]["broker"]["conflicts"], json!([conflict]));
    assert_eq!(listed(false)[0]["id"], json!(other.id));
    assert_eq!(office.faults(), [""; 0]);
}

// A46
#[rstest]
#[case(json!({}))]
#[case(of_social_service("0880200"))]
#[case(json!({ "employer": { "kind": "association", "name": "ZELDA", "municipality": "0420200" } }))]
fn somebody_independent_needs_no_exception_and_is_given_none(#[case] differs: Value) {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();

    budget.assign(&ilze, with_exception(differs.clone())).problem(422, "no_conflict_to_admit");
    let assigned = budget.assign(&ilze, differs).ok(201);

    assert_eq!((&assigned["conflict_flag"], &assigned["conflicts_today"]), (&json!(false), &json!([])));
    assert_eq!(items(ilze.get("/v1/individual-budgets?conflict=true")).len(), 0);
}

#[rstest]
#[case(json!({ "employer": { "kind": "municipal_social_service", "name": "Dienests" } }), "#/employer/municipality")]
#[case(of_social_service("0050000"), "#/employer/municipality")]
#[case(json!({ "assigned_on": "2020-03-03" }), "#/assigned_on")]
#[case(json!({ "support_person_id": "6f1c2c5e-0000-4000-8000-000000000000" }), "#/support_person_id")]
#[case(json!({ "declared_roles": ["neighbour"] }), "#/declared_roles/0")]
#[case(json!({ "exception": { "reason": "tā vajag" } }), "#/exception/approved_by")]
fn what_does_not_fit_is_told_with_its_place(#[case] differs: Value, #[case] pointer: &str) {
    let office = office();

    let fault = opened(&office, 1, 100_000).assign(&office.coordinator(), differs).problem(400, "invalid_request");

    assert_eq!(fault["errors"][0]["pointer"], pointer);
}

/// A person with an agreement that their support person has not signed yet, and a budget of a programme of today.
pub fn supported(office: &Office) -> (Budget, String) {
    programme_of_2026(office);
    let budget = budget_of_2026(office, service::person(office), 100_000);
    let grant = service::granted(office, &budget.person, service::A_YEAR);
    (budget, grant)
}

// A45: the facts say it, whatever is declared.
#[test]
fn whoever_supports_the_person_by_an_agreement_is_refused_by_subject_or_by_id() {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let ilze = office.coordinator();
    let zane = service::supporter_with(&office, json!({ "subject": "zane" }));
    service::drafted(&office, &grant, &zane);

    budget.assign(&ilze, json!({ "subject": "zane" })).problem(422, "broker_is_support_person");
    budget.assign(&ilze, json!({ "support_person_id": zane })).problem(422, "broker_is_support_person");
    budget.assign(&ilze, json!({ "subject": "zane-2" })).ok(201);
    let admitted = budget.assign(&ilze, with_exception(json!({ "support_person_id": zane }))).ok(201);

    assert_eq!(admitted["conflicts"], json!(["support_person"]));
    assert_eq!(items(ilze.get(&format!("{}/broker/assignments", budget.path))).len(), 2);
    assert_eq!(office.faults(), [""; 0]);
}

// A45, A46: nothing was edited, and still the conflict is seen.
#[test]
fn a_conflict_that_comes_about_later_is_seen_on_reading() {
    let office = service::office();
    let (budget, grant) = supported(&office);
    let ilze = office.coordinator();
    let zane = service::supporter_with(&office, json!({ "subject": "zane.k" }));
    service::drafted(&office, &grant, &zane);
    let mut of_talsi = of_social_service("0051000");
    of_talsi["subject"] = json!("zane");
    budget.assign(&ilze, of_talsi).ok(201);
    let today = || ilze.get(&format!("{}/broker", budget.path)).ok(200)["conflicts_today"].clone();
    let listed = || items(ilze.get("/v1/individual-budgets?conflict=true")).len();
    assert_eq!((today(), listed()), (json!([]), 0));

    ilze.patch(&format!("/v1/persons/{}", budget.person), json!({ "municipality": "0051000" })).ok(200);
    assert_eq!((today(), listed()), (json!(["local_social_service"]), 1));
    ilze.patch(&format!("/v1/support-persons/{zane}"), json!({ "subject": "zane" })).ok(200);
    assert_eq!(today(), json!(["support_person", "local_social_service"]));

    let broker = ilze.get(&format!("{}/broker", budget.path)).ok(200);
    assert_eq!((&broker["conflict_flag"], &broker["conflicts"]), (&json!(false), &json!([])));
    assert_eq!(budget.read(&office)["broker"]["conflicts_today"], today());
    // The broker is told of it too, though they see nothing else of the person.
    let own = office.desk(Role::Broker).as_subject("zane").get(&budget.path).ok(200);
    assert_eq!(own["broker"]["conflicts_today"], today());
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn another_broker_takes_the_place_of_one_and_the_history_stays() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    ilze.get(&format!("{}/broker", budget.path)).problem(404, "not_found");
    budget.assign(&ilze, json!({ "name": "Pirmais Brokeris", "assigned_on": "2020-01-06" })).ok(201);
    office.pass_days(1);

    let second = budget.assign(&ilze, json!({ "name": "Otrais Brokeris" })).ok(201);

    assert_eq!(ilze.get(&format!("{}/broker", budget.path)).ok(200), second);
    let history = items(ilze.get(&format!("{}/broker/assignments", budget.path)));
    assert_eq!(history.iter().map(|one| &one["name"]).collect::<Vec<_>>(), ["Otrais Brokeris", "Pirmais Brokeris"]);
    assert_eq!(history[1]["superseded_at"], "2020-03-03T07:00:00.000000Z");
    assert_eq!(history[1]["assigned_on"], "2020-01-06");
}

// AZ-03, AZ-05
#[test]
fn a_broker_sees_the_open_budgets_that_are_their_own_and_nothing_else_of_anybody() {
    let office = office();
    let (budget, other) = (opened(&office, 1, 100_000), opened_in(&office, 2, CESIS, 100_000));
    let ilze = office.coordinator();
    budget.assign(&ilze, json!({ "subject": "martins" })).ok(201);
    other.assign(&ilze, json!({ "subject": "martins \"'\\ ķ" })).ok(201);
    let martins = broker(&office, "martins");
    let item = budget.add(&martins, "companion", 5, 1_000).id(201);
    budget.use_up(&martins, &item, 1).ok(201);

    let seen = |desk: &Desk<'_>| -> Vec<Value> {
        items(desk.get("/v1/individual-budgets")).iter().map(|budget| budget["id"].clone()).collect()
    };
    assert_eq!(seen(&martins), [json!(budget.id)]);
    assert_eq!(seen(&broker(&office, "martins \"'\\ ķ")), [json!(other.id)]);
    assert_eq!(items(martins.get(&format!("{}/items", budget.path))).len(), 1);
    martins.get(&other.path).problem(404, "not_found");
    other.add(&martins, "companion", 1, 1).problem(404, "not_found");
    martins
        .post(
            &format!("{}/choices", other.path),
            json!({ "choice": choice(&office, "x"), "change": { "kind": "wish" } }),
        )
        .problem(404, "not_found");
    for path in ["/v1/persons", "/v1/grants", "/v1/applications", "/v1/support-persons"] {
        martins.get(path).problem(403, "forbidden");
    }
    budget.assign(&martins, json!({})).problem(403, "forbidden");
    martins.patch_version(&budget.path, "*", json!({ "cents": 1 })).problem(403, "forbidden");

    budget.assign(&ilze, json!({ "subject": "cits" })).ok(201);
    assert_eq!(seen(&martins), [Value::Null; 0]);
    let ending = json!({ "ended_on": "2020-03-02", "reason": "beidzās" });
    ilze.post(&format!("{}/endings", other.path), ending).ok(201);
    assert_eq!(seen(&broker(&office, "martins \"'\\ ķ")), [Value::Null; 0]);
}

// AZ-05: and the database itself holds it, whatever a query asks for.
#[test]
fn the_database_shows_a_broker_rows_of_the_own_budget_only() {
    let office = office();
    let Place::Postgres(_) = office.place else { return };
    let (budget, other) = (opened(&office, 1, 100_000), opened(&office, 2, 100_000));
    let ilze = office.coordinator();
    for (budget, subject) in [(&budget, "martins"), (&other, "cits")] {
        budget.assign(&ilze, json!({ "subject": subject })).ok(201);
        let item = budget.add(&ilze, "companion", 5, 1_000).id(201);
        budget.use_up(&ilze, &item, 1).ok(201);
    }
    let of_budgets =
        ["individual_budgets", "budget_needs", "budget_choices", "budget_items", "budget_uses", "broker_assignments"];

    for kept in MAP.iter().filter(|kept| kept.whose != Whose::Nobodys && kept.table != "versions") {
        let query = format!("SELECT count(*) FROM {}", kept.table);
        let count = |sight| {
            let query = query.clone();
            let read = office.app.db.read(sight, move |conn| Ok(sql::<BigInt>(&query).get_result::<i64>(conn)?));
            wait(read).unwrap()
        };
        let (own, all) = (count(Sight::Brokered(DEMO_ISSUER.to_owned(), "martins".to_owned())), count(Sight::All));
        if of_budgets.contains(&kept.table) {
            assert_eq!(own * 2, all, "{}", kept.table);
            assert!(own > 0, "{}", kept.table);
        } else {
            assert!(own == 0 || kept.table.starts_with("budget_"), "{} shows {own}", kept.table);
        }
    }
}
