//! What the rules once decided wrongly, and must not again.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::rulings::{allocated, decide, grant, queue};
use crate::support::service::{A_YEAR, draft, drafted, entry, granted, office, person, served, sign, supporter};
use crate::support::{Office, steps};

const NOW: &str = "2026-01-05T08:00:00Z";

/// What the journal says was done to one object, in order.
fn journalled(office: &Office, id: &str) -> Vec<String> {
    use aplp::db::journal::READ;
    use aplp::db::schema::journal::{action, object_id, table};
    let id = aplp::db::Id::<()>::of(id.parse().unwrap());
    let mut conn = office.place.open(true).unwrap();
    table
        .filter(object_id.eq(id))
        .filter(action.ne(READ))
        .order(aplp::db::schema::journal::id)
        .select(action)
        .load(&mut conn)
        .unwrap()
}

// B44
#[test]
fn a_draft_that_not_everybody_signed_gives_way_to_a_new_one() {
    let office = office();
    let ilze = office.coordinator();
    let (zane, maris) = (supporter(&office), supporter(&office));
    let grant = granted(&office, &person(&office), A_YEAR);
    let first = drafted(&office, &grant, &zane);
    sign(&ilze, &first, "person", NOW).ok(201);
    sign(&ilze, &first, "association", NOW).ok(201);

    let second = drafted(&office, &grant, &maris);

    let old = ilze.get(&format!("/v1/agreements/{first}")).ok(200);
    assert_eq!((&old["state"], &old["signed_at"]), (&json!("superseded"), &Value::Null));
    let refused = sign(&ilze, &first, "support_person", NOW).problem(409, "illegal_state_transition");
    assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!("superseded"), &json!([])));
    office.support_person(&zane).get(&format!("/v1/agreements/{first}")).problem(404, "not_found");
    for party in ["person", "support_person", "association"] {
        sign(&ilze, &second, party, NOW).ok(201);
    }
    let told = ilze.get(&format!("/v1/grants/{grant}")).ok(200);
    assert_eq!((&told["state"], &told["agreement"]["id"]), (&json!("contracted"), &json!(second)));
    let actions = ["agreement_drafted", "signature_recorded", "signature_recorded", "agreement_superseded"];
    assert_eq!(journalled(&office, &first), actions);
    assert_eq!(office.faults(), Vec::<String>::new());
}

// B44
#[test]
fn a_new_draft_leaves_the_signed_agreement_in_force() {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    let first = drafted(&office, &service.grant, &supporter(&office));

    let path = format!("/v1/grants/{}/agreements", service.grant);
    ilze.post(&path, draft(&supporter(&office))).ok(201);

    let state = |id: &str| ilze.get(&format!("/v1/agreements/{id}")).ok(200)["state"].clone();
    assert_eq!((state(&service.agreement), state(&first)), (json!("signed"), json!("superseded")));
}

// B44
#[test]
fn who_was_replaced_posts_late_what_was_done_before_and_takes_the_own_entries_back() {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    let wrong = service.post(&office, entry("2026-01-20T06:00", "2026-01-20T07:00")).id(201);
    let maris = supporter(&office);
    let agreement = drafted(&office, &service.grant, &maris);
    for party in ["person", "support_person", "association"] {
        sign(&ilze, &agreement, party, "2026-01-20T11:00:00Z").ok(201);
    }
    office.pass_days(3);
    let zane = office.support_person(&service.supporter);

    let late = service.post(&office, entry("2026-01-20T10:00", "2026-01-20T11:00")).ok(201);
    service.post(&office, entry("2026-01-20T09:50", "2026-01-20T11:01")).problem(422, "after_replacement");
    service.post(&office, entry("2026-01-21T09:00", "2026-01-21T10:00")).problem(422, "after_replacement");
    let reversal = format!("/v1/time-entries/{wrong}/reversals");
    let reason = json!({ "reason": "cita persona" });
    office.support_person(&maris).post(&reversal, reason.clone()).problem(404, "not_found");
    zane.post(&reversal, reason).ok(201);
    let device = format!("{}/{}", service.entries(), uuid::Uuid::new_v4());
    let again = ("application/json", entry("2026-01-20T07:00", "2026-01-20T08:00").to_string());
    zane.send("PUT", &device, &[("if-none-match", "*")], Some(again)).ok(201);

    assert_eq!(late["months"][0]["used_minutes"], 120);
    let posted = ilze.get(&format!("/v1/time-entries/{}", late["id"].as_str().unwrap())).ok(200);
    assert_eq!(
        (&posted["agreement_id"], &posted["support_person_id"]),
        (&json!(service.agreement), &json!(service.supporter))
    );
    assert_eq!(service.month(&office, "2026-01")["used_minutes"], 120);
    // The person's case itself is no longer theirs to see.
    zane.get(&format!("/v1/grants/{}", service.grant)).problem(404, "not_found");
    zane.get(&format!("/v1/persons/{}", service.person)).problem(404, "not_found");
    office
        .support_person(&maris)
        .post(&service.entries(), entry("2026-01-20T10:59", "2026-01-20T11:10"))
        .problem(409, "before_signature");
    assert_eq!(office.faults(), Vec::<String>::new());
}

