//! The cascade of checks: IIS first, then VDEĀVK, and the person only when both are silent.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::rulings::{decide, grant};
use crate::support::steps::{
    answer, application, assessed, checked, checked_as, form, need, programme, ready, registered_person,
};
use crate::support::{Desk, Office, Reply};

/// An application under one desk's hands.
pub(crate) struct Case<'a> {
    pub(crate) desk: Desk<'a>,
    id: String,
}

impl<'a> Case<'a> {
    pub(crate) fn of(office: &'a Office) -> Self {
        let desk = office.coordinator();
        let id = application(&desk, &registered_person(&desk, 1));
        Self { desk, id }
    }

    pub(crate) fn path(&self, last: &str) -> String {
        format!("/v1/applications/{}/{last}", self.id)
    }

    pub(crate) fn asked(&self, register: &str, mental_disorder: &str) -> Reply {
        self.desk.post(&self.path("registry-checks"), answer(&self.desk, register, mental_disorder))
    }

    pub(crate) fn requested(&self, answer_by: &str) -> Reply {
        self.desk.post(&self.path("certificate-requests"), json!({ "answer_by": answer_by }))
    }

    pub(crate) fn received(&self, confirms: bool) -> Reply {
        self.desk.post(
            &self.path("certificates"),
            json!({
                "issuer_name": "Dr. Inese Kronberga", "issuer_institution": "Rīgas Psihiatrijas un narkoloģijas centrs",
                "issued_on": "2026-02-27", "confirms": confirms, "document_reference": "027/u 2026/44",
            }),
        )
    }

    pub(crate) fn assess(&self) -> Reply {
        let form = form(&self.desk, &programme(&self.desk, "state"), &[need("finance", 480)]);
        self.desk.post(&self.path("assessments"), form)
    }

    pub(crate) fn state(&self) -> Value {
        self.desk.get(&format!("/v1/applications/{}", self.id)).ok(200)["state"].clone()
    }

    /// The state of the application and what the cascade waits for.
    pub(crate) fn stands(&self) -> (Value, Value) {
        (self.state(), self.findings()["next_step"].clone())
    }

    pub(crate) fn findings(&self) -> Value {
        self.desk.get(&format!("/v1/applications/{}", self.id)).ok(200)["findings"].clone()
    }

    /// How far the certificate has come, and what is known of the mental disorder.
    pub(crate) fn certificate(&self) -> [String; 2] {
        let findings = self.findings();
        ["certificate", "mental_disorder"].map(|member| findings[member].as_str().unwrap().to_owned())
    }
}

