//! Query parameters, held against the published contract before anything is read from them.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use super::components::Components;
use super::found_faults::{collect, settled};
use crate::error::Fault;

/// The query parameters that an operation takes.
pub(super) struct Parameters(Vec<Parameter>);

struct Parameter {
    name: String,
    required: bool,
    schema: Value,
    validator: OnceLock<Option<Validator>>,
}

impl Parameters {
    /// Those of an operation; the ones that several operations share stand among the components.
    pub(super) fn of(own: &[Value], shared: &HashMap<&str, Value>) -> Self {
        let all = own.iter().filter_map(|parameter| match parameter["$ref"].as_str() {
            Some(reference) => shared.get(reference.rsplit('/').next()?),
            None => Some(parameter),
        });
        let queries = all.filter(|parameter| parameter["in"] == "query").map(|parameter| Parameter {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            required: parameter["required"] == true,
            schema: parameter["schema"].clone(),
            validator: OnceLock::new(),
        });
        Self(queries.collect())
    }

    /// Whether there is a parameter of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|known| known.name == name)
    }

    /// Every fault in what was asked. A name that is not known is not repeated: anything may stand in it.
    pub(super) fn faults(&self, asked: &[(String, String)], components: &Components) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, (name, value)) in asked.iter().enumerate() {
            match self.0.iter().find(|known| known.name == *name) {
                None => faults.push(Fault::at("query", "unknown_parameter")),
                Some(_) if asked[..at].iter().any(|(other, _)| other == name) => {
                    faults.push(Fault::at(name.clone(), "repeated_parameter"));
                }
                Some(known) => faults.extend(known.faults(value, components)),
            }
        }
        let absent = self.0.iter().filter(|known| known.required && !asked.iter().any(|(name, _)| *name == known.name));
        faults.extend(absent.map(|known| Fault::at(known.name.clone(), "required")));
        faults
    }
}

impl Parameter {
    fn faults(&self, value: &str, components: &Components) -> Vec<Fault> {
        let Some(validator) = self.validator.get_or_init(|| self.prepare(components)) else { return Vec::new() };
        let is = |kind: &str| match &self.schema["type"] {
            Value::Array(kinds) => kinds.iter().any(|own| own == kind),
            own => own == kind,
        };
        let value = match value {
            "true" | "false" if is("boolean") => Value::Bool(value == "true"),
            _ if is("array") => value.split(',').map(Value::from).collect(),
            _ if is("integer") => value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from),
            _ => Value::from(value),
        };
        let mut faults = Vec::new();
        for error in validator.iter_errors(&value) {
            collect(error.kind(), "", &mut faults);
        }
        settled(faults).into_iter().map(|fault| Fault::at(self.name.clone(), fault.code)).collect()
    }

    fn prepare(&self, components: &Components) -> Option<Validator> {
        let schema = components.whole(self.schema.clone());
        jsonschema::options().should_validate_formats(true).build(&schema).ok()
    }
}
