//! The psychiatrist's certificate: what it says, and until when it is waited for.

use rstest::rstest;
use serde_json::{Value, json};

use crate::checks::Case;
use crate::support::Office;

// B39
#[rstest]
#[case(false)]
#[case(true)]
fn a_certificate_counts_also_when_it_comes_late(#[case] confirms: bool) {
    let office = Office::open();
    let case = Case::of(&office);
    case.asked("iis", "absent").ok(201);
    case.asked("vdeavk", "absent").ok(201);
    case.requested("2026-03-20").ok(201);

    office.move_to("2026-03-20T21:59:59Z");
    assert_eq!(case.findings()["certificate"], "requested");
    office.move_to("2026-03-20T22:00:00Z");
    assert_eq!(case.certificate(), ["not_given", "absent"]);
    case.received(confirms).ok(201);

    let expected = if confirms { ["confirms", "confirmed"] } else { ["denies", "absent"] };
    assert_eq!(case.certificate(), expected);
    assert_eq!(case.findings()["mental_disorder_source"], "certificate");
}

#[test]
fn a_register_that_finds_the_mark_meanwhile_ends_the_waiting_for_the_certificate() {
    let office = Office::open();
    let case = Case::of(&office);
    case.asked("iis", "absent").ok(201);
    case.asked("vdeavk", "absent").ok(201);
    case.requested("2026-03-20").ok(201);
    office.pass_days(3);

    case.asked("iis", "present").ok(201);

    assert_eq!(case.findings()["mental_disorder_source"], "iis");
    case.assess().ok(201);
    assert_eq!(case.state(), "assessed");
}

// B39
#[test]
fn a_certificate_says_yes_or_no_and_takes_no_diagnosis() {
    let office = Office::open();
    let case = Case::of(&office);
    case.asked("iis", "absent").ok(201);
    case.asked("vdeavk", "absent").ok(201);
    case.requested("2026-03-02").fault("#/answer_by", "too_early");
    case.requested("2026-03-03").ok(201);
    let with = |member: &str, value: Value| {
        let mut new = json!({
            "issuer_name": "Dr. Inese Kronberga", "issuer_institution": "Centrs", "issued_on": "2026-02-27",
            "confirms": true, "document_reference": "2026/44",
        });
        new[member] = value;
        case.desk.post(&case.path("certificates"), new)
    };

    let refused = with("diagnosis", json!("F20")).problem(400, "invalid_request");

    assert_eq!(refused["errors"][0]["pointer"], "#/diagnosis");
    with("confirms", json!("maybe")).problem(400, "invalid_request");
    with("issued_on", json!("2026-03-03")).fault("#/issued_on", "in_the_future");
    with("received_on", json!("2026-02-26")).fault("#/received_on", "too_early");
    with("received_on", json!("2026-02-27")).ok(201);
}
