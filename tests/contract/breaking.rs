//! Nothing that was promised with the last tag is taken back: a client made of that contract still works with this one.

use std::collections::{BTreeSet, HashSet};
use std::process::Command;

use rstest::rstest;
use serde_json::{Value, json};

/// Which way a value goes: to the service, or from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Sent,
    Answered,
}

/// Two contracts, and what the later one breaks.
struct Comparison<'a> {
    before: &'a Value,
    now: &'a Value,
    seen: HashSet<(String, String, Way)>,
    found: Vec<String>,
}

/// Every difference that breaks a client of the earlier contract. Values of enums in answers may grow, as the document says.
fn breaks(before: &Value, now: &Value) -> Vec<String> {
    let mut comparison = Comparison { before, now, seen: HashSet::new(), found: Vec::new() };
    for (path, item) in members(&before["paths"]) {
        for (method, operation) in members(item) {
            let place = format!("{} {path}", method.to_uppercase());
            match &now["paths"][path][method] {
                Value::Null => comparison.found.push(format!("{place} is gone")),
                later => comparison.operation(&place, operation, later),
            }
        }
    }
    comparison.found
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn words(value: &Value) -> BTreeSet<&str> {
    let several = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    several.chain(value.as_str()).collect()
}

/// What a reference stands for.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => resolved(document, document.pointer(&reference[1..]).unwrap_or(&Value::Null)),
        None => value,
    }
}

/// What a schema refers to, also where null may stand in its place.
fn name(schema: &Value) -> Option<&str> {
    let choices = ["oneOf", "anyOf"].iter().filter_map(|word| schema[word].as_array()).flatten();
    choices.chain([schema]).find_map(|choice| choice["$ref"].as_str())
}

/// A schema without the null that may stand in its place, and the types that it takes.
fn real<'a>(document: &'a Value, schema: &'a Value) -> (&'a Value, BTreeSet<&'a str>) {
    let choices = ["oneOf", "anyOf"].iter().find_map(|word| schema[word].as_array());
    let Some(choices) = choices else {
        let schema = resolved(document, schema);
        return (schema, words(&schema["type"]));
    };
    let (mut found, mut types) = (schema, BTreeSet::new());
    for choice in choices {
        match choice["type"].as_str() {
            Some("null") => {
                types.insert("null");
            }
            _ => {
                let (choice, own) = real(document, choice);
                found = choice;
                types.extend(own);
            }
        }
    }
    (found, types)
}

