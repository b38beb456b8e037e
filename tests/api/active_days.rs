//! On which days a service was active, asked later: what happened since changes nothing of it.

use std::collections::BTreeSet;

use aplp_domain::grant::{Interval, ServiceDays};
use aplp_domain::riga::riga_day;
use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{end_as_asked, resume, suspend, tick};
use crate::support::service::{A_YEAR, drafted, granted, office, person, served, sign, supporter};

fn is_active(office: &Office, grant: &str, on: NaiveDate) -> bool {
    let page = office.coordinator().get(&format!("/v1/grants?active_on={on}")).ok(200);
    page["items"].as_array().unwrap().iter().any(|other| other["id"] == *grant)
}

/// The same by the rule of the domain, from what a grant tells of itself.
fn by_the_rule(office: &Office, grant: &str, on: NaiveDate) -> bool {
    let told = office.coordinator().get(&format!("/v1/grants/{grant}")).ok(200);
    let day = |value: &Value| value.as_str().map(|text| text.parse::<NaiveDate>().unwrap());
    let days = |one: &Value| Interval { from: day(&one["from"]).unwrap(), to: day(&one["to"]) };
    let suspensions: Vec<_> = told["suspensions"].as_array().unwrap().iter().map(days).collect();
    let signed = told["agreement"]["signed_at"].as_str().map(|at| riga_day(at.parse().unwrap()));
    let (term_from, last_day) = (day(&told["term_from"]).unwrap(), day(&told["last_day"]).unwrap());
    ServiceDays { signed_on: signed, term_from, last_day, suspensions: &suspensions }.holds(on)
}

/// The days of some spans, each with its first and its last one.
fn days(spans: &[[&str; 2]]) -> BTreeSet<NaiveDate> {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    spans.iter().flat_map(|[from, to]| day(from).iter_days().take_while(|on| *on <= day(to))).collect()
}

#[test]
fn a_service_is_active_on_the_days_on_which_it_was_whatever_happened_since() {
    let office = office();
    let grant = served(&office, A_YEAR).grant;
    let andris = office.decision_maker();
    office.move_to("2026-02-11T08:00:00Z");
    suspend(&andris, &grant, "inpatient_treatment", "2026-02-11", json!({})).ok(201);
    office.move_to("2026-02-20T08:00:00Z");
    resume(&andris, &grant, "2026-02-20").ok(201);
    office.move_to("2026-03-01T08:00:00Z");
    suspend(&andris, &grant, "imprisonment", "2026-03-01", json!({ "to": "2026-03-05" })).ok(201);
    office.move_to("2026-03-10T08:00:00Z");
    tick(&office);
    end_as_asked(&andris, &grant, "2026-03-31").ok(201);
    office.move_to("2026-04-15T08:00:00Z");
    tick(&office);

    let asked = days(&[["2026-01-01", "2026-04-20"]]);
    let found: BTreeSet<_> = asked.iter().copied().filter(|on| is_active(&office, &grant, *on)).collect();

    let right = [["2026-01-12", "2026-02-10"], ["2026-02-20", "2026-02-28"], ["2026-03-06", "2026-03-31"]];
    assert_eq!(found, days(&right));
    assert_eq!(found, asked.into_iter().filter(|on| by_the_rule(&office, &grant, *on)).collect());
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_service_is_active_from_the_day_of_the_third_signature_in_riga() {
    let office = office();
    let grant = granted(&office, &person(&office), A_YEAR);
    let agreement = drafted(&office, &grant, &supporter(&office));
    office.move_to("2026-02-02T08:00:00Z");
    // Half past midnight in Riga on 2 February.
    for (party, at) in [
        ("person", "2026-01-05T08:00:00Z"),
        ("support_person", "2026-01-20T08:00:00Z"),
        ("association", "2026-02-01T22:30:00Z"),
    ] {
        sign(&office.coordinator(), &agreement, party, at).ok(201);
    }
    office.move_to("2026-02-10T08:00:00Z");

    let asked = days(&[["2026-01-10", "2026-02-12"]]);
    let found: BTreeSet<_> = asked.into_iter().filter(|on| is_active(&office, &grant, *on)).collect();

    assert_eq!(found, days(&[["2026-02-02", "2026-02-12"]]));
}

#[test]
fn a_service_that_nobody_signed_was_active_on_no_day() {
    let office = office();
    let grant = granted(&office, &person(&office), A_YEAR);
    drafted(&office, &grant, &supporter(&office));
    office.move_to("2026-03-02T08:00:00Z");

    let found = days(&[["2026-01-05", "2026-03-02"]]).into_iter().filter(|on| is_active(&office, &grant, *on));

    assert_eq!(found.count(), 0);
}
