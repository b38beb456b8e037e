//! The calls that are open to anyone.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;

/// What a check answers for one programme.
fn judged(office: &Office, programme: &str, mut facts: Value) -> Value {
    facts["programme"] = json!(programme);
    let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&facts)).ok(200);
    assert_eq!(answer["programmes"].as_array().unwrap().len(), 1);
    answer["programmes"][0].clone()
}

fn failed(verdict: &Value) -> Vec<&str> {
    let reasons = verdict["reasons"].as_array().unwrap().iter();
    reasons.filter(|reason| reason["satisfied"] == false).map(|reason| reason["code"].as_str().unwrap()).collect()
}

/// An adult with a disability group and a mental disorder, on a day.
fn adult(group: &str, on: &str) -> Value {
    json!({
        "on": on, "born_on": "1975-11-16", "disability": { "group": group }, "mental_disorder": "confirmed",
        "municipality": "0051000", "formerly_in": ["ib_pilot"],
    })
}

// B1, B2, B3
#[rstest]
#[case("i", "2023-10-31", "ineligible", &["programme_not_started"], Some("2023-11-01"))]
#[case("i", "2023-11-01", "eligible", &[], None)]
#[case("ii", "2023-10-31", "ineligible", &["programme_not_started"], Some("2023-11-01"))]
#[case("ii", "2023-11-01", "eligible", &[], None)]
#[case("iii", "2023-11-01", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2025-12-30", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2025-12-31", "ineligible", &["group_not_covered"], Some("2026-01-01"))]
#[case("iii", "2026-01-01", "eligible", &[], None)]
#[case("iii", "2026-01-05", "eligible", &[], None)]
#[case("none", "2026-01-05", "ineligible", &["no_disability"], None)]
fn the_state_pays_for_a_group_from_its_day_on(
    #[case] group: &str,
    #[case] on: &str,
    #[case] outcome: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();

    let verdict = judged(&office, "state", adult(group, on));

    assert_eq!(verdict["outcome"], outcome);
    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
    assert_eq!(verdict["missing"], json!([]));
}

// B1, B4
#[rstest]
#[case("2008-02-15", "2026-02-14", &["not_adult"], Some("2026-02-15"))]
#[case("2008-02-15", "2026-02-15", &[], None)]
#[case("2008-02-29", "2026-02-28", &["not_adult"], Some("2026-03-01"))]
#[case("2008-02-29", "2026-03-01", &[], None)]
fn the_service_is_for_adults(
    #[case] born_on: &str,
    #[case] on: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();
    let mut facts = adult("ii", on);
    facts["born_on"] = json!(born_on);

    let verdict = judged(&office, "state", facts);

    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
}

#[rstest]
#[case("2026-05-31", &[], None)]
#[case("2026-06-01", &["disability_not_valid"], None)]
#[case("2025-01-31", &["disability_not_valid"], Some("2025-02-01"))]
#[case("2025-02-01", &[], None)]
fn a_disability_counts_from_its_first_to_its_last_day(
    #[case] on: &str,
    #[case] codes: &[&str],
    #[case] becomes_eligible_on: Option<&str>,
) {
    let office = Office::open();
    let mut facts = adult("ii", on);
    facts["disability"] = json!({ "group": "ii", "valid_from": "2025-02-01", "valid_to": "2026-05-31" });

    let verdict = judged(&office, "state", facts);

    assert_eq!(failed(&verdict), codes);
    assert_eq!(verdict["becomes_eligible_on"].as_str(), becomes_eligible_on);
}

// B1
#[test]
fn a_disorder_that_is_absent_fails_and_one_that_is_unknown_is_missing() {
    let office = Office::open();
    let with = |disorder: Value| {
        let mut facts = adult("ii", "2026-03-02");
        facts["mental_disorder"] = disorder;
        judged(&office, "state", facts)
    };

    let (absent, unknown, null) = (with(json!("absent")), with(json!("unknown")), with(Value::Null));

    assert_eq!((absent["outcome"].as_str(), failed(&absent)), (Some("ineligible"), vec!["mental_disorder_absent"]));
    assert_eq!((unknown["outcome"].as_str(), &unknown["missing"]), (Some("unknown"), &json!(["mental_disorder"])));
    assert_eq!(unknown, null, "null means what absent means");
}