// B36, B37
#[test]
fn the_first_answer_of_iis_begins_the_review_and_is_recorded_with_its_evidence() {
    let office = Office::open();
    let case = Case::of(&office);
    assert_eq!(case.findings(), Value::Null);
    let mut said = answer(&case.desk, "iis", "present");
    said["disability"] = json!({ "group": "ii", "valid_from": "2019-01-01", "valid_to": "2026-05-31" });
    said["born_on"] = json!("1980-05-05");
    said["evidence_sha256"] = json!("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08");

    let made = case.desk.post(&case.path("registry-checks"), said).ok(201);

    assert_eq!(made["adapter"], "manual");
    assert_eq!(made["evidence_sha256"], "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    assert_eq!(made["checked_at"], "2026-03-02T07:00:00.000000Z");
    assert!(made["recorded_by"].as_str().unwrap().ends_with("#coordinator"));
    assert_eq!(case.state(), "under_review");
    let findings = case.findings();
    assert_eq!(
        (&findings["mental_disorder"], &findings["mental_disorder_source"]),
        (&json!("confirmed"), &json!("iis"))
    );
    assert_eq!(findings["disability"], json!({ "group": "ii", "valid_from": "2019-01-01", "valid_to": "2026-05-31" }));
    assert_eq!((&findings["disability_check_id"], &findings["next_step"]), (&made["id"], &Value::Null));
    assert_eq!((&findings["born_on"], &findings["born_on_check_id"]), (&json!("1980-05-05"), &made["id"]));
    assert_eq!(case.desk.get(&case.path("registry-checks")).ok(200)["items"], json!([made]));
}

// B37, B38, B39
#[test]
fn the_certificate_is_asked_for_only_after_iis_and_vdeavk_are_silent() {
    let office = Office::open();
    let case = Case::of(&office);

    case.requested("2026-03-20").problem(409, "register_not_checked");
    case.asked("vdeavk", "absent").problem(409, "register_not_checked");
    case.asked("iis", "not_checked").ok(201);
    case.asked("vdeavk", "absent").problem(409, "register_not_checked");
    assert_eq!(case.findings()["next_step"], "check_iis");
    case.asked("iis", "absent").ok(201);
    assert_eq!(case.findings()["next_step"], "check_vdeavk");
    case.requested("2026-03-20").problem(409, "register_not_checked");
    case.assess().problem(409, "register_not_checked");
    case.asked("vdeavk", "absent").ok(201);
    assert_eq!(case.findings()["next_step"], "request_certificate");
    case.assess().problem(409, "certificate_outstanding");
    case.received(true).problem(409, "illegal_state_transition");
    let requested = case.requested("2026-03-20").ok(201);

    assert_eq!((&requested["requested_on"], &requested["answer_by"]), (&json!("2026-03-02"), &json!("2026-03-20")));
    assert_eq!(case.stands(), (json!("certificate_requested"), json!("await_certificate")));
    assert_eq!(case.desk.get(&case.path("certificate-requests")).ok(200)["items"], json!([requested]));
    let twice = case.requested("2026-03-25").problem(409, "illegal_state_transition");
    assert_eq!(twice["allowed_transitions"], json!(["certificate_received", "decided", "withdrawn"]));
    case.assess().problem(409, "certificate_outstanding");
    let certificate = case.received(true).ok(201);
    assert_eq!((&certificate["request_id"], &certificate["confirms"]), (&requested["id"], &json!(true)));
    assert_eq!(
        (case.state(), case.certificate()),
        (json!("under_review"), ["confirms", "confirmed"].map(str::to_owned))
    );
    assert_eq!(case.desk.get(&case.path("certificates")).ok(200)["items"], json!([certificate]));
    case.assess().ok(201);
}

// B38
#[rstest]
#[case("iis")]
#[case("vdeavk")]
fn who_has_the_mark_in_a_register_is_not_asked_for_a_certificate(#[case] register: &str) {
    let office = Office::open();
    let case = Case::of(&office);
    if register == "vdeavk" {
        case.asked("iis", "absent").ok(201);
    }

    case.asked(register, "present").ok(201);

    case.requested("2026-03-20").problem(409, "certificate_not_needed");
    assert_eq!(case.findings()["mental_disorder_source"], register);
    if register == "iis" {
        case.asked("vdeavk", "present").problem(409, "vdeavk_not_needed");
    }
    case.assess().ok(201);
}

#[test]
fn the_newest_answer_of_a_register_counts_by_the_time_it_was_asked() {
    let office = Office::open();
    let case = Case::of(&office);
    checked_as(&case.desk, &case.id, "iii");
    office.pass_days(1);

    checked_as(&case.desk, &case.id, "ii");

    assert_eq!(case.findings()["disability"]["group"], "ii");
    let mut earlier = answer(&case.desk, "iis", "absent");
    earlier["checked_at"] = json!("2026-03-01T21:59:59Z");
    case.desk.post(&case.path("registry-checks"), earlier.clone()).fault("#/checked_at", "too_early");
    // In Riga it is the day of the receipt.
    earlier["checked_at"] = json!("2026-03-01T22:00:00Z");
    case.desk.post(&case.path("registry-checks"), earlier).ok(201);
    assert_eq!((&case.findings()["iis"], &case.findings()["disability"]["group"]), (&json!("present"), &json!("ii")));
    let all = case.desk.get(&case.path("registry-checks")).ok(200);
    let group = |index: usize| &all["items"][index]["disability"]["group"];
    assert_eq!([group(0), group(1), group(2)], [&Value::Null, &json!("iii"), &json!("ii")]);
}

// MK 625, 14. p.
#[test]
fn what_a_register_said_more_than_a_month_ago_is_asked_anew_before_the_decision() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = ready(&ilze, 1, 480);
    let granting = grant(&andris, &programme(&andris, "state"));
    office.move_to("2026-04-03T07:00:00Z");
    let now = |mut wanted: Value| {
        wanted["term_from"] = json!("2026-04-03");
        decide(&andris, &application, wanted)
    };

    let stale = now(granting.clone()).problem(409, "register_answer_stale");
    checked(&ilze, &application);
    let decision = now(granting).ok(201);

    assert_eq!(stale["turns_on"], "2026-04-02");
    assert_eq!(decision["inputs"]["asked"]["registers_asked_on"], "2026-04-03");
    assert_eq!(office.faults(), [""; 0]);
}

