//! What once went wrong, and must not again.

use aplp::caller::Role;
use aplp_domain::code::Code;
use serde_json::json;

use crate::support::acts::amend;
use crate::support::rulings::{decide, grant};
use crate::support::service::{self, A_YEAR, entry, served};
use crate::support::{Office, steps};

#[test]
fn a_municipality_neither_changes_nor_withdraws_what_it_did_not_hand_in() {
    let office = Office::open();
    let (ilze, riga) = (office.coordinator(), office.municipality("0001000"));
    let theirs = steps::application(&ilze, &steps::registered_person(&ilze, 1));
    let own = steps::application(&riga, &steps::registered_person(&ilze, 2));

    let withdrawal = json!({ "requested_by": "person" });
    let path = format!("/v1/applications/{theirs}");
    riga.get(&path).problem(404, "not_found");
    riga.patch_version(&path, "\"1\"", json!({ "assisted_by": "dienests" })).problem(404, "not_found");
    riga.post(&format!("{path}/withdrawal"), withdrawal.clone()).problem(404, "not_found");

    riga.patch(&format!("/v1/applications/{own}"), json!({ "assisted_by": "dienests" })).ok(200);
    riga.post(&format!("/v1/applications/{own}/withdrawal"), withdrawal).ok(201);
}

#[test]
fn the_tag_of_an_application_moves_with_what_the_registers_say() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/applications/{}", steps::application(&ilze, &steps::registered_person(&ilze, 1)));
    ilze.post(&format!("{path}/registry-checks"), steps::answer(&ilze, "iis", "absent")).ok(201);
    let before = ilze.get(&path);
    let tag = before.header("etag").unwrap();
    let again = || ilze.send("GET", &path, &[("if-none-match", &tag)], None);
    assert_eq!(again().status, 304);

    ilze.post(&format!("{path}/registry-checks"), steps::answer(&ilze, "iis", "present")).ok(201);

    assert_eq!(again().ok(200)["version"], before.ok(200)["version"]);
}

#[test]
fn somebody_with_two_jobs_does_each_within_its_own_bounds() {
    let office = Office::open();
    let (ilze, mut both) = (office.coordinator(), office.municipality("0001000"));
    both.claims.roles.push(Role::Auditor.code().to_owned());
    let elsewhere = json!({ "given_name": "Ieva", "family_name": "Kalna", "municipality": "0051000" });
    let elsewhere = format!("/v1/persons/{}", ilze.post("/v1/persons", elsewhere).id(201));

    both.get(&elsewhere).ok(200);

    let change = json!({ "phone": "+371 67442828" });
    both.patch(&elsewhere, change).problem(404, "not_found");
    assert_eq!(ilze.get(&elsewhere).ok(200)["phone"], json!(null));
}

#[test]
fn nobody_is_asked_for_a_certificate_by_a_day_that_has_passed() {
    let office = Office::open();
    let ilze = office.coordinator();
    let application = steps::application(&ilze, &steps::registered_person(&ilze, 1));
    for register in ["iis", "vdeavk"] {
        let silent = steps::answer(&ilze, register, "absent");
        ilze.post(&format!("/v1/applications/{application}/registry-checks"), silent).ok(201);
    }
    office.pass_days(5);
    let ask = |requested: &str, by: &str| {
        let body = json!({ "requested_on": requested, "answer_by": by });
        ilze.post(&format!("/v1/applications/{application}/certificate-requests"), body)
    };

    ask("2026-03-03", "2026-03-06").fault("#/answer_by", "too_early");
    ask("2026-03-01", "2026-03-20").fault("#/requested_on", "too_early");
    ask("2026-03-03", "2026-03-07").ok(201);
}

