//! The component schemas put in order: flattened parts merged, generics referring, every text and array bounded.

use serde_json::{Map, Value, json};

use super::document::TEXT_PATTERN;

/// How long a text may be where its field says nothing else.
const TEXT_MAX: u64 = 2_000;
/// How many values an array may have where its field says nothing else.
const ARRAY_MAX: u64 = 1_000;

/// Puts all of them in order.
pub(super) fn tidy(schemas: &mut Value) {
    let Some(all) = schemas.as_object_mut() else { return };
    let before = all.clone();
    for (_, schema) in all.iter_mut() {
        flatten(schema, &before);
    }
    let flat = all.clone();
    for (name, schema) in all.iter_mut() {
        refer(schema, name, &flat);
        bound(schema);
    }
}

/// `allOf` of a reference and an object is one object: what `serde(flatten)` means on the wire.
fn flatten(schema: &mut Value, all: &Map<String, Value>) {
    let Some(parts) = schema.get_mut("allOf").map(Value::take) else { return };
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts.as_array().into_iter().flatten() {
        let mut part = part["$ref"].as_str().and_then(|name| all.get(name.rsplit('/').next()?)).unwrap_or(part).clone();
        flatten(&mut part, all);
        for (name, property) in part["properties"].as_object().into_iter().flatten() {
            whole["properties"][name] = property.clone();
        }
        let required = part["required"].as_array().cloned().unwrap_or_default();
        if let Some(all) = whole["required"].as_array_mut() {
            all.extend(required);
        }
    }
    let kept = schema.as_object_mut().map(std::mem::take).unwrap_or_default();
    for (name, value) in kept.into_iter().filter(|(name, _)| name != "allOf") {
        whole[name] = value;
    }
    *schema = whole;
}

/// A schema that stands inside another one though it has a name becomes a reference to that name.
fn refer(schema: &mut Value, own: &str, all: &Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            for (_, member) in members.iter_mut() {
                let named = all.iter().find(|(name, known)| {
                    *name != own
                        && known["properties"].is_object()
                        && !member["properties"].is_null()
                        && *known == member
                });
                match named {
                    Some((name, _)) => *member = json!({ "$ref": format!("#/components/schemas/{name}") }),
                    None => refer(member, own, all),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| refer(value, own, all)),
        _ => {}
    }
}

/// Bounds every text and array that has no bounds of its own.
pub(super) fn bound(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let is = |members: &Map<String, Value>, kind: &str| {
                members.get("type").is_some_and(|own| {
                    own == kind || own.as_array().is_some_and(|kinds| kinds.iter().any(|own| own == kind))
                })
            };
            if is(members, "string") && !members.contains_key("enum") && !members.contains_key("const") {
                let formatted = members.contains_key("format");
                members.entry("maxLength").or_insert_with(|| json!(if formatted { 64 } else { TEXT_MAX }));
                if !formatted {
                    members.entry("minLength").or_insert_with(|| json!(1));
                    members.entry("pattern").or_insert_with(|| json!(TEXT_PATTERN));
                }
            }
            if is(members, "array") {
                members.entry("maxItems").or_insert_with(|| json!(ARRAY_MAX));
            }
            members.iter_mut().for_each(|(_, member)| bound(member));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| bound(value)),
        _ => {}
    }
}