// B34
#[test]
fn an_incomplete_application_is_not_reviewed_until_what_is_missing_has_come() {
    let office = Office::open();
    let desk = office.coordinator();
    let person = desk.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
    let new = json!({
        "person_id": person, "form_kind": "free_form", "channel": "post", "submitted_on": "2026-03-02",
        "address": "Mārupes iela 4, Rīga", "contact": "anna@example.lv", "disability": "I grupa",
    });
    let case = Case { id: desk.post("/v1/applications", new).id(201), desk };

    let waits = case.asked("iis", "present").problem(409, "application_incomplete");
    assert_eq!(waits["missing"], json!(["personal_code"]));
    case.desk.post(&format!("/v1/persons/{person}/personal-codes"), json!({ "personal_code": "331234-56789" })).ok(201);
    case.asked("iis", "present").ok(201);

    assert_eq!(case.state(), "under_review");
}

#[rstest]
#[case("checked_at", json!("2026-03-02T07:00:01Z"), "#/checked_at", "in_the_future")]
#[case("born_on", json!("2026-03-03"), "#/born_on", "in_the_future")]
#[case("disability", json!({ "group": "i", "valid_from": "2026-01-02", "valid_to": "2026-01-01" }), "#/disability/valid_to", "too_early")]
#[case("evidence_sha256", json!("9f86"), "#/evidence_sha256", "too_short")]
#[case("register", json!("certificate"), "#/register", "not_one_of")]
#[case("diagnosis", json!("F20"), "#/diagnosis", "unknown_member")]
fn an_answer_that_cannot_be_is_refused_with_its_place(
    #[case] member: &str,
    #[case] value: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let office = Office::open();
    let case = Case::of(&office);
    let mut said = answer(&case.desk, "iis", "present");
    said[member] = value;

    let refused = case.desk.post(&case.path("registry-checks"), said).problem(400, "invalid_request");

    let errors = refused["errors"].as_array().unwrap();
    assert!(errors.iter().any(|fault| fault["pointer"] == pointer && fault["code"] == code), "{refused:#}");
    assert_eq!(case.state(), "submitted");
}

#[test]
fn only_the_association_checks_and_the_same_answer_sent_again_is_recorded_once() {
    let office = Office::open();
    let case = Case::of(&office);
    let said = answer(&case.desk, "iis", "present");
    let path = case.path("registry-checks");

    office.municipality("0001000").post(&path, said.clone()).problem(403, "forbidden");
    office.decision_maker().post(&path, said.clone()).problem(403, "forbidden");
    office.municipality("0002000").get(&path).problem(404, "not_found");
    let first = case.desk.post_with_key(&path, said.clone(), "registry-check-0001");
    let again = case.desk.post_with_key(&path, said, "registry-check-0001");

    assert_eq!((first.status, first.text), (again.status, again.text));
    let seen = case.desk.get(&path).ok(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    // Where the person lives is told nothing of an application that others handed in.
    office.municipality("0001000").get(&path).problem(404, "not_found");
}

#[test]
fn a_check_after_the_assessment_leaves_the_application_assessed() {
    let office = Office::open();
    let case = Case::of(&office);
    case.asked("iis", "present").ok(201);
    assessed(&case.desk, &case.id, "state", 480);

    checked_as(&case.desk, &case.id, "i");

    assert_eq!((case.state(), case.findings()["disability"]["group"].clone()), (json!("assessed"), json!("i")));
}
