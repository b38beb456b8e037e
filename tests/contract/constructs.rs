//! What generators of clients stumble over does not stand in the contract.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::document;
use crate::{operations, resolved};

/// How large the document may be, in bytes.
const SIZE_MAX: usize = 850_000;

/// Every object below a part of the document, with where it stands.
fn each<'a>(part: &'a Value, place: String, found: &mut Vec<(String, &'a serde_json::Map<String, Value>)>) {
    match part {
        Value::Object(members) => {
            found.push((place.clone(), members));
            let schemas = members.iter().filter(|(name, _)| !["example", "enum", "const"].contains(&name.as_str()));
            schemas.for_each(|(name, member)| each(member, format!("{place}/{name}"), found));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| each(value, format!("{place}/{at}"), found));
        }
        _ => {}
    }
}

fn everywhere() -> Vec<(String, &'static serde_json::Map<String, Value>)> {
    let mut found = Vec::new();
    each(document(), String::new(), &mut found);
    found
}

/// The names of all schemas that the answers of the service are made of.
fn answered() -> BTreeSet<String> {
    fn reach(from: &Value, found: &mut BTreeSet<String>) {
        match from {
            Value::Object(members) => members.values().for_each(|member| reach(member, found)),
            Value::Array(values) => values.iter().for_each(|value| reach(value, found)),
            Value::String(reference) => {
                let Some(name) = reference.strip_prefix("#/components/schemas/") else { return };
                if found.insert(name.to_owned()) {
                    reach(&document()["components"]["schemas"][name], found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    reach(&document()["components"]["responses"], &mut found);
    operations().iter().for_each(|(_, operation)| reach(&operation["responses"], &mut found));
    found
}

#[test]
fn the_document_is_small() {
    let size = aplp::http::document::text(document()).len();

    assert!(size <= SIZE_MAX, "{size} bytes");
}

/// Go, PHP and RE2 read `\\u` otherwise, and PHP holds what is read as a day against the pattern of how it was written.
#[test]
fn no_pattern_has_an_escape_for_a_character_or_stands_beside_a_format() {
    for (place, schema) in everywhere() {
        let Some(pattern) = schema.get("pattern").and_then(Value::as_str) else { continue };
        assert!(!pattern.contains("\\u"), "{place}: {pattern}");
        assert_eq!(schema.get("format"), None, "{place}");
    }
}

#[test]
fn no_choice_is_one_of_objects() {
    for (place, schema) in everywhere() {
        for word in ["oneOf", "anyOf"] {
            let choices = schema.get(word).and_then(Value::as_array).into_iter().flatten();
            let real = choices.filter(|choice| choice["type"] != "null").count();
            assert!(real <= 1, "{place} has {real} alternatives");
        }
        assert!(!schema.contains_key("discriminator"), "{place}");
    }
}

#[test]
fn answers_are_open_and_hold_no_text_to_a_pattern() {
    for name in answered() {
        let mut found = Vec::new();
        each(&document()["components"]["schemas"][&name], name, &mut found);
        for (place, schema) in found {
            assert!(!schema.get("pattern").is_some_and(Value::is_string), "{place}");
            let is_object = schema.get("properties").is_some_and(Value::is_object) && schema.contains_key("type");
            assert!(!is_object || schema["additionalProperties"] == true, "{place}");
        }
    }
}

/// In Go a schema `X` has the constructor `NewX`, and an enum the constants of its name and its values in capitals.
#[test]
fn no_two_names_become_one_in_generated_code() {
    let schemas = document()["components"]["schemas"].as_object().unwrap();
    let mut seen = BTreeSet::new();
    for (name, schema) in schemas {
        assert!(!name.starts_with("New") && name != "Client", "{name}");
        let own = name.replace('_', "").to_uppercase();
        assert!(seen.insert(own.clone()), "{name}");
        for code in schema["enum"].as_array().into_iter().flatten() {
            let code = code.as_str().unwrap_or_default().to_uppercase();
            assert!(seen.insert(format!("{own}_{code}")), "{name}: {code}");
        }
    }
}

#[test]
fn every_list_of_codes_in_a_header_has_a_name() {
    for (name, parameter) in document()["components"]["parameters"].as_object().unwrap() {
        assert!(parameter["in"] != "header" || parameter["schema"]["enum"].is_null(), "{name}");
    }
}

#[test]
fn every_path_parameter_shows_an_example_of_its_schema() {
    for (name, operation) in operations() {
        for parameter in operation["parameters"].as_array().unwrap().iter().map(resolved) {
            if parameter["in"] == "path" {
                let validator = crate::contract::validator(&parameter["schema"]);
                assert!(validator.is_valid(&parameter["example"]), "{name}: {parameter}");
            }
        }
    }
}

#[test]
fn every_group_of_operations_is_described() {
    for tag in document()["tags"].as_array().unwrap() {
        assert!(tag["description"].as_str().is_some_and(|about| about.ends_with('.')), "{tag}");
    }
}

/// Kinds of problems that rules refuse with and that nobody meets over HTTP: what they refuse is kept from them by the schema of
/// a body, by how moments are written, or by what is looked for.
const NEVER_MET: [&str; 4] = ["called_up_already", "no_such_local_time", "not_active", "off_the_scale"];

/// A problem that an operation answers and does not name is found by the stories.
#[test]
fn every_operation_names_the_problems_that_it_answers_beside_those_of_all() {
    let kinds = document()["components"]["schemas"]["ProblemCode"]["enum"].as_array().unwrap();
    let of_all = document()["components"]["responses"]["Problem"]["x-problem-codes"].as_array().unwrap();
    let mut named = BTreeSet::new();
    for (name, operation) in operations() {
        let own = operation["x-problem-codes"].as_array().unwrap();
        for code in own {
            assert!(kinds.contains(code) && !of_all.contains(code), "{name}: {code}");
            named.insert(code.as_str().unwrap());
        }
        assert!(own.iter().map(Value::as_str).is_sorted(), "{name}");
    }
    let unnamed = kinds.iter().filter_map(Value::as_str).filter(|code| !of_all.iter().any(|known| known == code));
    let unnamed: Vec<&str> = unnamed.filter(|code| !named.contains(code)).collect();
    assert_eq!(unnamed, NEVER_MET, "what no story meets is told of no operation");
}

#[test]
fn every_list_of_codes_says_what_they_mean_and_its_labels_say_it_in_latvian_too() {
    // These have pages and sentences of their own.
    let explained = ["ProblemCode", "FaultCode"];
    let labels: Value = serde_json::from_str(include_str!("../../src/codes/labels.json")).unwrap();
    for (name, schema) in document()["components"]["schemas"].as_object().unwrap() {
        let Some(codes) = schema["enum"].as_array().filter(|_| !explained.contains(&name.as_str())) else { continue };
        assert_eq!(schema["x-enum-descriptions"].as_array().map(Vec::len), Some(codes.len()), "{name}");
        let latvian = labels[name]["codes"].as_array().into_iter().flatten().filter(|label| label[1].is_string());
        assert_eq!(latvian.count(), codes.len(), "{name}");
    }
}
