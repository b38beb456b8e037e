//! The lists of codes with their labels: open to anyone, whole, and the same as what the contract sends and takes.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Office, contract};

/// Codes that come with their explanation, in the language of the request, wherever they are sent.
const EXPLAINED: [&str; 2] = ["FaultCode", "ProblemCode"];

/// What a schema of the contract is called as a list.
fn kebab(schema: &str) -> String {
    let letters = schema.char_indices().flat_map(|(at, letter)| {
        let dash = (at > 0 && letter.is_ascii_uppercase()).then_some('-');
        dash.into_iter().chain([letter.to_ascii_lowercase()])
    });
    letters.collect()
}

/// Every published list with its codes.
fn published(office: &Office) -> BTreeMap<String, Vec<String>> {
    let page = office.anyone("GET", "/v1/code-lists?limit=500", None).ok(200);
    let each = page["items"].as_array().unwrap().iter().map(|row| {
        let name = row["name"].as_str().unwrap().to_owned();
        let list = office.anyone("GET", &format!("/v1/code-lists/{name}"), None).ok(200);
        assert_eq!((&row["title_lv"], &row["title_en"]), (&list["title_lv"], &list["title_en"]), "{name}");
        let codes: Vec<String> =
            list["codes"].as_array().unwrap().iter().map(|code| code["code"].as_str().unwrap().to_owned()).collect();
        assert_eq!(row["size"], json!(codes.len()), "{name}");
        (name, codes)
    });
    each.collect()
}

#[test]
fn anyone_can_read_what_a_code_is_called_in_both_languages() {
    let office = Office::open();

    let reply = office.anyone("GET", "/v1/code-lists/group", None);

    assert_eq!(reply.header("cache-control").as_deref(), Some("public, max-age=300"));
    assert!(reply.header("etag").is_some());
    let list = reply.ok(200);
    assert_eq!((&list["title_lv"], &list["title_en"]), (&json!("invaliditātes grupa"), &json!("disability group")));
    assert_eq!(
        list["codes"][3],
        json!({ "code": "none", "label_lv": "invaliditāte nav noteikta", "label_en": "no disability established", "counted": null })
    );
}

#[test]
fn what_is_counted_comes_with_its_forms_after_a_number_and_none_for_zero() {
    let office = Office::open();

    let units = office.anyone("GET", "/v1/code-lists/unit", None).ok(200);

    let forms = |code: &str| {
        units["codes"].as_array().unwrap().iter().find(|unit| unit["code"] == code).unwrap()["counted"].clone()
    };
    assert_eq!(
        forms("minutes"),
        json!({ "lv_one": "minūte", "lv_other": "minūtes", "en_one": "minute", "en_other": "minutes" })
    );
    assert_eq!(forms("flag"), Value::Null);
}

#[test]
fn the_lists_are_walked_page_by_page_in_the_order_of_their_names() {
    let office = Office::open();
    let (mut path, mut names) = ("/v1/code-lists?limit=30".to_owned(), Vec::new());

    loop {
        let page = office.anyone("GET", &path, None).ok(200);
        names.extend(page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }

    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    assert_eq!(names, published(&office).into_keys().collect::<Vec<_>>());
}

#[rstest]
#[case("areas")]
#[case("Area")]
#[case("grant_state")]
#[case("a")]
fn a_list_that_is_not_there_is_not_found(#[case] name: &str) {
    let office = Office::open();

    office.anyone("GET", &format!("/v1/code-lists/{name}"), None).problem(404, "not_found");
}

#[test]
fn every_list_of_codes_of_the_contract_is_published() {
    let office = Office::open();
    let published = published(&office);

    let schemas = contract::document()["components"]["schemas"].as_object().unwrap();
    let coded =
        schemas.iter().filter(|(name, schema)| schema["enum"].is_array() && !EXPLAINED.contains(&name.as_str()));
    for (name, schema) in coded {
        let codes = schema["enum"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
        let known = published.get(&kebab(name)).unwrap_or_else(|| panic!("{name} is not published"));
        assert_eq!(known.iter().cloned().collect::<BTreeSet<_>>(), codes.collect(), "{name}");
    }
}