#[test]
fn a_certificate_that_comes_after_the_assessment_still_counts() {
    let office = Office::open();
    let ilze = office.coordinator();
    let application = steps::application(&ilze, &steps::registered_person(&ilze, 1));
    for register in ["iis", "vdeavk"] {
        let mut silent = steps::answer(&ilze, register, "absent");
        if register == "iis" {
            silent["disability"] = json!({ "group": "ii", "valid_from": "2019-01-01" });
        }
        ilze.post(&format!("/v1/applications/{application}/registry-checks"), silent).ok(201);
    }
    let asked = json!({ "answer_by": "2026-03-05" });
    ilze.post(&format!("/v1/applications/{application}/certificate-requests"), asked).ok(201);
    office.pass_days(7);
    let state = steps::programme(&ilze, "state");
    steps::assessed(&ilze, &application, "state", 480);

    let late = json!({
        "issuer_name": "Dr. Inese Vītola", "issuer_institution": "Strenču slimnīca", "issued_on": office.today(),
        "confirms": true, "document_reference": "izziņa 12",
    });
    ilze.post(&format!("/v1/applications/{application}/certificates"), late).ok(201);

    let andris = office.decision_maker();
    decide(&andris, &application, grant(&andris, &state)).ok(201);
}

#[test]
fn a_certificate_that_nobody_asked_for_is_refused_and_no_failure_of_ours() {
    let office = Office::open();
    let ilze = office.coordinator();
    let application = steps::ready(&ilze, 1, 480);
    let unasked = json!({
        "issuer_name": "Dr. Inese Vītola", "issuer_institution": "Strenču slimnīca", "issued_on": office.today(),
        "confirms": true, "document_reference": "izziņa 12",
    });
    let path = format!("/v1/applications/{application}");

    ilze.post(&format!("{path}/certificates"), unasked.clone()).problem(409, "certificate_not_needed");

    for register in ["iis", "vdeavk"] {
        let silent = steps::answer(&ilze, register, "absent");
        ilze.post(&format!("{path}/registry-checks"), silent).ok(201);
    }
    ilze.post(&format!("{path}/certificates"), unasked).problem(409, "certificate_outstanding");
}

#[test]
fn a_register_that_could_not_be_asked_takes_nothing_back() {
    let office = Office::open();
    let ilze = office.coordinator();
    let application = steps::application(&ilze, &steps::registered_person(&ilze, 1));
    steps::checked(&ilze, &application);
    let path = format!("/v1/applications/{application}");

    ilze.post(&format!("{path}/registry-checks"), steps::answer(&ilze, "iis", "not_checked")).ok(201);

    let findings = &ilze.get(&path).ok(200)["findings"];
    assert_eq!((&findings["iis"], &findings["mental_disorder"]), (&json!("present"), &json!("confirmed")));
}

#[test]
fn employment_is_not_taken_back_from_days_on_which_somebody_signed_or_worked() {
    let office = service::office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    service.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).ok(201);
    let path = format!("/v1/support-persons/{}", service.supporter);
    let ilze = office.coordinator();

    ilze.patch(&path, json!({ "employed_from": "2026-01-06" })).problem(409, "employment_in_use");
    ilze.patch(&path, json!({ "employed_to": "2026-01-19" })).problem(409, "employment_in_use");
    ilze.patch(&path, json!({ "employed_from": "2026-01-05", "employed_to": "2026-01-20" })).ok(200);
}

#[test]
fn a_ceiling_does_not_fall_below_what_was_granted() {
    let office = service::office();
    let programme = service::programme(&office, "trial", json!({}));
    served(&office, service::Granting { programme, ..A_YEAR });
    let ilze = office.coordinator();
    let path = format!("/v1/programmes/{}", steps::programme(&ilze, "trial"));

    ilze.patch(&path, json!({ "level_1_minutes": 449 })).problem(409, "grants_above_ceiling");
    ilze.patch(&path, json!({ "level_1_minutes": 450 })).ok(200);
}

