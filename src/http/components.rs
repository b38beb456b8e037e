//! The schemas of the published contract, kept as text and read where one is needed with what it refers to.

use std::collections::HashMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::schemas::SCHEMAS;

/// All of them by their names. Read whole they would take up many times the room, and most are never asked for.
pub(super) struct Components(HashMap<&'static str, &'static RawValue>);

impl Components {
    pub(super) fn new(schemas: HashMap<&'static str, &'static RawValue>) -> Self {
        Self(schemas)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// A schema by its name, with everything that it refers to.
    pub(super) fn named(&self, name: &str) -> Value {
        self.whole(json!({ "$ref": format!("{SCHEMAS}{name}") }))
    }

    /// A schema with everything that it refers to under `components`, as in the document.
    pub(super) fn whole(&self, schema: Value) -> Value {
        let mut reached = Map::new();
        self.reach(&schema, &mut reached);
        if reached.is_empty() { schema } else { json!({ "allOf": [schema], "components": { "schemas": reached } }) }
    }

    fn reach(&self, from: &Value, reached: &mut Map<String, Value>) {
        match from {
            Value::Object(members) => members.values().for_each(|member| self.reach(member, reached)),
            Value::Array(values) => values.iter().for_each(|value| self.reach(value, reached)),
            Value::String(reference) => {
                let Some(name) = reference.strip_prefix(SCHEMAS).filter(|name| !reached.contains_key(*name)) else {
                    return;
                };
                let Some(schema) = self.0.get(name).and_then(|text| serde_json::from_str(text.get()).ok()) else {
                    return;
                };
                // Before it is followed: schemas may refer to one another in a circle.
                reached.insert(name.to_owned(), Value::clone(&schema));
                self.reach(&schema, reached);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_comes_with_all_that_it_refers_to_in_circles_too_and_with_nothing_else() {
        let text = r##"{
            "Person": { "properties": { "home": { "$ref": "#/components/schemas/Home" } } },
            "Home": { "properties": { "people": { "items": { "$ref": "#/components/schemas/Person" } } } },
            "Code": { "type": "string" }
        }"##;
        let components = Components::new(serde_json::from_str(text).unwrap());

        let person = components.named("Person");

        let schemas = person["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Home", "Person"]);
        assert_eq!(components.whole(json!({ "type": "string" })), json!({ "type": "string" }));
    }
}
