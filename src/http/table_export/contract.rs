//! What the contract says of the table beside a list.

use serde_json::{Value, json};

use super::csv::Profile;
use super::{EXPORT, Form};
use crate::http::document::reference_to_parameter;
use crate::http::media::LISTS;

/// Beside each list of the document the operation that answers it as a table.
pub(in crate::http) fn described(paths: &mut serde_json::Map<String, Value>) {
    let lists = paths.iter().filter(|(_, item)| is_list(&item["get"]));
    let tables: Vec<_> =
        lists.map(|(path, item)| (format!("{path}{EXPORT}"), json!({ "get": table(&item["get"]) }))).collect();
    paths.extend(tables);
}

/// Whether an operation answers pages of rows.
pub(in crate::http) fn is_list(operation: &Value) -> bool {
    let listed = operation.pointer("/responses/200/content/application~1json/schema/$ref");
    listed.and_then(Value::as_str).is_some_and(|schema| schema.contains("/Page_"))
}

/// `listPersons` becomes `exportPersons`, with the same filters and the same right.
fn table(list: &Value) -> Value {
    let id = list["operationId"].as_str().unwrap_or_default().replacen("list", "export", 1);
    let summary = list["summary"].as_str().unwrap_or_default().replacen("Lists", "Exports", 1);
    let not_asked = ["Limit", "Cursor", "Prefer", "IfNoneMatchSeen"].map(reference_to_parameter);
    let mut parameters = list["parameters"].as_array().cloned().unwrap_or_default();
    parameters.retain(|parameter| !not_asked.contains(parameter));
    parameters.extend(["Format", "Profile", "TableLimit"].map(reference_to_parameter));
    let mut table = list.clone();
    table["operationId"] = json!(id);
    table["summary"] = json!(summary);
    table["description"] = json!("The list as a table.");
    table["parameters"] = json!(parameters);
    table["responses"]["200"] = json!({ "$ref": "#/components/responses/Table" });
    if let Some(responses) = table["responses"].as_object_mut() {
        responses.remove("304");
    }
    table
}

/// Which forms and profiles there are, as each table answers one that is not with 406; and how many rows are wanted.
pub(in crate::http) fn parameters() -> [(&'static str, Value); 3] {
    let text = json!({ "type": "string", "maxLength": 40, "pattern": "^[a-z-]+$" });
    let parameter = |name: &str, required: bool, about: String| json!({ "name": name, "in": "query", "required": required, "description": about, "schema": text });
    let listed = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let limit = json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": i32::MAX });
    [
        (
            "TableLimit",
            json!({ "name": "limit", "in": "query", "description": "Rows at most, from the first on; all by default.", "schema": limit }),
        ),
        ("Format", parameter("format", true, format!("One of {}.", listed(&Form::NAMES)))),
        (
            "Profile",
            parameter(
                "profile",
                false,
                format!(
                    "For CSV: {}. `excel` begins with a byte order mark; `excel-lv` also has semicolons, days as \
                    `01.03.2026.` and Riga time. `plain` by default.",
                    listed(&Profile::NAMES)
                ),
            ),
        ),
    ]
}

/// How long a table can be told to be, in bytes: more than some generators of clients can read is no limit.
const TABLE_MAX: i32 = i32::MAX;

/// The answer of every table.
pub(in crate::http) fn response() -> Value {
    let text = |about: &str| json!({ "schema": { "type": "string", "description": about, "maxLength": TABLE_MAX, "format": "binary" } });
    let header = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let mut content = serde_json::Map::new();
    content.insert("text/csv".to_owned(), text("Column names, id first, then rows. Lists of objects are left out."));
    content.insert(
        LISTS[1].to_owned(),
        text("A JSON row a line; the last counts them: `{\"object\":\"end\",\"rows\":2}`."),
    );
    content.insert(LISTS[3].to_owned(), text("One sheet; days and moments are dates, in Riga time."));
    json!({
        "description": "The table. If broken off, its last chunk is missing.",
        "headers": {
            "Content-Disposition": header("ContentDisposition"), "X-Request-Id": header("RequestId"),
            "RateLimit": header("RateLimit"), "RateLimit-Policy": header("RateLimitPolicy"),
        },
        "content": content,
    })
}
