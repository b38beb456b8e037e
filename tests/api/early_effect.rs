//! A decision that takes something away before the person was notified of it is told so.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::acts::{end_as_asked, resume, suspend, terminate};
use crate::support::remedies::Decided;
use crate::support::service::{A_YEAR, office, served};

fn warned(day: Value) -> Value {
    json!([{ "code": "effective_before_notified", "level": null, "day": day }])
}

#[rstest]
#[case("in_person", json!([]))]
#[case("registered_mail", warned(json!("2026-03-09")))]
fn a_pause_that_counts_before_it_takes_effect_is_warned_of(#[case] channel: &str, #[case] warnings: Value) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let andris = office.decision_maker();
    let paused = suspend(&andris, &service.grant, "inpatient_treatment", "2026-03-02", json!({})).ok(201);
    assert_eq!(paused["warnings"], json!([]));
    let decision = Decided::of(paused);

    decision.notify(&office.coordinator(), channel, "2026-03-02").ok(201);

    assert_eq!(decision.now(&office)["warnings"], warnings);
    office.move_to("2026-03-03T12:00:00Z");
    let goes_on = Decided::of(resume(&andris, &service.grant, "2026-03-03").ok(201));
    goes_on.notify(&office.coordinator(), "registered_mail", "2026-03-03").ok(201);
    assert_eq!(goes_on.now(&office)["warnings"], json!([]), "it takes nothing away");
}

#[test]
fn what_is_past_already_is_warned_of_before_anybody_is_notified_unless_the_person_died() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let andris = office.decision_maker();
    let ahead = suspend(&andris, &service.grant, "imprisonment", "2026-02-27", json!({ "to": "2026-03-01" })).ok(201);
    assert_eq!(ahead["warnings"], warned(Value::Null));

    let died = json!({ "ends_on": "2026-03-01", "document_reference": "miršanas apliecība" });
    let ended = terminate(&andris, &service.grant, "death", died).ok(201);

    assert_eq!(ended["warnings"], json!([]));
}

#[test]
fn an_end_that_leaves_time_to_notify_is_not_warned_of() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-02T12:00:00Z");
    let decision = Decided::of(end_as_asked(&office.decision_maker(), &service.grant, "2026-03-08").ok(201));

    decision.notify(&office.coordinator(), "e_address", "2026-03-02").ok(201);
    assert_eq!(decision.now(&office)["warnings"], json!([]));

    office.move_to("2026-03-20T12:00:00Z");
    assert_eq!(decision.now(&office)["warnings"], json!([]), "it took effect in time");
}