// B3
#[test]
fn group_iii_before_2026_is_paid_by_a_municipality_that_registers_its_own_programme_and_not_by_the_state() {
    let office = Office::open_on("2025-12-31T08:00:00Z");
    office
        .municipality("0051000")
        .post(
            "/v1/programmes",
            json!({
                "code": "talsi_own", "title_lv": "Talsu novada līdzekļi", "title_en": "Talsi's own money",
                "kind": "municipal_purchase", "funder": "Talsu novads", "owner": "0051000", "starts_on": "2025-01-01",
                "covers": [{ "group": "iii", "from": "2025-01-01" }],
                "municipalities": ["0051000"], "level_1_minutes": 480, "level_2_minutes": 1200,
                "level_3_minutes": 2100, "term_months": 12,
            }),
        )
        .ok(201);

    let own = judged(&office, "talsi_own", adult("iii", "2025-12-31"));
    let state = judged(&office, "state", adult("iii", "2025-12-31"));
    let stranger = judged(&office, "talsi_own", json!({ "municipality": "0001000", "on": "2025-12-31" }));

    assert_eq!(own["outcome"], "eligible");
    assert_eq!(failed(&state), ["group_not_covered"]);
    assert_eq!(failed(&stranger), ["municipality_not_covered"]);
}

#[test]
fn without_facts_every_open_programme_says_what_is_missing_and_no_fact_is_read_as_a_no() {
    let office = Office::open();

    let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&json!({}))).ok(200);

    assert_eq!(answer["on"], "2026-03-02");
    let programmes = answer["programmes"].as_array().unwrap();
    let codes: Vec<_> = programmes.iter().map(|verdict| verdict["programme"].as_str().unwrap()).collect();
    assert_eq!(codes, ["state", "talsi_purchase"]);
    assert_eq!(programmes[0]["outcome"], "unknown");
    assert_eq!(programmes[0]["missing"], json!(["born_on", "disability", "mental_disorder"]));
    assert_eq!(
        programmes[1]["missing"],
        json!(["born_on", "disability", "mental_disorder", "municipality", "formerly_in"])
    );
    for reason in programmes[0]["reasons"].as_array().unwrap() {
        assert_ne!(reason["satisfied"], json!(false), "{reason}");
        assert!(reason["rule"].as_str().unwrap().starts_with('E') && !reason["law"].as_str().unwrap().is_empty());
    }
    assert_eq!(answer["rules"]["hash"], office.anyone("GET", "/v1/rules", None).ok(200)["hash"]);
}

#[test]
fn a_programme_that_is_named_is_judged_on_a_day_on_which_it_is_not_open() {
    let office = Office::open();

    let ended = judged(&office, "ib_pilot", adult("ii", "2021-02-01"));
    let runs = judged(&office, "ib_pilot", adult("ii", "2021-01-31"));

    assert_eq!((failed(&ended), &ended["becomes_eligible_on"]), (vec!["programme_ended"], &Value::Null));
    assert_eq!(failed(&runs), [] as [&str; 0]);
}

