//! A walk through the API that takes notes: what it sent and got is what the contract shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::normal::Normal;
use super::{Desk, Reply, contract};

/// What is told there is told of nobody who is supported.
const NOBODYS: [&str; 3] = ["/v1/programmes", "/v1/client", "/v1/cooperation-agreements"];

/// A walk through the API that takes notes.
#[derive(Default)]
pub struct Tour {
    normal: Normal,
    pub seen: BTreeMap<String, Value>,
    pub read: Vec<String>,
    /// Every change, as it was sent.
    pub sent: Vec<(&'static str, String, Value)>,
    /// The headers of every answer.
    pub headers: Vec<(String, String)>,
    /// What is sent about persons is told in these words too, where somebody wants to find it again.
    words: Option<fn(&str, &str) -> String>,
}

impl Tour {
    /// A walk on which everything about persons is told in other words: by the name of a member and its text.
    pub fn in_words(words: fn(&str, &str) -> String) -> Self {
        Self { words: Some(words), ..Self::default() }
    }

    /// What is sent to a path, with the words that are to be found again.
    fn told(&mut self, method: &'static str, path: &str, body: Value) -> Value {
        let body = match self.words {
            Some(words) if NOBODYS.iter().all(|nobodys| !path.starts_with(nobodys)) => worded("", &body, words),
            _ => body,
        };
        self.sent.push((method, path.to_owned(), body.clone()));
        body
    }

    pub fn note(&mut self, method: &str, path: &str, request: Option<&Value>, reply: &Reply) -> Value {
        let (_, operation) = contract::operation(method, path).unwrap();
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(reply.status < 300, "{id}: {} {:#}", reply.status, reply.body);
        self.headers.extend(reply.headers.clone());
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
                let mut checks = found["checks"].as_array_mut().unwrap().iter_mut();
                checks.find(|check| check["name"] == "disk").unwrap()["measured"]["value"] = json!(61);
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
        let body = self.told("POST", path, body);
        let (template, _) = contract::operation("post", path).unwrap();
        if template.contains('{') {
            changes_only_the_version_that_was_seen(desk, path, &body);
        }
        let reply = desk.post(path, body.clone());
        let made = self.note("post", path, Some(&body), &reply);
        made["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Puts something under an id that the client made.
    pub fn put(&mut self, desk: &Desk<'_>, path: &str, body: Value) {
        let body = self.told("PUT", path, body);
        let sent = Some(("application/json", body.to_string()));
        let put = desk.send("PUT", path, &[("if-none-match", "*")], sent);
        self.note("put", path, Some(&body), &put);
    }

    pub fn patch(&mut self, desk: &Desk<'_>, path: &str, body: Value) {
        let body = self.told("PATCH", path, body);
        self.note("patch", path, Some(&body), &desk.patch(path, body.clone()));
    }
}

/// A body whose texts are told in other words, by the names of their members.
fn worded(name: &str, value: &Value, words: fn(&str, &str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(words(name, text)),
        Value::Array(values) => values.iter().map(|value| worded(name, value, words)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), worded(name, value, words))).collect()
        }
        other => other.clone(),
    }
}

// CR-02
fn changes_only_the_version_that_was_seen(desk: &Desk<'_>, path: &str, body: &Value) {
    let headers = [("if-match", "\"99\""), ("idempotency-key", "a-version-nobody-saw")];

    let reply = desk.send("POST", path, &headers, Some(("application/json", body.to_string())));

    reply.problem(412, "stale_version");
}
