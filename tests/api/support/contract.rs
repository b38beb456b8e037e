//! Every answer of every story is held against the published contract, strictly: unknown members fail.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

#[path = "problem_codes.rs"]
mod problem_codes;

use jsonschema::Validator;
use serde_json::{Value, json};

/// The document as the routes make it.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(aplp::http::server::document)
}

/// The document as it is committed, by which the service judges requests.
fn written() -> &'static Value {
    static WRITTEN: OnceLock<Value> = OnceLock::new();
    WRITTEN.get_or_init(|| serde_json::from_str(aplp::http::contract::TEXT).unwrap())
}

/// The operation behind a request: its template and its part of the document.
pub fn operation(method: &str, path: &str) -> Option<(String, &'static Value)> {
    let paths = document()["paths"].as_object().unwrap();
    let asked: Vec<&str> = path.split('?').next().unwrap().split('/').collect();
    let mut fitting: Vec<_> =
        paths.iter().filter(|(template, item)| item.get(method).is_some() && fits(template, &asked)).collect();
    fitting.sort_by_key(|(template, _)| template.matches('{').count());
    fitting.first().map(|(template, item)| ((*template).clone(), &item[method]))
}

/// The query parameters of an operation by their names; `shared` says that other operations have them too.
#[allow(dead_code, reason = "only the lists are asked so")]
pub fn parameters(operation: &Value) -> BTreeMap<String, Value> {
    let all = operation["parameters"].as_array().into_iter().flatten().map(|parameter| {
        let name = parameter["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        let mut whole = name.map_or(parameter, |name| &document()["components"]["parameters"][name]).clone();
        whole["shared"] = json!(name.is_some());
        whole
    });
    let queries = all.filter(|parameter| parameter["in"] == "query");
    queries.map(|parameter| (parameter["name"].as_str().unwrap().to_owned(), parameter)).collect()
}

fn fits(template: &str, asked: &[&str]) -> bool {
    let parts: Vec<&str> = template.split('/').collect();
    parts.len() == asked.len() && parts.iter().zip(asked).all(|(part, asked)| part.starts_with('{') || part == asked)
}

/// Fails with every difference between an answer and what the contract says of it.
pub fn hold(method: &str, path: &str, status: u16, media: &str, body: &Value) {
    let Some((template, operation)) = operation(method, path) else { return };
    let place = format!("{method} {template} {status}");
    let written = &written()["paths"][&template][method];
    assert!(!written.is_null(), "{place} is not in openapi/openapi.json yet: OPENAPI=write cargo test --test contract");
    let listed = &operation["responses"][status.to_string()];
    let response = if listed.is_null() && status >= 400 { &operation["responses"]["default"] } else { listed };
    assert!(!response.is_null(), "{place} is not documented: {body}");
    let content = match response["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => &document()["components"]["responses"][name]["content"],
        None => &response["content"],
    };
    if content.is_null() || body.is_null() {
        return;
    }
    let media = media.split(';').next().unwrap();
    let described = content.as_object().unwrap().iter().find(|(known, _)| known.split(';').next() == Some(media));
    let (_, described) = described.unwrap_or_else(|| panic!("{place} answers {media}, which is not documented"));
    if !media.ends_with("/json") && !media.ends_with("+json") {
        return;
    }
    if media == "application/problem+json" {
        problem_codes::hold(&place, operation, body["code"].as_str().unwrap_or_default());
    }
    if path.contains("fields=") {
        // Who asks for some members gets rows without the others.
        return;
    }
    let faults: Vec<String> = validator(&described["schema"])
        .iter_errors(body)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{place} breaks the contract:\n{}\n{body:#}", faults.join("\n"));
}

/// A schema of the document, strict: what it does not name is a fault.
pub fn validator(schema: &Value) -> Arc<Validator> {
    static PREPARED: OnceLock<Mutex<HashMap<String, Arc<Validator>>>> = OnceLock::new();
    let mut prepared = PREPARED.get_or_init(Mutex::default).lock().unwrap();
    let prepare = || {
        let mut whole = schema.clone();
        whole["components"] = document()["components"].clone();
        close(&mut whole["components"]["schemas"]);
        let whole = if schema.is_object() { whole } else { json!({}) };
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
    };
    prepared.entry(schema.to_string()).or_insert_with(prepare).clone()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && members.get("type").is_some_and(|own| own == "object")
            {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.iter_mut().for_each(|(_, member)| close(member));
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}
