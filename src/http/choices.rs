//! A choice among objects as one object: half of the languages that clients are generated in cannot say the other.
//!
//! Which alternative is meant is told by the tag, the one member that every alternative has with a value of its own. What an
//! alternative requires and which members it has follows the tag by `if`, `then` and `else`, which generators pass over.

use serde_json::{Map, Value, json};

/// Makes one object of each choice among tagged objects below a schema.
pub(super) fn united(schema: &mut Value) {
    match schema {
        Value::Object(members) => members.iter_mut().for_each(|(_, member)| united(member)),
        Value::Array(values) => values.iter_mut().for_each(united),
        _ => {}
    }
    let Some(choices) = schema["oneOf"].as_array() else { return };
    if let Some(mut whole) = object(choices) {
        if let Some(about) = schema.get("description") {
            whole["description"] = about.clone();
        }
        *schema = whole;
    }
}

/// The object that all of them are, if they are objects with a tag.
fn object(choices: &[Value]) -> Option<Value> {
    let tag = tag(choices)?;
    let tags: Vec<&Value> = choices.iter().map(|choice| &choice["properties"][&tag]["enum"][0]).collect();
    let mut members = Map::new();
    for choice in choices {
        for (name, member) in choice["properties"].as_object()?.iter().filter(|(name, _)| **name != tag) {
            members.entry(name).or_insert_with(|| member.clone());
        }
    }
    members.insert(tag.clone(), json!({ "type": "string", "enum": tags, "description": about(choices, &tags) }));
    let shared = |name: &&Value| choices.iter().all(|choice| required(choice).contains(name));
    let required_by_all: Vec<&Value> = required(&choices[0]).iter().filter(shared).collect();
    let mut whole = json!({ "type": "object", "properties": members, "required": required_by_all });
    // From the last to the first, as each is what holds where those before it do not.
    let mut rest = None;
    for (choice, value) in choices.iter().zip(&tags).rev() {
        let own: Vec<&Value> = required(choice).iter().filter(|name| !required_by_all.contains(name)).collect();
        let names: Vec<&String> = choice["properties"].as_object()?.keys().collect();
        let mut then = json!({ "propertyNames": { "enum": names } });
        if !own.is_empty() {
            then["required"] = json!(own);
        }
        let mut when =
            json!({ "if": { "properties": { (&tag): { "const": value } }, "required": [tag] }, "then": then });
        if let Some(rest) = rest.take() {
            when["else"] = rest;
        }
        rest = Some(when);
    }
    whole.as_object_mut()?.extend(rest?.as_object_mut()?.clone());
    Some(whole)
}

/// The member that has one value in each of them, and in each another.
fn tag(choices: &[Value]) -> Option<String> {
    let first = choices.first()?["properties"].as_object()?;
    let is_tag = |name: &String| {
        choices.iter().all(|choice| choice["properties"][name]["enum"].as_array().is_some_and(|one| one.len() == 1))
    };
    let mut tags = first.keys().filter(|name| is_tag(name));
    tags.next().filter(|_| choices.len() > 1).cloned()
}

fn required(choice: &Value) -> &[Value] {
    choice["required"].as_array().map_or(&[], Vec::as_slice)
}

/// What each value of the tag means.
fn about(choices: &[Value], tags: &[&Value]) -> String {
    let meaning = |choice: &Value| choice["description"].as_str().unwrap_or_default().to_owned();
    let each = choices.iter().zip(tags);
    let each = each.map(|(choice, tag)| format!("`{}`: {}", tag.as_str().unwrap_or_default(), meaning(choice)));
    each.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice() -> Value {
        let object = |kind: &str, about: &str, own: &[&str]| {
            let mut schema = json!({ "type": "object", "description": about, "additionalProperties": false,
                "properties": { "kind": { "type": "string", "enum": [kind] } }, "required": ["kind"] });
            for name in own {
                schema["properties"][name] = json!({ "type": "integer" });
                schema["required"].as_array_mut().unwrap().push(json!(name));
            }
            schema
        };
        json!({ "description": "A way.", "oneOf": [
            object("road", "By car.", &["length", "width"]), object("path", "On foot.", &["length"]), object("none", "Not at all.", &[]),
        ] })
    }

    #[test]
    fn a_choice_of_objects_becomes_one_with_a_tag_of_all_values() {
        let mut schema = choice();
        united(&mut schema);

        assert_eq!(schema["oneOf"], Value::Null);
        assert_eq!(schema["description"], "A way.");
        assert_eq!(schema["required"], json!(["kind"]));
        assert_eq!(schema["properties"]["kind"]["enum"], json!(["road", "path", "none"]));
        assert_eq!(schema["properties"]["kind"]["description"], "`road`: By car. `path`: On foot. `none`: Not at all.");
        assert_eq!(schema["properties"]["length"], json!({ "type": "integer" }));
    }

    #[test]
    fn the_object_takes_what_one_of_the_alternatives_took_and_nothing_else() {
        let (parts, mut whole) = (choice(), choice());
        united(&mut whole);
        let (parts, whole) = (jsonschema::validator_for(&parts).unwrap(), jsonschema::validator_for(&whole).unwrap());
        let sent = [
            (json!({ "kind": "road", "length": 1, "width": 2 }), true),
            (json!({ "kind": "path", "length": 1 }), true),
            (json!({ "kind": "none" }), true),
            (json!({ "kind": "road", "length": 1 }), false),
            (json!({ "kind": "path", "length": 1, "width": 2 }), false),
            (json!({ "kind": "none", "length": 1 }), false),
            (json!({ "kind": "path", "length": "1" }), false),
            (json!({ "kind": "river" }), false),
            (json!({ "length": 1 }), false),
            (json!({ "kind": "none", "other": 1 }), false),
            (json!([]), false),
        ];

        for (sent, right) in sent {
            assert_eq!((parts.is_valid(&sent), whole.is_valid(&sent)), (right, right), "{sent}");
        }
    }

    #[test]
    fn what_is_no_choice_of_objects_stays_as_it_is() {
        for schema in [json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Way" }] }), json!({})] {
            let mut same = schema.clone();
            united(&mut same);

            assert_eq!(same, schema);
        }
    }
}
