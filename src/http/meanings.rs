//! What codes mean, in the document: of each list of codes what every one is called, of each operation which problems it answers.

use serde_json::{Map, Value, json};

use super::directions::operations;
use super::problem;
use crate::codes::labels;

/// Which problems each operation answers beside those that every one may: by its name, the codes.
const OF_OPERATIONS: &str = include_str!("../../openapi/problem-codes.json");

/// Where the codes of problems stand, of an operation and of the answer that all of them share.
const CODES: &str = "x-problem-codes";

/// Beside each list of codes what they are called, in their order; in Latvian too `GET /v1/code-lists` says it.
pub(super) fn label(schemas: &mut Value) {
    for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
        let Some(codes) = schema["enum"].as_array() else { continue };
        let known = codes.iter().map(|code| labels::of(name, code.as_str().unwrap_or_default()));
        let Some(labels) = known.collect::<Option<Vec<_>>>() else { continue };
        schema["x-enum-descriptions"] = labels.iter().map(|label| label.en).collect();
    }
}

/// Names the problems that each operation answers, and once those that any of them may.
pub(super) fn name_problems(document: &mut Value) {
    document["components"]["responses"]["Problem"][CODES] = problem::anywhere().collect();
    let known: Map<String, Value> = serde_json::from_str(OF_OPERATIONS).unwrap_or_default();
    for operation in operations(document) {
        let own = operation["operationId"].as_str().and_then(|id| known.get(id));
        operation[CODES] = own.cloned().unwrap_or_else(|| json!([]));
    }
}
