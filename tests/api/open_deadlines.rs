//! The ends of terms: a question that anyone may ask.

use aplp_domain::code::Code;
use aplp_domain::terms::Rule;
use rstest::rstest;
use serde_json::json;

use crate::support::Office;

// B35, B53
#[rstest]
#[case("decision", "2023-01-31", "2023-02-28", "2023-02-28", "2023-02-28")]
#[case("decision", "2023-04-29", "2023-05-29", "2023-05-30", "2023-05-30")]
#[case("decision", "2023-10-18", "2023-11-18", "2023-11-21", "2023-11-21")]
#[case("decision", "2023-10-20", "2023-11-20", "2023-11-20", "2023-11-21")]
#[case("decision", "2028-06-09", "2028-07-09", "2028-07-11", "2028-07-11")]
#[case("decision", "2025-12-02", "2026-01-02", "2026-01-02", "2026-01-05")]
#[case("decision", "2026-04-01", "2026-05-01", "2026-05-05", "2026-05-05")]
#[case("decision", "2026-05-22", "2026-06-22", "2026-06-22", "2026-06-25")]
#[case("decision", "2028-01-31", "2028-02-29", "2028-02-29", "2028-02-29")]
#[case("contest", "2026-03-09", "2026-04-09", "2026-04-09", "2026-04-09")]
#[case("contest", "2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
#[case("appeal", "2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
#[case("contest", "2023-10-20", "2023-11-20", "2023-11-20", "2023-11-21")]
#[case("contest_wall", "2023-05-04", "2026-05-04", "2026-05-05", "2026-05-05")]
#[case("decision_received", "2023-10-18", "2023-11-18", "2023-11-21", "2023-11-21")]
#[case("decision_received", "2023-10-20", "2023-11-20", "2023-11-20", "2023-11-21")]
#[case("decision_extended", "2026-01-01", "2026-05-01", "2026-05-01", "2026-05-01")]
#[case("decision_year", "2026-03-14", "2027-03-14", "2027-03-14", "2027-03-14")]
#[case("queue_invitation", "2026-05-22", "2026-06-22", "2026-06-22", "2026-06-25")]
#[case("complaint", "2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
#[case("reopening", "2025-08-31", "2026-02-28", "2026-03-02", "2026-03-02")]
#[case("revocation", "2025-12-31", "2026-03-31", "2026-03-31", "2026-03-31")]
#[case("revocation&effective_on=2025-03-02", "2026-01-12", "2026-03-02", "2026-03-02", "2026-03-02")]
#[case("retention_file", "2024-12-31", "2034-12-31", "2034-12-31", "2034-12-31")]
#[case("notified_eu_mail", "2026-03-31", "2026-04-13", "2026-04-13", "2026-04-13")]
#[case("notified_foreign_mail", "2026-04-13", "2026-05-04", "2026-05-04", "2026-05-04")]
#[case("contest_unindicated", "2026-03-09", "2027-03-09", "2027-03-09", "2027-03-09")]
#[case("grant_term", "2024-02-29", "2025-02-28", "2025-02-28", "2025-02-28")]
#[case("grant_term", "2026-03-15", "2027-03-14", "2027-03-14", "2027-03-14")]
#[case("unreachable", "2023-10-31", "2024-02-29", "2024-02-29", "2024-02-29")]
#[case("notified_registered_mail", "2026-03-02", "2026-03-09", "2026-03-09", "2026-03-09")]
#[case("notified_ordinary_mail", "2026-03-02", "2026-03-10", "2026-03-10", "2026-03-10")]
#[case("notified_e_address", "2026-03-06", "2026-03-10", "2026-03-10", "2026-03-10")]
#[case("notified_e_address", "2026-04-02", "2026-04-08", "2026-04-08", "2026-04-08")]
#[case("notified_email", "2026-12-30", "2027-01-05", "2027-01-05", "2027-01-05")]
fn the_end_of_a_term_is_told_with_its_steps(
    #[case] rule: &str,
    #[case] from: &str,
    #[case] raw: &str,
    #[case] last: &str,
    #[case] lenient: &str,
) {
    let office = Office::open();

    let term = office.anyone("GET", &format!("/v1/deadlines?rule={rule}&from={from}"), None).ok(200);

    let rule = rule.split('&').next().unwrap();
    assert_eq!(term["rule"], rule);
    assert!(!term["source"].as_str().unwrap().is_empty());
    assert!(!term["citations"][0]["paragraph"].as_str().unwrap().is_empty(), "{term}");
    let told = [&term["raw_last_day"], &term["last_day"], &term["lenient_last_day"]];
    assert_eq!(told, [&json!(raw), &json!(last), &json!(lenient)]);
    let steps = term["steps"].as_array().unwrap();
    assert!(steps[0]["day"] == from || rule == "revocation");
    assert!(steps.iter().any(|step| step["why"] == "last_day" && step["day"] == last));
    assert_eq!(steps.iter().any(|step| step["why"] == "lenient_last_day"), last != lenient);
}

#[rstest]
#[case("rule=decision&from=1992-12-31", "from", "date_out_of_range")]
#[case("rule=decision&from=2101-01-01", "from", "date_out_of_range")]
#[case("rule=decision&from=9999-12-31", "from", "date_out_of_range")]
#[case("rule=decision&from=0001-01-01", "from", "date_out_of_range")]
#[case("rule=decision&from=%2B12026-01-01", "from", "wrong_format")]
#[case("rule=decision&from=2026-02-29", "from", "no_such_day")]
#[case("rule=never&from=2026-02-28", "rule", "not_one_of")]
#[case("from=2026-02-28", "rule", "required")]
#[case("rule=decision", "from", "required")]
#[case("rule=decision&from=", "from", "wrong_format")]
#[case("rule=revocation&from=2026-01-12&effective_on=1992-12-31", "effective_on", "date_out_of_range")]
#[case("rule=revocation&from=1992-12-31&effective_on=2026-01-12", "from", "date_out_of_range")]
#[case("rule=decision&from=2026-01-12&effective_on=2026-01-12", "effective_on", "not_valid")]
fn a_term_that_cannot_be_computed_is_a_fault_at_its_parameter(
    #[case] query: &str,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let office = Office::open();

    let problem = office.anyone("GET", &format!("/v1/deadlines?{query}"), None).problem(400, "invalid_request");

    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1);
    assert_eq!((&errors[0]["pointer"], &errors[0]["code"]), (&json!(pointer), &json!(code)));
}

#[test]
fn the_first_and_the_last_day_of_the_law_have_terms_by_every_rule() {
    let office = Office::open();

    for rule in Rule::ALL.iter().map(|rule| rule.code()) {
        for from in ["1993-01-01", "2100-12-31"] {
            office.anyone("GET", &format!("/v1/deadlines?rule={rule}&from={from}"), None).ok(200);
        }
    }
}