// B44
#[test]
fn who_only_ever_had_a_draft_or_nothing_posts_nothing() {
    let office = office();
    let service = served(&office, A_YEAR);
    let (drafted_only, nobody) = (supporter(&office), supporter(&office));
    drafted(&office, &service.grant, &drafted_only);
    drafted(&office, &service.grant, &supporter(&office));
    office.move_to("2026-01-20T12:00:00Z");

    for other in [drafted_only, nobody] {
        let desk = office.support_person(&other);
        desk.post(&service.entries(), entry("2026-01-20T10:00", "2026-01-20T11:00")).problem(404, "not_found");
    }
}

// A13, B29, B41
#[test]
fn an_assessment_made_for_another_programme_is_read_by_the_ceilings_of_the_one_that_decides() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let trial = steps::programme(&ilze, crate::support::service::programme(&office, "trial", json!({})));
    let state = steps::programme(&ilze, "state");
    let [first, second] = [1, 2].map(|number| steps::ready(&ilze, number, 2160));
    let wanted = |programme: &str, minutes: i32| {
        let mut wanted = grant(&andris, programme);
        wanted["level"] = json!(3);
        wanted["volume_minutes"] = json!(minutes);
        wanted
    };

    let over = decide(&andris, &first, wanted(&trial, 2161)).problem(422, "over_the_assessment");
    let granted = decide(&andris, &first, wanted(&trial, 2160)).ok(201);
    decide(&andris, &second, wanted(&state, 2101)).problem(422, "over_the_ceiling");
    allocated(&andris, "state", json!({ "places": 0 }));
    let queued = decide(&andris, &second, queue(&state)).ok(201);

    assert_eq!(over["most_minutes"], 2160);
    let read = |decision: &Value| {
        let found = &decision["inputs"]["assessment"];
        assert_eq!((&found["programme_id"], &found["total_minutes"]), (&json!(state), &json!(2160)));
        (found["level"].clone(), found["volume_minutes"].clone())
    };
    assert_eq!(read(&granted), (json!(3), json!(2160)));
    assert_eq!(read(&queued), (json!(3), json!(2100)));
}

// A13, B41
#[test]
fn what_the_ceiling_of_another_programme_allowed_is_no_ground_for_more_here() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let trial = steps::programme(&ilze, crate::support::service::programme(&office, "trial", json!({})));
    let application = steps::application(&ilze, &person(&office));
    steps::checked(&ilze, &application);
    let state = steps::programme(&ilze, "state");
    let mut form = steps::form(&ilze, &state, &[steps::need("finance", 1000)]);
    form["chosen_level"] = json!({ "level": 1, "reason": "Persona tā vēlas." });
    ilze.post(&format!("/v1/applications/{application}/assessments"), form).ok(201);
    let mut wanted = grant(&andris, &trial);
    wanted["level"] = json!(2);

    // Of the 480 minutes of the state's first level this programme's own holds 450.
    let refused = decide(&andris, &application, wanted.clone()).problem(422, "over_the_assessment");
    wanted["volume_minutes"] = json!(450);
    wanted["level"] = json!(1);
    let granted = decide(&andris, &application, wanted).ok(201);

    assert_eq!(refused["most_minutes"], 450);
    assert_eq!(granted["inputs"]["assessment"]["volume_minutes"], 450);
}