#[test]
fn a_check_names_every_fault_in_what_is_asked() {
    let office = Office::open();
    let ask = |body: Value| office.anyone("POST", "/v1/eligibility-checks", Some(&body));

    let unknown = ask(json!({ "programme": "no_such_programme" })).problem(400, "invalid_request");
    let meaning = ask(json!({
        "born_on": "2101-01-01", "municipality": "9999999",
        "disability": { "group": "ii", "valid_from": "2026-02-01", "valid_to": "2026-01-31" },
    }));
    let form = ask(json!({ "on": "2026-02-30", "born_on": "soon", "disability": { "group": "iv" }, "name": "Anna" }));

    let faults = |problem: &Value| -> Vec<(String, String)> {
        let all = problem["errors"].as_array().unwrap().iter();
        let mut all: Vec<_> = all
            .map(|fault| (fault["pointer"].as_str().unwrap().to_owned(), fault["code"].as_str().unwrap().to_owned()))
            .collect();
        all.sort();
        all
    };
    let told = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(faults(&unknown), told(&[("#/programme", "reference_unknown")]));
    assert_eq!(
        faults(&meaning.problem(400, "invalid_request")),
        told(&[
            ("#/born_on", "date_out_of_range"),
            ("#/disability/valid_to", "before_start"),
            ("#/municipality", "municipality_unknown"),
        ])
    );
    assert_eq!(
        faults(&form.problem(400, "invalid_request")),
        told(&[
            ("#/born_on", "wrong_format"),
            ("#/disability/group", "not_one_of"),
            ("#/name", "unknown_member"),
            ("#/on", "wrong_format"),
        ])
    );
}

#[rstest]
#[case("0001-01-01", 400)]
#[case("1899-12-31", 400)]
#[case("1900-01-01", 200)]
#[case("2100-12-31", 200)]
#[case("2101-01-01", 400)]
#[case("2200-01-01", 400)]
#[case("9999-12-31", 400)]
#[case("2026-02-30", 400)]
#[case("today", 400)]
fn no_day_however_far_breaks_an_open_call(#[case] day: &str, #[case] status: u16) {
    let office = Office::open();

    for path in [format!("/v1/municipalities?on={day}"), format!("/v1/rules?on={day}")] {
        let answer = office.anyone("GET", &path, None);

        assert_eq!(answer.status, status, "{path}");
        assert!(status == 200 || answer.body["errors"][0]["pointer"] == "on", "{path}");
    }
    for member in ["on", "born_on"] {
        let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&json!({ member: day })));

        assert_eq!(answer.status, status, "{member}");
    }
    for side in ["valid_from", "valid_to"] {
        let facts = json!({ "disability": { "group": "i", side: day } });

        assert_eq!(office.anyone("POST", "/v1/eligibility-checks", Some(&facts)).status, status, "{side}");
    }
}

// B14, B22, B23, B24, B25, B26, B27, B28, B29, B30, B55
#[test]
fn anyone_can_read_what_the_service_is_in_both_languages() {
    let office = Office::open();

    let reply = office.anyone("GET", "/v1/service-information", None);

    assert_eq!(reply.header("cache-control").as_deref(), Some("public, max-age=300"));
    let service = reply.ok(200);
    let provider = &service["provider"];
    assert_eq!(provider["phones"], json!(["67442828", "25133788"]));
    assert_eq!(provider["email"], "zelda@zelda.org.lv");
    assert_eq!(provider["address"], "Mārupes iela 4-31, Rīga, LV-1002");
    assert_eq!(provider["website"], "https://www.zelda.org.lv");
    let areas: Vec<_> =
        service["areas"].as_array().unwrap().iter().map(|area| area["code"].as_str().unwrap()).collect();
    assert_eq!(areas, ["rights", "finance", "daily_life", "health", "social_care", "support_circle"]);
    assert_eq!(service["areas"][3]["label"]["lv"], "Veselības aprūpes joma (līdz ārsta kabinetam)");
    let minutes: Vec<_> = service["levels"].as_array().unwrap().iter().map(|level| level["minutes"].clone()).collect();
    assert_eq!(minutes, [480, 1200, 2100]);
    assert_eq!(service["levels"][0]["text"]["lv"], "1. līmenis: līdz 8 stundām mēnesī");
    assert_eq!((&service["term_months"], &service["decision_term_months"]), (&json!(12), &json!(1)));
    assert_eq!(service["application_forms"], json!(["free_form", "zelda_form"]));
    assert_eq!(service["groups"][2], json!({ "group": "iii", "from": "2026-01-01" }));
    for section in service["sections"].as_array().unwrap() {
        for text in section["paragraphs"].as_array().unwrap().iter().chain(section["points"].as_array().unwrap()) {
            assert_ne!(text["lv"], text["en"]);
        }
        assert!(!section["paragraphs"].as_array().unwrap().is_empty(), "{section}");
    }
}

