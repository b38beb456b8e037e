//! What the contract says of patches: both media types, and what null means in each.

use serde_json::{Value, json};

/// What null means in a patch.
const PATCH_BODY: &str = "What changes, at least one member. As `application/merge-patch+json` (RFC 7396) a member that is null is \
    erased, where it may be absent; a body of several members that are all null is refused. As `application/json` a member that \
    is null is as one that is not there.";

/// A member that may be null as well: then generated clients leave out what nobody set.
pub(super) fn nullable(schema: &mut Value) {
    if let Some(kind) = schema["type"].as_str().map(str::to_owned) {
        schema["type"] = json!([kind, "null"]);
    } else if let Some(reference) = schema["$ref"].as_str().map(str::to_owned) {
        let about = schema["description"].clone();
        *schema = json!({ "oneOf": [{ "type": "null" }, { "$ref": reference }] });
        if !about.is_null() {
            schema["description"] = about;
        }
    }
    if let Some(codes) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        codes.push(Value::Null);
    }
}

/// A merge patch may leave out everything and may not be anything else than the changeable members.
pub(super) fn patch_body(operation: &mut Value, patched: &mut Vec<String>) {
    let schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
    let name = schema.and_then(|schema| schema.rsplit('/').next()).unwrap_or_default().to_owned();
    let reference = json!({ "$ref": format!("#/components/schemas/{name}Patch") });
    let described = json!({ "schema": reference });
    operation["requestBody"]["content"] =
        json!({ "application/merge-patch+json": described, "application/json": described });
    operation["requestBody"]["description"] = json!(PATCH_BODY);
    if !patched.contains(&name) {
        patched.push(name);
    }
}