// B41
#[test]
fn no_service_is_granted_for_days_before_its_decision() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = steps::ready(&ilze, 1, 480);
    let mut wanted = grant(&andris, &steps::programme(&ilze, "state"));

    wanted["term_from"] = json!("2026-01-04");
    let refused = decide(&andris, &application, wanted.clone()).problem(422, "starts_before_decision");
    wanted["term_from"] = json!("2026-01-05");
    decide(&andris, &application, wanted).ok(201);

    assert_eq!(refused["turns_on"], "2026-01-05");
}

// A4, A36, A43, B41
#[test]
fn a_decision_cites_the_legal_ground_of_its_own_programme_and_no_regulation_of_a_later_day() {
    let office = Office::open_on("2023-05-02T10:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mut of_liepaja = steps::person(1);
    of_liepaja["municipality"] = json!("0005000");
    let application = steps::application(&ilze, &ilze.post("/v1/persons", of_liepaja).id(201));
    steps::checked(&ilze, &application);
    steps::assessed(&ilze, &application, "cfla_2022", 450);
    let cfla = steps::programme(&andris, "cfla_2022");
    let mut wanted = grant(&andris, &cfla);
    wanted["volume_minutes"] = json!(450);

    let decision = decide(&andris, &application, wanted).ok(201);

    let norms = json!([
        {
            "act": "Centrālās finanšu un līgumu aģentūras atbalstīts projekts (9.2.2.3. pasākums)",
            "paragraph": "programmas nosacījumi par pakalpojuma piešķiršanu, termiņu un apjomu",
            "citation": null,
        },
        {
            "act": "Administratīvā procesa likums",
            "paragraph": "67",
            "citation": {
                "act_id": 55_567, "act_url": "https://likumi.lv/ta/id/55567", "paragraph": "67", "gazette": null,
                "copy_read_on": "2026-11-28",
            },
        },
    ]);
    assert_eq!(decision["norms"], norms);
    let ground = andris.get(&format!("/v1/programmes/{cfla}")).ok(200)["legal_ground"].clone();
    assert_eq!(decision["norms"][0]["act"], ground);
}

#[test]
fn a_programme_without_a_legal_ground_is_not_registered() {
    let office = Office::open();
    let mut programme = json!({
        "code": "groundless", "title_lv": "Izmēģinājums", "title_en": "Trial", "kind": "pilot", "funder": "Fonds",
        "starts_on": "2026-01-01", "covers": [{ "group": "ii", "from": "2026-01-01" }],
        "level_1_minutes": 450, "level_2_minutes": 1200, "level_3_minutes": 2220, "term_months": 12,
    });

    let fault = office.coordinator().post("/v1/programmes", programme.clone()).problem(400, "invalid_request");
    programme["legal_ground"] = json!("projekta līgums");
    office.coordinator().post("/v1/programmes", programme).ok(201);

    assert_eq!(fault["errors"][0]["pointer"], "#/legal_ground");
}

#[test]
fn eligibility_on_a_day_before_the_figures_of_the_law_is_a_fault_and_no_answer_by_later_figures() {
    let office = Office::open();
    let ask = |on: &str| {
        let question = json!({ "programme": "state", "on": on, "born_on": "1970-01-01" });
        office.anyone("POST", "/v1/eligibility-checks", Some(&question))
    };

    let unknown = json!({ "programme": "state", "on": "1992-12-31" });
    office.anyone("POST", "/v1/eligibility-checks", Some(&unknown)).problem(400, "invalid_request");
    let fault = ask("1992-12-31").problem(400, "invalid_request");
    ask("1993-01-01").ok(200);

    assert_eq!(
        (&fault["errors"][0]["pointer"], &fault["errors"][0]["code"]),
        (&json!("#/on"), &json!("date_out_of_range"))
    );
}

#[test]
fn an_assessment_of_a_day_without_a_figure_carries_no_grant() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ilze.post("/v1/applications", steps::statement(&person(&office), "2019-11-30")).id(201);
    steps::checked(&ilze, &application);
    let state = steps::programme(&ilze, "state");
    let mut form = steps::form(&ilze, &state, &[steps::need("finance", 480)]);
    form["assessed_on"] = json!("2019-11-30");
    ilze.post(&format!("/v1/applications/{application}/assessments"), form).ok(201);

    let refused = decide(&andris, &application, grant(&andris, &state)).problem(422, "figure_not_in_force");

    assert_eq!(refused["turns_on"], "2019-11-30");
}
