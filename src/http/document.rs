//! The published contract: collected from the routes by utoipa, then given what all operations share.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use utoipa::OpenApi;

use super::media::LISTS;
use super::problem::Problem;
use super::schemas::{self, close, reached};
use super::shared::shared;

/// Text without control characters and without white space at its ends.
pub const TEXT_PATTERN: &str = concat!(
    r"^[^\u0000-\u0020\u007f-\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    r"([^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*",
    r"[^\u0000-\u0020\u007f-\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069])?$"
);
/// How long a page of text or HTML may be, in characters.
const PAGE_MAX: usize = 1_000_000;
/// A day that the rules can answer for: from the nineteenth century of the oldest codes on, and so far ahead that a term from it is a date as well.
pub const DAY_PATTERN: &str = "^(18|19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
/// The same for a moment.
pub const MOMENT_PATTERN: &str = concat!(
    "^(18|19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
    r"(\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
);
/// The operations that every client may call, and the few whose POST asks and leaves nothing.
const QUESTIONS: [&str; 3] = ["/v1/eligibility-checks", "/v1/eligibility-checks/timeline", "/v1/persons/search"];

/// How long a page of a list can be as a table, in bytes.
const TABLE_MAX: u64 = 64 * 1024 * 1024;

/// The version of the contract, as the document says it too.
pub const VERSION: &str = "1.0.0";

/// What the document says of the service as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "APLP",
        version = "1.0.0",
        description = "Administers Latvia's service *Atbalsta persona lēmumu pieņemšanā*: support persons who help adults \
            with mental-character disorders to make their own decisions. Ids are opaque. Days are legal days in Riga, \
            moments are UTC. Enums in answers may grow: treat a value you do not know as one you do not handle.",
        contact(name = "RC ZELDA", url = "https://www.zelda.org.lv", email = "zelda@zelda.org.lv"),
        license(name = "MIT", identifier = "MIT"),
    ),
    components(schemas(Problem)),
    servers((url = "/", description = "Where this document was read from: local, staging or production."))
)]
pub struct Base;

/// The document as text: what is served, committed and compared.
#[must_use]
pub fn text(document: &Value) -> String {
    format!("{document:#}\n")
}

/// Finishes what utoipa collected.
#[must_use]
pub fn finish(collected: &utoipa::openapi::OpenApi, examples: &Value) -> Value {
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    schemas::tidy(&mut document["components"]["schemas"]);
    shared(&mut document["components"]);
    let mut tags = Vec::new();
    let mut patched = Vec::new();
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                let resource =
                    path.strip_prefix("/v1/").map_or("service", |rest| rest.split('/').next().unwrap_or(rest));
                let tag = resource.to_owned();
                operation["tags"] = json!([tag]);
                finish_operation(path, method, operation, examples, &mut patched);
                tags.push(tag);
            }
        }
    }
    tags.sort();
    tags.dedup();
    document["tags"] = tags.iter().map(|tag| json!({ "name": tag, "description": about(tag) })).collect();
    document["servers"][0]["x-internal"] = json!(false);
    named(&mut document, &patched);
    document
}

fn about(tag: &str) -> String {
    match tag {
        "service" => "The pages about the service itself.".to_owned(),
        resource => format!("Everything under `/v1/{resource}`."),
    }
}

/// Names what patches take, closes what requests take, and leaves out what nothing refers to.
fn named(document: &mut Value, patched: &[String]) {
    let mut schemas = document["components"]["schemas"].take();
    let mut taken = BTreeSet::new();
    for name in patched {
        let mut patch = schemas[name].clone();
        if let Some(members) = patch.as_object_mut() {
            members.remove("required");
        }
        schemas[format!("{name}Patch")] = patch;
        // The outcome of a merge is held against the whole, which no operation names.
        taken.insert(name.clone());
        reached(&schemas[name], &schemas, &mut taken);
    }
    let enums = schemas.as_object().into_iter().flatten();
    let codes = enums.filter_map(|(name, schema)| Some((name.clone(), schema["enum"].as_array()?.len()))).collect();
    let mut used = taken.clone();
    let items = document["paths"].as_object_mut().into_iter().flatten().filter_map(|(_, item)| item.as_object_mut());
    for (_, operation) in items.flatten() {
        reached(&operation["requestBody"], &schemas, &mut taken);
        close(&mut operation["parameters"], &codes);
    }
    reached(document, &schemas, &mut used);
    for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
        if taken.contains(name) {
            close(schema, &codes);
        }
    }
    if let Some(all) = schemas.as_object_mut() {
        all.retain(|name, _| used.contains(name));
    }
    document["components"]["schemas"] = schemas;
}

