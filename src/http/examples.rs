//! The examples of the contract: what a test really sent and got, and of each schema one answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::directions::operations;
use super::problem::kinds::shown;
/// The examples are what a test really sent and got.
pub(super) fn example(operation: &mut Value, id: &str, examples: &Value) {
    let known = &examples[id];
    if let Some(content) = operation.pointer_mut("/requestBody/content") {
        show(content, &known["request"]);
    }
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if let Some(content) = response.get_mut("content").filter(|_| status.starts_with('2')) {
            show(content, &known["response"]);
            // A page that is data as well was answered as a page.
            if let Some(kind) = shown(id) {
                content["application/json"]["example"] = kind;
            }
        }
    }
}

fn show(content: &mut Value, example: &Value) {
    for (_, described) in content.as_object_mut().into_iter().flatten().filter(|_| !example.is_null()) {
        described["example"] = shortened(example);
        // One row of a page says what rows are.
        if let Some(rows) = described["example"].get_mut("items").and_then(Value::as_array_mut) {
            rows.truncate(1);
        }
    }
}

/// How many values a list has at the most that an example shows whole.
const WHOLE_MAX: usize = 3;

/// Of a long list the first value, which says as much as all of them.
fn shortened(example: &Value) -> Value {
    match example {
        Value::Array(values) => {
            let shown = if values.len() > WHOLE_MAX { 1 } else { values.len() };
            values.iter().take(shown).map(shortened).collect()
        }
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shortened(value))).collect(),
        other => other.clone(),
    }
}

/// Shows each schema once: the answer to a read of one thing is the example of its schema, for every answer that is of it and for
/// the pages of such things.
pub(super) fn shown_once(document: &mut Value) {
    let shown = read(&document["paths"]);
    for (name, example) in &shown {
        document["components"]["schemas"][name]["examples"] = json!([example]);
    }
    for operation in operations(document) {
        for answer in ["200", "201"].map(|status| format!("/responses/{status}/content/application~1json")) {
            let Some(answer) = operation.pointer_mut(&answer) else { continue };
            let is_shown = schema(answer).is_some_and(|name| shown.contains_key(name.trim_start_matches("Page_")));
            if let Some(members) = answer.as_object_mut().filter(|_| is_shown) {
                members.remove("example");
            }
        }
    }
}

/// What reads of one thing answer, by the names of their schemas.
fn read(paths: &Value) -> BTreeMap<String, Value> {
    let one = paths.as_object().into_iter().flatten().filter(|(path, _)| path.ends_with('}'));
    let answers = one.map(|(_, item)| &item["get"]["responses"]["200"]["content"]["application/json"]);
    answers.filter_map(|answer| Some((schema(answer)?.to_owned(), answer.get("example")?.clone()))).collect()
}

/// The name of the schema of an answer.
fn schema(answer: &Value) -> Option<&str> {
    answer["schema"]["$ref"].as_str()?.rsplit('/').next()
}