#[test]
fn a_ceiling_is_held_against_what_is_given_now_and_not_against_what_was_granted_once() {
    let office = service::office();
    let programme = service::programme(&office, "trial", json!({}));
    let service = served(&office, service::Granting { programme, ..A_YEAR });
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let trial = steps::programme(&ilze, "trial");
    let grant = ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let decision = ilze.get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);
    office.move_to("2026-02-02T12:00:00Z");
    let anew = steps::form(&ilze, &trial, &[steps::need("finance", 1000), steps::need("health", 0)]);
    let application = decision["application_id"].as_str().unwrap();
    ilze.post(&format!("/v1/applications/{application}/assessments"), anew).ok(201);
    amend(&andris, &service.grant, "2026-02-02", 2, 1000, json!({})).ok(201);
    let path = format!("/v1/programmes/{trial}");

    ilze.patch(&path, json!({ "level_2_minutes": 999 })).problem(409, "grants_above_ceiling");
    ilze.patch(&path, json!({ "level_1_minutes": 449, "level_2_minutes": 1000 })).ok(200);
}

#[test]
fn a_support_person_has_room_again_from_the_day_after_the_end_whether_or_not_the_clock_has_looked() {
    let office = service::office();
    let supporter = service::supporter_with(&office, json!({ "caseload_max": 1 }));
    let ilze = office.coordinator();
    service::served_by(&office, A_YEAR, supporter.clone());
    let programme = service::programme(&office, "trial", json!({}));
    office.move_to("2027-01-11T12:00:00Z");
    let next = service::Granting { programme, from: "2027-01-12", ..A_YEAR };
    let grant = service::granted(&office, &service::person(&office), next);
    let agree = || ilze.post(&format!("/v1/grants/{grant}/agreements"), service::draft(&supporter));

    agree().problem(409, "caseload_full");
    office.move_to("2027-01-12T12:00:00Z");
    assert_eq!(ilze.get(&format!("/v1/support-persons/{supporter}")).ok(200)["caseload"], 0);
    agree().ok(201);
}

// B31
#[test]
fn a_service_that_ran_out_gives_its_place_back_and_may_be_granted_again() {
    let office = service::office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = steps::programme(&ilze, "state");
    let place = json!({ "places": 1, "effective_on": office.today(), "reference": "LM līgums" });
    andris.post(&format!("/v1/programmes/{state}/allocations"), place).ok(201);
    let service = served(&office, A_YEAR);
    office.move_to("2027-01-12T08:00:00Z");

    let application = steps::application(&ilze, &service.person);
    steps::checked(&ilze, &application);
    steps::assessed(&ilze, &application, "state", 480);
    decide(&andris, &application, grant(&andris, &state)).ok(201);

    let before = ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!(before["state"], "ended");
    let programme = andris.get(&format!("/v1/programmes/{state}")).ok(200);
    assert_eq!(programme["balance"]["places_taken"], 1);
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn nobody_is_born_tomorrow_not_even_by_a_change() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));

    let fault = ilze.patch(&path, json!({ "born_on": "2026-03-03" })).problem(400, "invalid_request");

    assert_eq!(fault["errors"][0]["code"], "in_the_future");
    ilze.patch(&path, json!({ "born_on": "2026-03-02" })).ok(200);
}

#[test]
fn a_person_born_in_the_nineteenth_century_can_be_read_and_changed() {
    let office = Office::open();
    let ilze = office.coordinator();
    let eldest = json!({ "given_name": "Alma", "family_name": "Priede", "personal_code": "030399-00078" });
    let path = format!("/v1/persons/{}", ilze.post("/v1/persons", eldest).id(201));

    let changed = ilze.patch(&path, json!({ "phone": "+371 67442828" })).ok(200);

    assert_eq!(changed["born_on"], "1899-03-03");
}

#[test]
fn a_change_that_names_a_tag_it_does_not_want_is_still_answered_whole() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));

    let patch = Some(("application/merge-patch+json", json!({ "phone": "+371 67442829" }).to_string()));
    let changed = ilze.send("PATCH", &path, &[("if-match", "*"), ("if-none-match", "*")], patch);

    assert_eq!(changed.ok(200)["phone"], "+371 67442829");
}
