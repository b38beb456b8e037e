//! Query parameters, held against the published contract before anything is read from them.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use super::components::Components;
use super::formats;
use super::found_faults::{collect, settled};
use super::schemas::takes;
use super::text;
use crate::error::{Fault, Right};

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

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|known| known.name.clone()).collect()
    }

    /// Whether there is a parameter of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|known| known.name == name)
    }

    /// Every fault in what was asked. A name that is not known is repeated only where it is a name at all.
    pub(super) fn faults(&self, asked: &[(String, String)], components: &Components) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, (name, value)) in asked.iter().enumerate() {
            match self.0.iter().find(|known| known.name == *name) {
                None => faults.push(Fault::at(named(name), "unknown_parameter").but(Right::OneOf(self.names()))),
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

/// Where an unknown parameter is told to be: its name, if it is written like the name of one, and else only that it is in the
/// query. Whatever a mistake puts there, such as a personal code or a name of somebody, is not written so.
fn named(name: &str) -> &str {
    let letters = |c: char| c.is_ascii_lowercase() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_name = name.len() <= NAME_MAX && name.chars().all(|c| letters(c) || c.is_ascii_digit());
    if starts && is_name && digits <= DIGITS_MAX { name } else { "query" }
}

/// How long the name of a parameter may be, and how many digits it may have: fewer than any number that is somebody's.
const NAME_MAX: usize = 64;
const DIGITS_MAX: usize = 3;

impl Parameter {
    fn faults(&self, value: &str, components: &Components) -> Vec<Fault> {
        if let Some(code) = text::fault_in(value) {
            return vec![Fault::at(self.name.clone(), code)];
        }
        let Some(validator) = self.validator.get_or_init(|| self.prepare(components)) else { return Vec::new() };
        let is = |kind| takes(self.schema.get("type"), kind);
        let value = match value {
            "true" | "false" if is("boolean") => Value::Bool(value == "true"),
            _ if is("array") => value.split(',').map(Value::from).collect(),
            _ if is("integer") => value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from),
            _ => Value::from(value),
        };
        let mut faults = Vec::new();
        validator.iter_errors(&value).for_each(|error| collect(&error, &mut faults));
        // In the query there are no pointers: a fault in one of a list is one of the parameter.
        faults.iter_mut().for_each(|fault| fault.pointer.clone_from(&self.name));
        settled(faults)
    }

    fn prepare(&self, components: &Components) -> Option<Validator> {
        let schema = components.whole(self.schema.clone());
        formats::options().build(&schema).ok()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("per_page")]
    #[case("state")]
    #[case("level_1")]
    #[case("x")]
    fn an_unknown_parameter_is_named(#[case] sent: &str) {
        assert_eq!(named(sent), sent);
    }

    #[rstest]
    #[case("")]
    #[case("320000")]
    #[case("c32000000001")]
    #[case("year2026")]
    #[case("Anna")]
    #[case("anna@example.lv")]
    #[case("bērziņa")]
    #[case("a b")]
    #[case("_x")]
    #[case("a\u{200b}b")]
    #[case("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    fn what_is_not_written_like_a_name_is_not_repeated(#[case] sent: &str) {
        assert_eq!(named(sent), "query");
    }
}
