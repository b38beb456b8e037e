//! The published contract at work: what it says of parameters, methods and bodies is what the door enforces.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::components::Components;
use super::document::{DAY_PATTERN, MOMENT_PATTERN, TEXT_PATTERN};
use super::query::Parameters;
use super::{media, rows};
use crate::error::{Error, Fault};

/// The document as it is committed and served, byte for byte. Collecting it from the routes takes longer than all the rest of
/// a start, so a test does that, and holds it against this one.
pub static TEXT: &str = include_str!("../../openapi/openapi.json");

/// What the door asks of the document, prepared.
pub struct Contract {
    components: Components,
    paths: HashMap<&'static str, HashMap<String, Operation>>,
    /// The paths by how many segments they have, what is written out before what stands for an id.
    routes: HashMap<usize, Vec<&'static str>>,
    validators: HashMap<&'static str, OnceLock<Option<Validator>>>,
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
        // The brace that opens the name of an id sorts after every letter.
        routes.values_mut().for_each(|routes| routes.sort_unstable());
        Ok(Self {
            paths: paths.into_iter().map(|(path, item)| (path, operations(item))).collect(),
            routes,
            validators: components.names().map(|name| (name, OnceLock::new())).collect(),
            components,
        })
    }

    /// The path of the contract that an address is for. One that is written unusually, with what need not be encoded encoded,
    /// is for the framework to find.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<&'static str> {
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
        media::wanted(accepted, operation.produces.iter().copied()).is_some()
    }

    /// The columns that rows of a component schema have in a spreadsheet.
    pub(super) fn columns(&self, schema: &str) -> Vec<rows::Column> {
        let whole = self.components.named(schema);
        rows::columns(&whole["components"]["schemas"][schema], &whole["components"])
    }

    /// Holds a value against a component schema and names every fault at once.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self, schema: &str, value: &Value) -> Result<(), Error> {
        let unknown = || Error::Internal(format!("openapi/openapi.json has no schema {schema}: is it written anew?"));
        let prepared = self.validators.get(schema).ok_or_else(unknown)?;
        let validator = prepared.get_or_init(|| self.prepare(schema)).as_ref().ok_or_else(unknown)?;
        let mut faults = Vec::new();
        for error in validator.iter_errors(value) {
            collect(error.kind(), &error.instance_path().to_string(), &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(settled(faults))) }
    }

    fn prepare(&self, name: &str) -> Option<Validator> {
        jsonschema::options().should_validate_formats(true).build(&self.components.named(name)).ok()
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

/// What a fault found by the validator is called here.
pub(super) fn collect(kind: &Kind, path: &str, faults: &mut Vec<Fault>) {
    let at = |code| Fault::at(format!("#{path}"), code);
    let code = match kind {
        Kind::Required { property } => {
            let member = property.as_str().unwrap_or_default();
            faults.push(Fault::at(format!("#{path}/{member}"), "required"));
            return;
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let unknown =
                unexpected.iter().map(|member| Fault::at(format!("#{path}/{}", shown(member)), "unknown_member"));
            faults.extend(unknown);
            return;
        }
        // A choice with a tag: the faults of the alternative that is meant are the ones worth telling.
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let nearest = context.iter().min_by_key(|faults| faults.len());
            let before = faults.len();
            for error in nearest.into_iter().flatten() {
                collect(error.kind(), &error.instance_path().to_string(), faults);
            }
            if faults.len() > before {
                return;
            }
            "not_valid"
        }
        Kind::Type { .. } => "wrong_type",
        Kind::Pattern { pattern } if pattern == TEXT_PATTERN => "invalid_character",
        Kind::Pattern { pattern } if pattern == DAY_PATTERN || pattern == MOMENT_PATTERN => "date_out_of_range",
        Kind::Pattern { .. } | Kind::Format { .. } => "wrong_format",
        Kind::MinLength { .. } => "too_short",
        Kind::MaxLength { .. } => "too_long",
        Kind::Minimum { .. } | Kind::ExclusiveMinimum { .. } => "too_small",
        Kind::Maximum { .. } | Kind::ExclusiveMaximum { .. } => "too_large",
        Kind::MinItems { .. } | Kind::MinProperties { .. } => "too_few",
        Kind::MaxItems { .. } | Kind::MaxProperties { .. } => "too_many",
        Kind::UniqueItems => "not_unique",
        Kind::Enum { .. } | Kind::Constant { .. } => "not_one_of",
        _ => "not_valid",
    };
    faults.push(at(code));
}

/// The faults without those that only follow from another: what is no day at all is not out of range too.
pub(super) fn settled(mut faults: Vec<Fault>) -> Vec<Fault> {
    let no_days: Vec<String> =
        faults.iter().filter(|fault| fault.code == "wrong_format").map(|fault| fault.pointer.clone()).collect();
    faults.retain(|fault| fault.code != "date_out_of_range" || !no_days.contains(&fault.pointer));
    faults
}

/// A member's name in a pointer that stands in a URI fragment (RFC 6901 §6), and only so far as it may be a name.
pub(super) fn shown(member: &str) -> String {
    let start: String = member.chars().take(NAME_MAX).collect();
    let escaped = start.replace('~', "~0").replace('/', "~1");
    let encoded = escaped.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}

/// How many characters of an unknown member's name are repeated.
const NAME_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_unknown_member_is_repeated_as_a_pointer_and_never_as_a_message() {
        assert_eq!(shown("given_name"), "given_name");
        assert_eq!(shown("a/b~c"), "a~1b~0c");
        assert_eq!(shown("<b> \u{202e}ā"), "%3Cb%3E%20%E2%80%AE%C4%81");
        assert_eq!(shown(&"x".repeat(NAME_MAX + 1)), "x".repeat(NAME_MAX));
    }

    #[test]
    fn an_address_is_for_the_path_whose_words_it_has_and_else_for_one_with_an_id_there() {
        let contract = Contract::read(
            r#"{ "components": { "parameters": {}, "schemas": {} }, "paths": { "/v1/persons/{id}": {},
            "/v1/persons/search": {}, "/v1/persons/{id}/file": {}, "/v1/persons": {} } }"#,
        )
        .unwrap();

        let routes = [
            ("/v1/persons", Some("/v1/persons")),
            ("/v1/persons/search", Some("/v1/persons/search")),
            ("/v1/persons/1", Some("/v1/persons/{id}")),
            ("/v1/persons/1/file", Some("/v1/persons/{id}/file")),
            ("/v1/persons//file", None),
            ("/v1/persons/", None),
            ("/v1/persons/1/2", None),
            ("/v1//persons", None),
            ("/v1/Persons", None),
            ("/", None),
            ("", None),
        ];
        for (address, route) in routes {
            assert_eq!(contract.route(address), route, "{address}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_out_of_range_too() {
        let both = vec![Fault::at("#/on", "wrong_format"), Fault::at("#/on", "date_out_of_range")];
        let other = Fault::at("#/from", "date_out_of_range");

        assert_eq!(
            settled(both.into_iter().chain([other.clone()]).collect()),
            [Fault::at("#/on", "wrong_format"), other]
        );
    }
}
