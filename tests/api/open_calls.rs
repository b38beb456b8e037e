//! The calls that are open to anyone.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;

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

// HT-01
#[test]
fn open_answers_may_be_kept_and_asked_for_again_by_tag_and_a_check_may_not() {
    let office = Office::open();
    for path in [
        "/v1/service-information",
        "/v1/municipalities",
        "/v1/rules",
        "/v1/law",
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