// B22, B24
#[test]
fn an_area_is_called_what_it_was_called_on_the_day() {
    let pilot = Office::open_on("2020-06-01T08:00:00Z");

    let service = pilot.anyone("GET", "/v1/service-information", None).ok(200);

    assert_eq!(service["areas"][0]["label"]["lv"], "Juridiskā palīdzība");
    assert_eq!(service["areas"][2]["label"]["lv"], "Ikdienas dzīves prasmju apgūšana un attīstība");
}

#[rstest]
#[case("2021-06-30", 10, "0440200")]
#[case("2021-07-01", 43, "0022000")]
#[case("2025-06-30", 43, "0055000")]
#[case("2025-07-01", 42, "0038001")]
#[case("1900-01-01", 0, "")]
fn municipalities_are_those_of_the_day(#[case] on: &str, #[case] count: usize, #[case] among: &str) {
    let office = Office::open();

    let page = office.anyone("GET", &format!("/v1/municipalities?on={on}"), None).ok(200);

    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), count);
    assert!(among.is_empty() || items.iter().any(|place| place["code"] == among));
    assert_eq!(page["next"], Value::Null);
}

#[test]
fn a_municipality_that_was_merged_names_its_successor() {
    let office = Office::open();

    let page = office.anyone("GET", "/v1/municipalities?on=2025-06-30", None).ok(200);

    let merged = page["items"].as_array().unwrap().iter().find(|place| place["code"] == "0055000").unwrap();
    assert_eq!(
        *merged,
        json!({
            "code": "0055000", "name": "Varakļānu novads", "kind": "novads", "iso3166_2": "LV-102",
            "valid_from": "2021-07-01", "valid_to": "2025-06-30", "successor": "0038001",
        })
    );
}

