//! What the rules once decided wrongly, and must not again.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::service::{A_YEAR, draft, drafted, entry, granted, office, person, served, sign, supporter};

const NOW: &str = "2026-01-05T08:00:00Z";

/// What the journal says was done to one object, in order.
fn journalled(office: &Office, id: &str) -> Vec<String> {
    use aplp::db::schema::journal::{action, object_id, table};
    let id = aplp::db::Id::<()>::of(id.parse().unwrap());
    let mut conn = office.place.open(true).unwrap();
    table.filter(object_id.eq(id)).order(aplp::db::schema::journal::id).select(action).load(&mut conn).unwrap()
}

fn faults(office: &Office) -> Vec<String> {
    aplp::verify::faults(&mut office.place.open(true).unwrap()).unwrap()
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
    assert_eq!(faults(&office), Vec::<String>::new());
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
    assert_eq!(faults(&office), Vec::<String>::new());
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