impl Comparison<'_> {
    fn operation(&mut self, place: &str, before: &Value, now: &Value) {
        let (old, new) = (self.before, self.now);
        if before["x-required-scope"] != now["x-required-scope"] {
            self.found.push(format!("{place} needs another right"));
        }
        let named = |document: &Value, operation: &Value| -> Vec<Value> {
            let all = operation["parameters"].as_array().into_iter().flatten();
            all.map(|parameter| resolved(document, parameter).clone()).collect()
        };
        let (earlier, later) = (named(old, before), named(new, now));
        for parameter in &earlier {
            let name = parameter["name"].as_str().unwrap_or_default();
            let same = later.iter().find(|one| one["name"] == parameter["name"] && one["in"] == parameter["in"]);
            match same {
                None => self.found.push(format!("{place} takes {name} no more")),
                Some(same) => {
                    let place = format!("{place} {name}");
                    self.schema(&place, &parameter["schema"], &same["schema"], Way::Sent);
                }
            }
        }
        for parameter in later.iter().filter(|parameter| parameter["required"] == true) {
            let known = earlier.iter().find(|one| one["name"] == parameter["name"] && one["in"] == parameter["in"]);
            if known.is_none_or(|known| known["required"] != true) {
                self.found.push(format!("{place} needs {}", parameter["name"].as_str().unwrap_or_default()));
            }
        }
        self.content(place, &before["requestBody"], &now["requestBody"], Way::Sent);
        for (status, response) in members(&before["responses"]).filter(|(status, _)| status.starts_with('2')) {
            match &now["responses"][status] {
                Value::Null => self.found.push(format!("{place} answers {status} no more")),
                later => self.content(place, resolved(old, response), resolved(new, later), Way::Answered),
            }
        }
    }

    fn content(&mut self, place: &str, before: &Value, now: &Value, way: Way) {
        for (media, content) in members(&before["content"]) {
            match &now["content"][media] {
                Value::Null => self.found.push(format!("{place} has no {media} any more")),
                later => self.schema(place, &content["schema"], &later["schema"], way),
            }
        }
    }

    fn schema(&mut self, place: &str, before: &Value, now: &Value, way: Way) {
        let names = [before, now].map(|schema| name(schema).map(str::to_owned));
        if let [Some(before), Some(now)] = names
            && !self.seen.insert((before, now, way))
        {
            return;
        }
        let (before, old_types) = real(self.before, before);
        let (now, new_types) = real(self.now, now);
        let fits = match way {
            Way::Sent => new_types.is_superset(&old_types) || new_types.is_empty(),
            Way::Answered => old_types.is_superset(&new_types) || old_types.is_empty(),
        };
        if !fits {
            self.found.push(format!("{place} was {old_types:?} and is {new_types:?}"));
        }
        if before["format"] != now["format"] {
            self.found.push(format!("{place} has another format"));
        }
        if way == Way::Sent {
            self.limits(place, before, now);
        }
        let gone = match way {
            Way::Sent => words(&now["required"]).difference(&words(&before["required"])).copied().collect::<Vec<_>>(),
            Way::Answered => words(&before["required"]).difference(&words(&now["required"])).copied().collect(),
        };
        let how = if way == Way::Sent { "is needed" } else { "may be absent" };
        self.found.extend(gone.into_iter().map(|name| format!("{place}: {name} {how}")));
        for (name, member) in members(&before["properties"]) {
            match &now["properties"][name] {
                Value::Null => self.found.push(format!("{place}: {name} is gone")),
                later => self.schema(&format!("{place}: {name}"), member, later, way),
            }
        }
        if before["items"].is_object() {
            self.schema(&format!("{place}[]"), &before["items"], &now["items"], way);
        }
    }

    /// What was taken is still taken.
    fn limits(&mut self, place: &str, before: &Value, now: &Value) {
        let (old, new) = (words(&before["enum"]), words(&now["enum"]));
        if !new.is_empty() && (old.is_empty() || !new.is_superset(&old)) {
            self.found.push(format!("{place} takes fewer codes"));
        }
        for word in ["maxLength", "maximum", "maxItems", "maxProperties"] {
            let later = now[word].as_f64();
            if later.is_some_and(|later| before[word].as_f64().is_none_or(|earlier| later < earlier)) {
                self.found.push(format!("{place} has a smaller {word}"));
            }
        }
        for word in ["minLength", "minimum", "minItems", "minProperties"] {
            let later = now[word].as_f64();
            if later.is_some_and(|later| later > before[word].as_f64().unwrap_or(f64::MIN)) {
                self.found.push(format!("{place} has a larger {word}"));
            }
        }
        if !now["pattern"].is_null() && now["pattern"] != before["pattern"] {
            self.found.push(format!("{place} has another pattern"));
        }
    }
}

/// The contract of the last tag, if there is one.
fn promised() -> Option<Value> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    };
    let tag = git(&["describe", "--tags", "--abbrev=0"])?;
    let text = git(&["show", &format!("{}:openapi/openapi.json", tag.trim())])?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn what_was_promised_with_the_last_tag_is_kept() {
    let Some(before) = promised() else { return };

    assert_eq!(breaks(&before, crate::contract::document()), Vec::<String>::new());
}

#[test]
fn a_contract_breaks_nothing_of_itself() {
    let document = crate::contract::document();

    assert_eq!(breaks(document, document), Vec::<String>::new());
}

