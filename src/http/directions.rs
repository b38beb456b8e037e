//! The schemas of requests apart from those of answers: what is sent here is closed and held to its form, what is answered stays
//! open and is only described.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::formats::TEXT;
use super::patches::nullable;
use super::schemas::{SCHEMAS, close, reached, takes};

/// What is added to the name of a schema that is answered too, for what requests carry.
pub(super) const INPUT: &str = "Input";

/// Names what patches take, parts requests from answers, and leaves out what nothing refers to.
pub(super) fn parted(document: &mut Value, patched: &[String]) {
    let mut schemas = document["components"]["schemas"].take();
    let (mut asked, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for name in patched {
        schemas[format!("{name}Patch")] = patch(&schemas[name]);
        // The outcome of a merge is held against the whole, which no operation names.
        asked.insert(name.clone());
        reached(&schemas[name], &schemas, &mut asked);
    }
    reached(&document["components"]["responses"], &schemas, &mut answered);
    for operation in operations(document) {
        reached(&operation["requestBody"], &schemas, &mut asked);
        reached(&operation["responses"], &schemas, &mut answered);
    }
    let is_object = |name: &&String| schemas[*name]["properties"].is_object() || schemas[*name]["allOf"].is_array();
    let both: BTreeSet<String> = asked.intersection(&answered).filter(is_object).cloned().collect();
    for name in &both {
        schemas[format!("{name}{INPUT}")] = schemas[name].clone();
        asked.remove(name);
        asked.insert(format!("{name}{INPUT}"));
    }
    let codes = enums(&schemas);
    let sizes = codes.iter().map(|(name, codes)| (name.clone(), codes.len())).collect();
    for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
        if asked.contains(name) {
            instead(schema, &both);
            close(schema, &sizes);
        } else if answered.contains(name) {
            open(schema);
        }
    }
    for operation in operations(document) {
        if let Some(body) = operation.get_mut("requestBody") {
            instead(body, &both);
        }
        refer(&mut operation["parameters"], &codes);
        close(&mut operation["parameters"], &sizes);
    }
    let mut used = asked;
    reached(document, &schemas, &mut used);
    if let Some(all) = schemas.as_object_mut() {
        all.retain(|name, _| used.contains(name));
    }
    document["components"]["schemas"] = schemas;
}

/// Every operation of the document.
pub(super) fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let items = document["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut());
    items.flatten().map(|(_, operation)| operation)
}

/// What a merge patch takes: any of the members of a resource that can be changed, at least one.
fn patch(whole: &Value) -> Value {
    let mut patch = whole.clone();
    if let Some(members) = patch.as_object_mut() {
        members.remove("required");
        members.insert("minProperties".to_owned(), json!(1));
    }
    patch["properties"].as_object_mut().into_iter().flatten().for_each(|(_, member)| nullable(member));
    patch
}

/// The codes of each schema that lists them.
fn enums(schemas: &Value) -> BTreeMap<String, Vec<Value>> {
    let listed = schemas.as_object().into_iter().flatten();
    listed.filter_map(|(name, schema)| Some((name.clone(), schema["enum"].as_array()?.clone()))).collect()
}

/// Replaces references to what is answered as well by those to what requests carry.
fn instead(schema: &mut Value, both: &BTreeSet<String>) {
    match schema {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| instead(member, both)),
        Value::Array(values) => values.iter_mut().for_each(|value| instead(value, both)),
        Value::String(reference) if reference.strip_prefix(SCHEMAS).is_some_and(|name| both.contains(name)) => {
            reference.push_str(INPUT);
        }
        _ => {}
    }
}

/// A list of codes that has a name is referred to by it.
fn refer(parameters: &mut Value, codes: &BTreeMap<String, Vec<Value>>) {
    for parameter in parameters.as_array_mut().into_iter().flatten() {
        let own = parameter["schema"]["enum"].as_array();
        let named = own.and_then(|own| codes.iter().find(|(_, codes)| *codes == own));
        if let Some((name, _)) = named {
            parameter["schema"] = json!({ "$ref": format!("{SCHEMAS}{name}") });
        }
    }
}

/// An answer may have more members one day, and no form that a client would have to hold its texts against.
fn open(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object) {
                members.insert("additionalProperties".to_owned(), json!(true));
            }
            if members.get("pattern").is_some_and(Value::is_string) && takes(members.get("type"), "string") {
                members.remove("pattern");
                members.entry("format").or_insert(json!(TEXT));
            }
            members.iter_mut().for_each(|(_, member)| open(member));
        }
        Value::Array(values) => values.iter_mut().for_each(open),
        _ => {}
    }
}