fn finish_operation(path: &str, method: &str, operation: &mut Value, examples: &Value, patched: &mut Vec<String>) {
    let id = camel(operation["operationId"].as_str().unwrap_or_default());
    operation["operationId"] = json!(id);
    let right = operation["security"][0]["bearer"][0].as_str().map(str::to_owned);
    operation["security"] = if right.is_some() { json!([{ "bearer": [] }]) } else { json!([{}]) };
    operation["x-required-scope"] = json!(right.clone().unwrap_or_else(|| "none".to_owned()));
    let mut parameters = operation["parameters"].take().as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        schemas::bound(&mut parameter["schema"]);
        if parameter["description"].is_null() && parameter["in"] == "path" {
            parameter["description"] = json!("The id of the resource.");
        }
    }
    let listed = operation.pointer("/responses/200/content/application~1json/schema/$ref");
    let listed = listed.and_then(Value::as_str).is_some_and(|schema| schema.contains("/Page_"));
    if listed {
        parameters.extend(["Limit", "Cursor", "Prefer"].map(reference_to_parameter));
        let tables = [
            (LISTS[1], "One row a line, as JSON."),
            (LISTS[2], "A row of names, then the rows."),
            (LISTS[3], "A workbook with one sheet: a row of names, then the rows."),
        ];
        for (media, about) in tables {
            let schema = json!({ "type": "string", "description": about, "maxLength": TABLE_MAX, "format": "binary" });
            operation["responses"]["200"]["content"][media] = json!({ "schema": schema });
        }
    }
    let has_id = path.contains('{');
    let question = method == "post" && QUESTIONS.contains(&path);
    if method == "post" {
        parameters.push(reference_to_parameter(if question { "IdempotencyKeyIgnored" } else { "IdempotencyKey" }));
    }
    match method {
        "patch" => parameters.push(reference_to_parameter("IfMatch")),
        "put" => parameters.extend(["IfNoneMatch", "IfMatchIgnored"].map(reference_to_parameter)),
        "post" if has_id => parameters.push(reference_to_parameter("IfMatchWished")),
        _ => {}
    }
    // A list of what one caller may see has no tag; everything else that can be read has one.
    if method == "get" && (right.is_none() || !listed) {
        parameters.push(reference_to_parameter("IfNoneMatchSeen"));
        operation["responses"]["304"] = json!({ "$ref": "#/components/responses/NotModified" });
    }
    if right.is_some() {
        parameters.push(reference_to_parameter("Purpose"));
    }
    parameters.push(reference_to_parameter("AcceptLanguage"));
    parameters.push(reference_to_parameter("RequestId"));
    operation["parameters"] = json!(parameters);
    if method == "patch" {
        patch_body(operation, patched);
    }
    let changes = method != "get" && !question;
    for (status, holds) in [
        (400, true),
        (401, right.is_some()),
        (403, right.is_some()),
        (404, has_id || right.is_some()),
        (406, true),
        (408, method != "get"),
        (409, method != "get"),
        (412, method == "patch" || method == "put" || (method == "post" && has_id)),
        (413, method != "get"),
        (415, method != "get"),
        (422, method != "get"),
        (428, method == "patch" || method == "put"),
        (429, true),
        (431, true),
        (500, true),
        (503, true),
    ] {
        if holds {
            operation["responses"][status.to_string()] = json!({ "$ref": "#/components/responses/Problem" });
        }
    }
    // The lint wants every operation to say what a stranger gets, the open ones too.
    for status in ["401", "403", "default"] {
        operation["responses"][status] = json!({ "$ref": "#/components/responses/Problem" });
    }
    headers(operation, method, changes);
    pages(operation);
    example(operation, &id, examples);
}

fn reference_to_parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// `create_person` becomes `createPerson`.
fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1.min(word.len()));
        name + &head.to_uppercase() + tail
    })
}

/// A merge patch may leave out everything and may not be anything else than the changeable members.
fn patch_body(operation: &mut Value, patched: &mut Vec<String>) {
    let schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
    let name = schema.and_then(|schema| schema.rsplit('/').next()).unwrap_or_default().to_owned();
    let reference = json!({ "$ref": format!("#/components/schemas/{name}Patch") });
    operation["requestBody"]["content"] = json!({ "application/merge-patch+json": { "schema": reference } });
    if !patched.contains(&name) {
        patched.push(name);
    }
}

fn headers(operation: &mut Value, method: &str, changes: bool) {
    let tagged = method == "patch" || operation["responses"]["304"].is_object();
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        let mut headers = json!({
            "X-Request-Id": { "$ref": "#/components/headers/RequestId" },
            "RateLimit": { "$ref": "#/components/headers/RateLimit" },
            "RateLimit-Policy": { "$ref": "#/components/headers/RateLimitPolicy" },
        });
        if status == "201" {
            headers["Location"] = json!({ "$ref": "#/components/headers/Location" });
        }
        if status == "201" || tagged {
            headers["ETag"] = json!({ "$ref": "#/components/headers/ETag" });
        }
        if changes && method == "post" {
            headers["Idempotency-Replayed"] = json!({ "$ref": "#/components/headers/IdempotencyReplayed" });
        }
        response["headers"] = headers;
    }
}

/// The examples are what a test really sent and got.
fn example(operation: &mut Value, id: &str, examples: &Value) {
    let known = &examples[id];
    if let Some(content) = operation.pointer_mut("/requestBody/content") {
        show(content, &known["request"]);
    }
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if let Some(content) = response.get_mut("content").filter(|_| status.starts_with('2')) {
            show(content, &known["response"]);
        }
    }
}

fn show(content: &mut Value, example: &Value) {
    for (media, described) in content.as_object_mut().into_iter().flatten().filter(|_| !example.is_null()) {
        if !LISTS[1..].contains(&media.as_str()) {
            described["example"] = example.clone();
        }
    }
}

/// A page is a text of its own media type: of any characters, but not of any length.
fn pages(operation: &mut Value) {
    for (_, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        for (_, content) in response.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
            if content["schema"]["type"] == "string" && content["schema"]["maxLength"].is_null() {
                content["schema"]["maxLength"] = json!(PAGE_MAX);
            }
        }
    }
}
