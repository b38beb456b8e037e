//! The published contract at work: what it says of parameters, methods and bodies is what the door enforces.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::components::Components;
use super::directions::INPUT;
use super::filters::{self, Member};
use super::found_faults::{collect, settled};
use super::query::Parameters;
use super::table_export::columns::{Column, columns};
use super::{formats, media};
use crate::error::{Error, Fault};

/// The document as it is committed and served, byte for byte. Collecting it from the routes takes longer than all the rest of
/// a start, so a test does that, and holds it against this one.
pub static TEXT: &str = include_str!("../../openapi/openapi.json");

/// The same compressed with brotli (RFC 7932), once and as far as it goes: the same test writes it.
pub static COMPRESSED: &[u8] = include_bytes!("../../openapi/openapi.json.br");

/// What the door asks of the document, prepared.
pub struct Contract {
    components: Components,
    paths: HashMap<&'static str, HashMap<String, Operation>>,
    /// The paths by how many segments they have, what is written out before what stands for an id.
    routes: HashMap<usize, Vec<&'static str>>,
    validators: HashMap<&'static str, OnceLock<Option<Validator>>>,
    /// What lists ask of the schemas of their rows.
    rows: HashMap<&'static str, OnceLock<Row>>,
}

/// The members of a row: what they are called, and those by which its list can be asked.
pub(super) struct Row {
    pub(super) names: Vec<String>,
    pub(super) members: Vec<Member>,
}

struct Operation {
    right: Option<&'static str>,
    parameters: Parameters,
    produces: Vec<&'static str>,
}

/// As much of the document as is read at a start.
#[derive(Deserialize)]
struct Read<'a> {
    #[serde(borrow)]
    paths: HashMap<&'a str, HashMap<&'a str, ReadOperation<'a>>>,
    #[serde(borrow)]
    components: ReadComponents<'a>,
}

#[derive(Deserialize)]
struct ReadComponents<'a> {
    parameters: HashMap<&'a str, Value>,
    #[serde(borrow)]
    schemas: HashMap<&'a str, &'a RawValue>,
}

#[derive(Deserialize)]
struct ReadOperation<'a> {
    #[serde(rename = "x-required-scope")]
    right: &'a str,
    #[serde(default)]
    parameters: Vec<Value>,
    #[serde(borrow)]
    responses: HashMap<&'a str, ReadResponse<'a>>,
}

#[derive(Deserialize)]
struct ReadResponse<'a> {
    #[serde(borrow, default)]
    content: HashMap<&'a str, IgnoredAny>,
}

impl Contract {
    /// Prepares the document.
    ///
    /// # Errors
    /// `Internal` when what is committed is no such document.
    pub fn committed() -> Result<Self, Error> {
        Self::read(TEXT)
    }

