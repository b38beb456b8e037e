//! The published contract: collected from the routes by utoipa, then given what all operations share.

use serde_json::{Value, json};
use utoipa::OpenApi;

use super::directions::parted;
use super::examples::example;
use super::filters;
use super::meanings::{label, name_problems};
use super::patches::patch_body;
use super::problem::Problem;
use super::schemas;
use super::shared::shared;
use super::{table_export, tags};

/// How long a page of text or HTML may be, in characters.
const PAGE_MAX: usize = 1_000_000;
/// The operations that every client may call, and the few whose POST asks and leaves nothing.
const QUESTIONS: [&str; 3] = ["/v1/eligibility-checks", "/v1/eligibility-checks/timeline", "/v1/persons/search"];

/// The version of the contract, as the document says it too.
pub const VERSION: &str = "1.0.0";

/// What the document says of the service as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "APLP",
        version = "1.0.0",
        description = "Administers Latvia's *Atbalsta persona lēmumu pieņemšanā*: support persons who help adults \
            with mental-character disorders to make their own decisions. Ids are opaque. Days are legal days in Riga, \
            moments are UTC. Enums in answers may grow: treat unknown values as not handled. A request's \
            `X-Request-Id` (8 to 64 letters, digits, `.`, `_`, `-`) is in the answer and the log; any other is replaced.",
        contact(name = "RC ZELDA", url = "https://www.zelda.org.lv", email = "zelda@zelda.org.lv"),
        license(name = "MIT", identifier = "MIT"),
    ),
    components(schemas(Problem)),
    servers((url = "/", description = "Where this document was read from: local, staging or production."))
)]
pub struct Base;

/// The document as text: what is served, committed and compared. Each operation and each schema has a line of its own, so that
/// a difference says where it is, and there is no other white space.
#[must_use]
pub fn text(document: &Value) -> String {
    let mut text = String::new();
    lines(document, LINES_DEPTH, &mut text);
    text + "\n"
}

/// How deep what stands under a name begins a line of its own: `paths`, the path, the method.
const LINES_DEPTH: usize = 3;

fn lines(value: &Value, depth: usize, text: &mut String) {
    let Some(members) = value.as_object().filter(|members| depth > 0 && !members.is_empty()) else {
        text.push_str(&value.to_string());
        return;
    };
    for (place, (name, member)) in members.iter().enumerate() {
        text.push_str(if place == 0 { "{\n" } else { ",\n" });
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push(':');
        lines(member, depth - 1, text);
    }
    text.push('}');
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
        for (path, item) in paths.iter_mut() {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                let resource =
                    path.strip_prefix("/v1/").map_or("service", |rest| rest.split('/').next().unwrap_or(rest));
                let tag = resource.to_owned();
                operation["tags"] = json!([tag]);
                finish_operation(path, method, operation, examples, &mut patched);
                tags.push(tag);
            }
        }
        table_export::contract::described(paths);
    }
    tags.sort();
    tags.dedup();
    document["tags"] = tags.iter().map(|tag| json!({ "name": tag, "description": tags::about(tag) })).collect();
    document["servers"][0]["x-internal"] = json!(false);
    parted(&mut document, &patched);
    filters::contract::described(&mut document);
    filters::contract::gathered(&mut document);
    label(&mut document["components"]["schemas"]);
    name_problems(&mut document);
    document
}

fn finish_operation(path: &str, method: &str, operation: &mut Value, examples: &Value, patched: &mut Vec<String>) {
    let id = camel(operation["operationId"].as_str().unwrap_or_default());
    operation["operationId"] = json!(id);
    let right = operation["security"][0]["bearer"][0].as_str().map(str::to_owned);
    operation["security"] = if right.is_some() { json!([{ "bearer": [] }]) } else { json!([]) };
    operation["x-required-scope"] = json!(right.clone().unwrap_or_else(|| "none".to_owned()));
    let mut parameters = operation["parameters"].take().as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        schemas::bound(&mut parameter["schema"]);
        if parameter["in"] == "path" {
            in_path(parameter);
        }
    }
    let listed = table_export::contract::is_list(operation);
    if listed {
        parameters.extend(["Limit", "Cursor", "Prefer"].map(reference_to_parameter));
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
    if method == "get" {
        parameters.push(reference_to_parameter("IfNoneMatchSeen"));
        operation["responses"]["304"] = json!({ "$ref": "#/components/responses/NotModified" });
    }
    if right.is_some() {
        parameters.push(reference_to_parameter("Purpose"));
    }
    parameters.push(reference_to_parameter("AcceptLanguage"));
    operation["parameters"] = json!(parameters);
    if method == "patch" {
        patch_body(operation, patched);
    }
    let changes = method != "get" && !question;
    // What the lint asks for and what clients handle by itself; every other status answers `default`.
    for (status, holds) in [
        ("400", true),
        ("401", true),
        ("403", true),
        ("404", has_id),
        ("409", method != "get"),
        ("412", method == "patch" || method == "put"),
        ("422", method != "get"),
        ("428", method == "patch" || method == "put"),
        ("429", true),
        ("500", true),
        ("default", true),
    ] {
        if holds {
            operation["responses"][status] = json!({ "$ref": "#/components/responses/Problem" });
        }
    }
    headers(operation, method, changes);
    pages(operation);
    example(operation, &id, examples);
}

/// What a path names: an id, unless its name says something else.
fn in_path(parameter: &mut Value) {
    let (about, example) = match parameter["name"].as_str() {
        Some("month") => ("The month.", "2026-03"),
        Some("code") => ("The code.", "not_found"),
        Some("name") => ("The name of the list.", "grant-state"),
        _ => ("The id.", "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b90"),
    };
    if parameter["description"].is_null() {
        parameter["description"] = json!(about);
    }
    parameter["example"] = json!(example);
}

/// A parameter that several operations share.
pub(super) fn reference_to_parameter(name: &str) -> Value {
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

fn headers(operation: &mut Value, method: &str, changes: bool) {
    let tagged = method == "patch" || operation["responses"]["304"].is_object();
    let tag = if table_export::contract::is_list(operation) { "PageETag" } else { "ETag" };
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        // `X-Request-Id` and `RateLimit-Policy` stand in every answer: the document says so once.
        let mut headers = json!({ "RateLimit": { "$ref": "#/components/headers/RateLimit" } });
        if status == "201" {
            headers["Location"] = json!({ "$ref": "#/components/headers/Location" });
        }
        if status == "201" || tagged {
            headers["ETag"] = json!({ "$ref": format!("#/components/headers/{tag}") });
        }
        if changes && method == "post" {
            headers["Idempotency-Replayed"] = json!({ "$ref": "#/components/headers/IdempotencyReplayed" });
        }
        response["headers"] = headers;
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
