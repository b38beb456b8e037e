//! The acts behind the rules: open to anyone, and each paragraph of the regulation with what the service does about it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Office, contract};

fn law(office: &Office) -> Value {
    office.anyone("GET", "/v1/law", None).ok(200)
}

fn paragraph<'a>(law: &'a Value, number: &str) -> &'a Value {
    law["paragraphs"].as_array().unwrap().iter().find(|one| one["paragraph"] == number).unwrap()
}

#[test]
fn anyone_can_read_which_acts_the_rules_cite_and_when_they_were_read() {
    let office = Office::open();

    let reply = office.anyone("GET", "/v1/law", None);

    assert_eq!(reply.header("cache-control").as_deref(), Some("public, max-age=300"));
    let law = reply.ok(200);
    assert_eq!(law["copy_read_on"], "2026-11-28");
    let regulation = &law["acts"][0];
    assert_eq!((&regulation["act"], &regulation["act_id"]), (&json!("mk_625"), &json!(346_948)));
    assert_eq!(regulation["act_url"], "https://likumi.lv/ta/id/346948");
    assert_eq!(regulation["gazette"], "2023/213.11");
    assert_eq!(
        (&regulation["in_force_from"], &regulation["applied_from"]),
        (&json!("2023-11-03"), &json!("2023-11-01"))
    );
    let ids: BTreeSet<i64> =
        law["acts"].as_array().unwrap().iter().map(|act| act["act_id"].as_i64().unwrap()).collect();
    let known =
        [346_948, 68_488, 55_567, 212_499, 283_229, 164_501, 211_494, 72_608, 291_788, 269_340, 338_725, 330_546];
    assert_eq!(ids, known.into());
}

#[test]
fn of_the_regulation_every_paragraph_and_the_annex_is_there_in_order_and_in_both_languages() {
    let law = law(&Office::open());

    let told: Vec<&str> =
        law["paragraphs"].as_array().unwrap().iter().map(|one| one["paragraph"].as_str().unwrap()).collect();
    let numbers: Vec<String> = (1..=26).map(|number| number.to_string()).chain(["annex".to_owned()]).collect();
    assert_eq!(told, numbers);
    for one in law["paragraphs"].as_array().unwrap() {
        for text in [&one["says"], &one["service"]] {
            let (lv, en) = (text["lv"].as_str().unwrap(), text["en"].as_str().unwrap());
            assert!(lv != en && lv.ends_with('.') && en.ends_with('.'), "{one}");
        }
    }
}

#[test]
fn what_carries_out_a_paragraph_is_an_operation_of_the_contract() {
    let law = law(&Office::open());
    let paths = contract::document()["paths"].as_object().unwrap().values();
    let operations: BTreeSet<&str> = paths
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();

    for one in law["paragraphs"].as_array().unwrap() {
        let named = one["operations"].as_array().unwrap();
        for operation in named {
            assert!(operations.contains(operation.as_str().unwrap()), "{} names {operation}", one["paragraph"]);
        }
        let done = ["carried_out", "partly"].iter().any(|status| one["status"] == *status);
        assert!(!done || !named.is_empty(), "{} is done by nothing", one["paragraph"]);
    }
    assert_eq!(paragraph(&law, "24")["status"], "no_behaviour");
    assert_eq!(paragraph(&law, "10")["status"], "not_yet");
}

#[test]
fn a_paragraph_names_the_figures_the_conditions_and_the_problems_that_cite_it() {
    let office = Office::open();
    let law = law(&office);

    assert_eq!(paragraph(&law, "23")["figures"], json!(["state_covers_group_iii"]));
    assert_eq!(paragraph(&law, "23")["conditions"], json!(["group_not_covered"]));
    assert_eq!(paragraph(&law, "26")["conditions"], json!(["programme_not_started"]));
    assert!(paragraph(&law, "8")["figures"].as_array().unwrap().contains(&json!("state_level_1_minutes")));
    let refusing = json!(["not_eligible", "eligible_is_not_refused", "ground_not_failed"]);
    let refusing = refusing.as_array().unwrap();
    let sixteen = paragraph(&law, "16")["problems"].as_array().unwrap();
    assert!(refusing.iter().all(|code| sixteen.contains(code)), "{sixteen:?}");
    for number in ["19", "20"] {
        assert!(paragraph(&law, number)["problems"].as_array().unwrap().contains(&json!("ground_not_in_the_list")));
    }
    for one in law["paragraphs"].as_array().unwrap() {
        for code in one["problems"].as_array().unwrap() {
            let page = office.anyone("GET", &format!("/problems/{}", code.as_str().unwrap()), None);
            assert_eq!(page.status, 200, "{code}");
        }
    }
}

#[test]
fn a_figure_a_condition_and_a_no_cite_the_same_act_by_number_paragraph_gazette_and_day() {
    let office = Office::open();
    let rules = office.anyone("GET", "/v1/rules?on=2026-01-01", None).ok(200);
    let figures = rules["figures"].as_array().unwrap();
    let third = figures.iter().find(|figure| figure["code"] == "state_covers_group_iii").unwrap();

    let expected = json!([
        { "act_id": 346_948, "act_url": "https://likumi.lv/ta/id/346948", "paragraph": "23", "gazette": "2023/213.11",
          "copy_read_on": "2026-11-28" },
        { "act_id": 68_488, "act_url": "https://likumi.lv/ta/id/68488", "paragraph": "transitional 59", "gazette": null,
          "copy_read_on": "2026-11-28" },
    ]);
    assert_eq!(third["citations"], expected);
    assert!(third["source"].as_str().unwrap().starts_with("MK 625 (likumi.lv 346948) 23; "), "{third}");

    let asked = json!({ "on": "2025-12-31", "programme": "state" });
    let answer = office.anyone("POST", "/v1/eligibility-checks", Some(&asked)).ok(200);
    let reasons = answer["programmes"][0]["reasons"].as_array().unwrap();
    let cites = |code: &str| &reasons.iter().find(|reason| reason["code"] == code).unwrap()["citations"];
    assert_eq!(*cites("group_not_covered"), expected);
    assert_eq!(cites("programme_not_started")[0]["paragraph"], "26");
    for reason in reasons {
        assert!(!reason["citations"].as_array().unwrap().is_empty(), "{reason}");
        assert!(!reason["law"].as_str().unwrap().contains("individuālā budžeta"), "{reason}");
    }
}