    fn read(text: &'static str) -> Result<Self, Error> {
        let broken = |fault| Error::Internal(format!("openapi/openapi.json: {fault}"));
        let Read { paths, components: ReadComponents { parameters, schemas } } =
            serde_json::from_str(text).map_err(broken)?;
        let operations = |item: HashMap<&str, ReadOperation<'static>>| {
            let each = item.into_iter();
            each.map(|(method, read)| (method.to_uppercase(), Operation::of(&read, &parameters))).collect()
        };
        let components = Components::new(schemas);
        let mut routes: HashMap<usize, Vec<&str>> = HashMap::new();
        for path in paths.keys() {
            routes.entry(segments(path)).or_default().push(path);
        }
        // What is written out comes before what stands for an id, at the first place where two paths differ so.
        let by_words = |path: &&str| path.split('/').map(|part| part.starts_with('{')).collect::<Vec<_>>();
        routes.values_mut().for_each(|routes| routes.sort_by_cached_key(by_words));
        Ok(Self {
            paths: paths.into_iter().map(|(path, item)| (path, operations(item))).collect(),
            routes,
            validators: components.names().map(|name| (name, OnceLock::new())).collect(),
            rows: components.names().map(|name| (name, OnceLock::new())).collect(),
            components,
        })
    }

    /// The path of the contract that an address is for. One that is written unusually, with what need not be encoded encoded,
    /// is for the framework to find.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<&'static str> {
        if path.contains('%') {
            return None;
        }
        let fits = |route: &&&str| {
            let mut each = route.split('/').zip(path.split('/'));
            each.all(|(own, asked)| if own.starts_with('{') { !asked.is_empty() } else { own == asked })
        };
        self.routes.get(&segments(path))?.iter().find(fits).copied()
    }

    /// Every fault in the query of a request for an operation, if there is such an operation.
    #[must_use]
    pub fn query_faults(&self, path: &str, method: &str, asked: &[(String, String)]) -> Option<Vec<Fault>> {
        Some(self.paths.get(path)?.get(method)?.parameters.faults(asked, &self.components))
    }

    /// The right that an operation asks for; none where it is open or there is no such operation.
    #[must_use]
    pub fn right(&self, path: &str, method: &str) -> Option<&str> {
        self.paths.get(path)?.get(method)?.right
    }

    /// Whether an operation takes a query parameter.
    #[must_use]
    pub fn takes(&self, path: &str, method: &str, parameter: &str) -> bool {
        let operation = self.paths.get(path).and_then(|methods| methods.get(method));
        operation.is_some_and(|operation| operation.parameters.has(parameter))
    }

    /// The methods of a path, as in `Allow`.
    #[must_use]
    pub fn methods(&self, path: &str) -> Option<String> {
        let mut methods: Vec<&str> = self.paths.get(path)?.keys().map(String::as_str).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        methods.sort_unstable();
        Some(methods.join(", "))
    }

    /// Whether an operation answers in one of the accepted media types.
    #[must_use]
    pub fn produces(&self, path: &str, method: &str, accepted: &str) -> bool {
        let Some(operation) = self.paths.get(path).and_then(|methods| methods.get(method)) else { return true };
        // A table is written as its parameters say.
        operation.produces.is_empty() || media::wanted(accepted, operation.produces.iter().copied()).is_some()
    }

    /// The columns that rows of a component schema have in a spreadsheet.
    pub(super) fn columns(&self, schema: &str) -> Vec<Column> {
        let whole = self.components.named(schema);
        columns(&whole["components"]["schemas"][schema], &whole["components"])
    }

    /// The members of the rows of a list, by the component schema of one.
    pub(super) fn row(&self, schema: &str) -> Option<&Row> {
        let row = || {
            let whole = self.components.named(schema);
            let own = &whole["components"]["schemas"][schema];
            let names = own["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
            Row { names, members: filters::members(own, &whole["components"]) }
        };
        Some(self.rows.get(schema)?.get_or_init(row))
    }

    /// Holds a value against a component schema and names every fault at once.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self, schema: &str, value: &Value) -> Result<(), Error> {
        let unknown = || Error::Internal(format!("openapi/openapi.json has no schema {schema}: is it written anew?"));
        // What is answered too has another schema for requests.
        let (input, prepared) = match self.validators.get_key_value(format!("{schema}{INPUT}").as_str()) {
            Some((input, prepared)) => (*input, prepared),
            None => (schema, self.validators.get(schema).ok_or_else(unknown)?),
        };
        let validator = prepared.get_or_init(|| self.prepare(input)).as_ref().ok_or_else(unknown)?;
        if validator.is_valid(value) {
            return Ok(());
        }
        let mut faults = Vec::new();
        validator.iter_errors(value).for_each(|error| collect(&error, &mut faults));
        Err(Error::Invalid(settled(faults)))
    }

    fn prepare(&self, name: &str) -> Option<Validator> {
        formats::options().build(&self.components.named(name)).ok()
    }
}

impl Operation {
    fn of(read: &ReadOperation<'static>, parameters: &HashMap<&str, Value>) -> Self {
        let successes = read.responses.iter().filter(|(status, _)| status.starts_with('2'));
        Self {
            right: Some(read.right).filter(|right| *right != "none"),
            parameters: Parameters::of(&read.parameters, parameters),
            produces: successes.flat_map(|(_, response)| response.content.keys().copied()).collect(),
        }
    }
}

fn segments(path: &str) -> usize {
    path.split('/').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_for_the_path_whose_words_it_has_and_else_for_one_with_an_id_there() {
        let contract = Contract::read(
            r#"{ "components": { "parameters": {}, "schemas": {} }, "paths": { "/v1/persons/{id}": {},
            "/v1/persons/search": {}, "/v1/persons/{id}/file": {}, "/v1/persons": {},
            "/v1/grants/{grant_id}/time-entries/{id}": {}, "/v1/grants/{id}/time-entries/export": {} } }"#,
        )
        .unwrap();

        let routes = [
            ("/v1/persons", Some("/v1/persons")),
            ("/v1/persons/search", Some("/v1/persons/search")),
            ("/v1/persons/1", Some("/v1/persons/{id}")),
            ("/v1/persons/1/file", Some("/v1/persons/{id}/file")),
            ("/v1/grants/1/time-entries/2", Some("/v1/grants/{grant_id}/time-entries/{id}")),
            ("/v1/grants/1/time-entries/export", Some("/v1/grants/{id}/time-entries/export")),
            ("/v1/persons//file", None),
            ("/v1/persons/", None),
            ("/v1/persons/1/2", None),
            ("/v1//persons", None),
            ("/v1/Persons", None),
            ("/v1/persons/%73earch", None),
            ("/", None),
            ("", None),
        ];
        for (address, route) in routes {
            assert_eq!(contract.route(address), route, "{address}");
        }
    }
}