#[test]
fn an_open_list_is_walked_page_by_page_with_the_same_bytes_for_everybody() {
    let office = Office::open();
    let first = "/v1/municipalities?on=2026-01-01&limit=20";
    let (mut path, mut codes) = (first.to_owned(), Vec::new());

    loop {
        let reply = office.anyone("GET", &path, None);
        assert_eq!(reply.text, office.coordinator().get(&path).text);
        let page = reply.ok(200);
        codes.extend(page["items"].as_array().unwrap().iter().map(|place| place["code"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }

    let whole = office.anyone("GET", "/v1/municipalities?on=2026-01-01&limit=500", None).ok(200);
    let all: Vec<_> = whole["items"].as_array().unwrap().iter().map(|place| place["code"].as_str().unwrap()).collect();
    assert_eq!(codes, all);
    let next = office.anyone("GET", first, None).ok(200)["next"].as_str().unwrap().to_owned();
    let other_day = next.replace("2026-01-01", "2021-07-01");
    office.anyone("GET", &other_day, None).problem(400, "invalid_cursor");
    office.anyone("GET", &next.replace("cursor=A", "cursor=B"), None).problem(400, "invalid_cursor");
    office.anyone("GET", "/v1/municipalities?cursor=", None).problem(400, "invalid_cursor");
}

// B29, B30
#[test]
fn the_rules_in_force_are_told_with_their_days_and_sources() {
    let office = Office::open();
    let rules = |on: &str| office.anyone("GET", &format!("/v1/rules?on={on}"), None).ok(200);
    let figure = |rules: &Value, code: &str| {
        rules["figures"].as_array().unwrap().iter().find(|figure| figure["code"] == code).cloned()
    };

    let (before, after) = (rules("2025-12-31"), rules("2026-01-01"));

    assert_eq!(before["hash"], after["hash"]);
    assert_eq!(before["hash"], aplp_domain::rule_set::hash());
    assert_eq!(figure(&before, "state_covers_group_iii"), None);
    let third = figure(&after, "state_covers_group_iii").unwrap();
    assert_eq!((&third["value"], &third["unit"], &third["since"]), (&json!(1), &json!("flag"), &json!("2026-01-01")));
    let level = figure(&after, "state_level_1_minutes").unwrap();
    assert_eq!((&level["value"], &level["unit"], &level["until"]), (&json!(480), &json!("minutes"), &Value::Null));
    assert!(level["source"].as_str().unwrap().contains("līdz 8 stundām mēnesī"));
    assert!(figure(&after, "ib_pilot_level_1_minutes").is_none());
}

// B35, B53
#[rstest]
#[case("decision", "2023-01-31", "2023-02-28", "2023-02-28", "2023-02-28")]
#[case("decision", "2023-04-29", "2023-05-29", "2023-05-30", "2023-05-30")]
#[case("decision", "2023-10-18", "2023-11-18", "2023-11-21", "2023-11-21")]
#[case("decision", "2025-12-02", "2026-01-02", "2026-01-02", "2026-01-05")]
#[case("decision", "2026-04-01", "2026-05-01", "2026-05-05", "2026-05-05")]
#[case("decision", "2026-05-22", "2026-06-22", "2026-06-22", "2026-06-25")]
#[case("decision", "2028-01-31", "2028-02-29", "2028-02-29", "2028-02-29")]
#[case("contest", "2026-03-09", "2026-04-09", "2026-04-09", "2026-04-09")]
#[case("contest", "2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
#[case("appeal", "2026-03-03", "2026-04-03", "2026-04-07", "2026-04-07")]
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

    assert_eq!((&term["rule"], &term["from"]), (&json!(rule), &json!(from)));
    let told = [&term["raw_last_day"], &term["last_day"], &term["lenient_last_day"]];
    assert_eq!(told, [&json!(raw), &json!(last), &json!(lenient)]);
    let steps = term["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["why"] == "last_day" && step["day"] == last));
    assert_eq!(steps.iter().any(|step| step["why"] == "lenient_last_day"), last != lenient);
}

#[rstest]
#[case("rule=decision&from=1992-12-31", "from", "date_out_of_range")]
#[case("rule=decision&from=2101-01-01", "from", "date_out_of_range")]
#[case("rule=decision&from=9999-12-31", "from", "date_out_of_range")]
#[case("rule=decision&from=0001-01-01", "from", "date_out_of_range")]
#[case("rule=decision&from=%2B12026-01-01", "from", "wrong_format")]
#[case("rule=decision&from=2026-02-29", "from", "wrong_format")]
#[case("rule=never&from=2026-02-28", "rule", "not_one_of")]
#[case("from=2026-02-28", "rule", "required")]
#[case("rule=decision", "from", "required")]
#[case("rule=decision&from=", "from", "wrong_format")]
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

    for rule in aplp_domain::code::Code::ALL.iter().map(|rule: &aplp_domain::terms::Rule| *rule) {
        let rule = aplp_domain::code::Code::code(rule);
        for from in ["1993-01-01", "2100-12-31"] {
            office.anyone("GET", &format!("/v1/deadlines?rule={rule}&from={from}"), None).ok(200);
        }
    }
}

// HT-01
#[test]
fn open_answers_may_be_kept_and_asked_for_again_by_tag_and_a_check_may_not() {
    let office = Office::open();
    for path in [
        "/v1/service-information",
        "/v1/municipalities",
        "/v1/rules",
        "/v1/deadlines?rule=decision&from=2026-03-02",
        "/openapi.json",
    ] {
        let first = office.anyone("GET", path, None);
        assert_eq!(first.header("cache-control").as_deref(), Some("public, max-age=300"), "{path}");
        let tag = first.header("etag").unwrap();

        for seen in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let again = office.send("GET", path, &[("if-none-match", seen)], None);

            assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag").as_ref(), Some(&tag));
        }
        let changed = office.send("GET", path, &[("if-none-match", "\"other\"".to_owned())], None);
        assert_eq!((changed.status, changed.text), (200, first.text), "{path}");
    }

    let check = office.anyone("POST", "/v1/eligibility-checks", Some(&json!({ "born_on": "1975-11-16" })));
    assert_eq!(check.header("cache-control").as_deref(), Some("no-store"));
}
