//! A walk through the API that takes notes: what it sent and got is what the contract shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::normal::Normal;
use super::{Desk, Reply, contract};

/// A walk through the API that takes notes.
#[derive(Default)]
pub struct Tour {
    normal: Normal,
    pub seen: BTreeMap<String, Value>,
    pub read: Vec<String>,
}

impl Tour {
    pub fn note(&mut self, method: &str, path: &str, request: Option<&Value>, reply: &Reply) -> Value {
        let (_, operation) = contract::operation(method, path).unwrap();
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(reply.status < 300, "{id}: {} {:#}", reply.status, reply.body);
        let answered = match (id.as_str(), &reply.body) {
            // The document cannot show itself within itself.
            ("getOpenapi", whole) => json!({ "openapi": whole["openapi"], "info": whole["info"] }),
            // Nobody is shown a token twice, and one in a document would be taken for a real one.
            ("createClientToken", made) => {
                let mut made = self.normal.value(made);
                made["token"] = json!(format!("aplp_test_{}", "x".repeat(51)));
                made
            }
            // How full a disk is follows from the machine.
            ("getAdminHealth", found) => {
                let mut found = self.normal.value(found);
                found["checks"][4]["measured"]["value"] = json!(61);
                found
            }
            (_, Value::Null) => json!(reply.text.lines().next()),
            (_, body) => self.normal.value(body),
        };
        let mut example = json!({ "response": answered });
        if let Some(request) = request {
            example["request"] = self.normal.value(request);
        }
        self.seen.entry(id).or_insert(example);
        reply.body.clone()
    }

    pub fn get(&mut self, desk: &Desk<'_>, path: &str) -> Value {
        self.read.push(path.to_owned());
        self.note("get", path, None, &desk.get(path))
    }

    pub fn post(&mut self, desk: &Desk<'_>, path: &str, body: Value) -> String {
        let (template, _) = contract::operation("post", path).unwrap();
        if template.contains('{') {
            changes_only_the_version_that_was_seen(desk, path, &body);
        }
        let reply = desk.post(path, body.clone());
        let made = self.note("post", path, Some(&body), &reply);
        made["id"].as_str().unwrap_or_default().to_owned()
    }

    pub fn patch(&mut self, desk: &Desk<'_>, path: &str, body: Value) {
        self.note("patch", path, Some(&body), &desk.patch(path, body.clone()));
    }
}

// CR-02
fn changes_only_the_version_that_was_seen(desk: &Desk<'_>, path: &str, body: &Value) {
    let headers = [("if-match", "\"99\""), ("idempotency-key", "a-version-nobody-saw")];

    let reply = desk.send("POST", path, &headers, Some(("application/json", body.to_string())));

    reply.problem(412, "stale_version");
}
