//! The examples of the contract: what a test really sent and got.

use serde_json::Value;

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
