//! Every problem of every story is among those that its operation names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex};

use serde_json::Value;

use super::document;

/// Where the codes are kept for the contract.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/problem-codes.json");

/// By the name of an operation the codes that it answers beside those of all.
type Named = BTreeMap<String, BTreeSet<String>>;

static NAMED: LazyLock<Mutex<Named>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(FILE).unwrap();
    Mutex::new(serde_json::from_str(&text).unwrap())
});

/// Fails with a code that an operation does not name; `OPENAPI=write` adds it instead.
pub fn hold(place: &str, operation: &Value, code: &str) {
    let of_all = document()["components"]["responses"]["Problem"]["x-problem-codes"].as_array().unwrap();
    let id = operation["operationId"].as_str().unwrap();
    let mut named = NAMED.lock().unwrap_or_else(|broken| broken.into_inner());
    let own = named.entry(id.to_owned()).or_default();
    if of_all.iter().any(|known| known == code) || own.contains(code) {
        return;
    }
    let writes = std::env::var("OPENAPI").is_ok_and(|wish| wish == "write");
    assert!(writes, "{place} answers {code}, which {id} does not name: add it to openapi/problem-codes.json");
    own.insert(code.to_owned());
    let told: Named =
        named.iter().filter(|(_, codes)| !codes.is_empty()).map(|(id, own)| (id.clone(), own.clone())).collect();
    std::fs::write(FILE, format!("{:#}\n", serde_json::to_value(told).unwrap())).unwrap();
}
