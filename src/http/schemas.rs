//! The component schemas put in order: flattened parts merged, generics referring, requests closed, texts and arrays bounded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::choices::united;
use super::formats::TEXT;

/// How references to a schema begin.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// How long a text may be where its field says nothing else.
const TEXT_MAX: u64 = 2_000;
/// How long a value of a format may be where its field says nothing else.
const WRITTEN_MAX: u64 = 64;
/// How many values an array may have where its field says nothing else.
const ARRAY_MAX: u64 = 1_000;

/// Puts all of them in order.
pub(super) fn tidy(schemas: &mut Value) {
    let Some(all) = schemas.as_object_mut() else { return };
    let collected = all.clone();
    for (name, schema) in all.iter_mut() {
        refer(schema, name, &collected);
        flatten(schema, &collected);
        united(schema);
        bound(schema);
    }
    let mut lists = Map::new();
    all.iter_mut().for_each(|(name, schema)| name_lists(schema, name, &mut lists));
    all.append(&mut lists);
}

/// A list of codes that stands inside a schema gets a name, that of the schema and the member: a type of its own in every language.
fn name_lists(schema: &mut Value, name: &str, lists: &mut Map<String, Value>) {
    let Some(members) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (member, own) in members.iter_mut().filter(|(_, own)| own.get("enum").is_some_and(Value::is_array)) {
        let list = format!("{name}{}", pascal(member));
        let about = own["description"].clone();
        let named = std::mem::replace(own, json!({ "$ref": format!("{SCHEMAS}{list}") }));
        if !about.is_null() {
            own["description"] = about;
        }
        lists.insert(list, named);
    }
}

/// `answered_by` becomes `AnsweredBy`.
fn pascal(snake: &str) -> String {
    let capital = |word: &str| {
        let (head, tail) = word.split_at_checked(1).unwrap_or((word, ""));
        head.to_uppercase() + tail
    };
    snake.split('_').map(capital).collect()
}

/// A schema that stands inside another one though it has a name becomes a reference to that name.
fn refer(schema: &mut Value, own: &str, all: &Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            for (_, member) in members.iter_mut() {
                let whole = member["properties"].is_object() || member["allOf"].is_array();
                let named = all.iter().find(|(name, known)| whole && *name != own && *known == member);
                match named {
                    Some((name, _)) => *member = json!({ "$ref": format!("{SCHEMAS}{name}") }),
                    None => refer(member, own, all),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| refer(value, own, all)),
        _ => {}
    }
}

/// `allOf` of objects is one object: what `serde(flatten)` means on the wire.
fn flatten(schema: &mut Value, all: &Map<String, Value>) {
    match schema {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| flatten(member, all)),
        Value::Array(values) => values.iter_mut().for_each(|value| flatten(value, all)),
        _ => {}
    }
    let mut parts = schema["allOf"].as_array().cloned().unwrap_or_default();
    for part in &mut parts {
        let named = part["$ref"].as_str().and_then(|name| all.get(name.rsplit('/').next()?));
        if let Some(named) = named.cloned() {
            *part = named;
            flatten(part, all);
        }
    }
    // A choice among the parts cannot be merged and stays as it is.
    if parts.is_empty() || !parts.iter().all(|part| part["type"] == "object") {
        return;
    }
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts {
        for (name, property) in part["properties"].as_object().into_iter().flatten() {
            whole["properties"][name] = property.clone();
        }
        let required = part["required"].as_array().cloned().unwrap_or_default();
        if let Some(all) = whole["required"].as_array_mut() {
            all.extend(required);
        }
    }
    if let Some(members) = whole.as_object_mut().filter(|members| members["required"] == json!([])) {
        members.remove("required");
    }
    let kept = schema.as_object_mut().map(std::mem::take).unwrap_or_default();
    for (name, value) in kept.into_iter().filter(|(name, _)| name != "allOf") {
        whole[name] = value;
    }
    *schema = whole;
}

/// Everything that a part of the document refers to, the schemas behind those schemas too.
pub(super) fn reached(from: &Value, schemas: &Value, found: &mut BTreeSet<String>) {
    match from {
        Value::Object(members) => members.values().for_each(|member| reached(member, schemas, found)),
        Value::Array(values) => values.iter().for_each(|value| reached(value, schemas, found)),
        Value::String(reference) => {
            let Some(name) = reference.strip_prefix(SCHEMAS) else { return };
            if found.insert(name.to_owned()) {
                reached(&schemas[name], schemas, found);
            }
        }
        _ => {}
    }
}

/// An object in a request takes no member that is not named (`deny_unknown_fields` is not always collected), and a list of
/// codes names each once. Of each list of codes it is known how many there are.
pub(super) fn close(schema: &mut Value, codes: &BTreeMap<String, usize>) {
    match schema {
        Value::Object(members) if members.contains_key("allOf") => {
            members.insert("unevaluatedProperties".to_owned(), json!(false));
        }
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object) && members.contains_key("type") {
                members.entry("additionalProperties").or_insert(json!(false));
            }
            let listed = members.get("items").and_then(|items| items["$ref"].as_str()?.rsplit('/').next());
            if let Some(known) = listed.and_then(|name| codes.get(name)) {
                members.insert("uniqueItems".to_owned(), json!(true));
                members.insert("maxItems".to_owned(), json!(known));
            }
            members.iter_mut().for_each(|(_, member)| close(member, codes));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| close(value, codes)),
        _ => {}
    }
}

/// Whether a `type` of JSON Schema, one or several between brackets, takes values of a kind.
pub(super) fn takes(types: Option<&Value>, kind: &str) -> bool {
    types.is_some_and(|own| own == kind || own.as_array().is_some_and(|kinds| kinds.iter().any(|own| own == kind)))
}

/// Bounds every text and array that has no bounds of its own.
pub(super) fn bound(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if takes(members.get("type"), "string") && !members.contains_key("enum") && !members.contains_key("const") {
                let written = members.contains_key("format");
                members.entry("maxLength").or_insert_with(|| json!(if written { WRITTEN_MAX } else { TEXT_MAX }));
                if !written {
                    members.entry("minLength").or_insert_with(|| json!(1));
                    if !members.contains_key("pattern") {
                        members.insert("format".to_owned(), json!(TEXT));
                    }
                }
            }
            if takes(members.get("type"), "array") {
                members.entry("maxItems").or_insert_with(|| json!(ARRAY_MAX));
            }
            members.iter_mut().for_each(|(_, member)| bound(member));
        }
        Value::Array(values) => values.iter_mut().for_each(bound),
        _ => {}
    }
}