fn sample() -> Value {
    json!({
        "paths": { "/things": { "post": {
            "x-required-scope": "things:make",
            "parameters": [{ "$ref": "#/components/parameters/Kind" }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
            "responses": { "201": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Made" } } } } },
        } } },
        "components": {
            "parameters": { "Kind": { "name": "kind", "in": "query", "schema": { "type": "string", "enum": ["a", "b"] } } },
            "schemas": {
                "Thing": { "type": "object", "required": ["name"], "properties": {
                    "name": { "type": "string", "maxLength": 20 }, "on": { "type": ["string", "null"], "format": "date" },
                } },
                "Made": { "type": "object", "required": ["id", "kind"], "properties": {
                    "id": { "type": "string" }, "kind": { "type": "string", "enum": ["a"] },
                    "next": { "oneOf": [{ "$ref": "#/components/schemas/Made" }, { "type": "null" }] },
                } },
            },
        },
    })
}

#[rstest]
#[case("/paths/~1things", json!({}), "POST /things is gone")]
#[case("/paths/~1things/post/x-required-scope", json!("things:own"), "POST /things needs another right")]
#[case("/paths/~1things/post/parameters", json!([]), "POST /things takes kind no more")]
#[case("/components/parameters/Kind/required", json!(true), "POST /things needs kind")]
#[case("/components/parameters/Kind/schema/enum", json!(["a", "c"]), "POST /things kind takes fewer codes")]
#[case("/components/schemas/Thing/required", json!(["name", "on"]), "POST /things: on is needed")]
#[case("/components/schemas/Thing/properties/name/maxLength", json!(19), "POST /things: name has a smaller maxLength")]
#[case("/components/schemas/Thing/properties/name/minLength", json!(1), "POST /things: name has a larger minLength")]
#[case("/components/schemas/Thing/properties/name/pattern", json!("^[a-z]*$"), "POST /things: name has another pattern")]
#[case("/components/schemas/Thing/properties/name", Value::Null, "POST /things: name is gone")]
#[case("/components/schemas/Thing/properties/on/type", json!("string"), r#"POST /things: on was {"null", "string"} and is {"string"}"#)]
#[case("/components/schemas/Thing/properties/on/format", json!("date-time"), "POST /things: on has another format")]
#[case("/components/schemas/Made/required", json!(["id"]), "POST /things: kind may be absent")]
#[case("/components/schemas/Made/properties/id/type", json!(["string", "null"]), r#"POST /things: id was {"string"} and is {"null", "string"}"#)]
#[case("/components/schemas/Made/properties/id", Value::Null, "POST /things: id is gone")]
#[case("/paths/~1things/post/responses", json!({ "200": {} }), "POST /things answers 201 no more")]
fn what_breaks_a_client_is_found(#[case] place: &str, #[case] later: Value, #[case] told: &str) {
    assert_eq!(breaks(&sample(), &changed(place, later)), [told]);
}

#[rstest]
#[case("/components/parameters/Kind/schema/enum", json!(["a", "b", "c"]))]
#[case("/components/schemas/Thing/properties/name/maxLength", json!(21))]
#[case("/components/schemas/Thing/properties/more", json!({ "type": "string" }))]
#[case("/components/schemas/Thing/required", json!([]))]
#[case("/components/schemas/Made/properties/more", json!({ "type": "string" }))]
#[case("/components/schemas/Made/properties/kind/enum", json!(["a", "b"]))]
#[case("/components/schemas/Made/properties/next", json!({ "$ref": "#/components/schemas/Made" }))]
#[case("/paths/~1more", json!({ "get": { "responses": {} } }))]
fn what_a_client_can_bear_is_not_told(#[case] place: &str, #[case] later: Value) {
    assert_eq!(breaks(&sample(), &changed(place, later)), Vec::<String>::new());
}

/// The sample with something else in one place.
fn changed(place: &str, later: Value) -> Value {
    let mut now = sample();
    let (parent, name) = place.rsplit_once('/').unwrap();
    now.pointer_mut(parent).unwrap()[name.replace("~1", "/")] = later;
    now
}
