//! The published contract at work: what it says of parameters, methods and bodies is what the door enforces.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Value, json};

use super::answer::content_tag;
use super::document::{DAY_PATTERN, MOMENT_PATTERN, TEXT_PATTERN};
use super::query::Parameters;
use super::{media, rows};
use crate::error::{Error, Fault};

/// The document, with what the door asks of it prepared.
pub struct Contract {
    /// The document as it is served and committed, byte for byte.
    pub bytes: Vec<u8>,
    /// Its strong tag.
    pub etag: String,
    components: Value,
    paths: HashMap<String, HashMap<String, Operation>>,
    /// The paths by how many segments they have, what is written out before what stands for an id.
    routes: HashMap<usize, Vec<String>>,
    validators: HashMap<String, OnceLock<Option<Validator>>>,
}

struct Operation {
    right: Option<String>,
    parameters: Parameters,
    produces: Vec<String>,
}

impl Contract {
    /// Prepares a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let bytes = super::document::text(document).into_bytes();
        let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let paths: HashMap<String, _> = object(&document["paths"])
            .into_iter()
            .map(|(path, item)| {
                let methods = object(&item).into_iter();
                let operation = |op: &Value| Operation::of(op, &document["components"]);
                (path, methods.map(|(method, op)| (method.to_uppercase(), operation(&op))).collect())
            })
            .collect();
        let names = object(&document["components"]["schemas"]);
        let mut routes: HashMap<usize, Vec<String>> = HashMap::new();
        for path in paths.keys() {
            routes.entry(segments(path)).or_default().push(path.clone());
        }
        // The brace that opens the name of an id sorts after every letter.
        routes.values_mut().for_each(|routes| routes.sort_unstable());
        Self {
            etag: content_tag(&bytes),
            bytes,
            components: document["components"].clone(),
            paths,
            routes,
            validators: names.into_iter().map(|(name, _)| (name, OnceLock::new())).collect(),
        }
    }

    /// The path of the contract that an address is for. One that is written unusually, with what need not be encoded encoded,
    /// is for the framework to find.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<&str> {
        let fits = |route: &&String| {
            let mut each = route.split('/').zip(path.split('/'));
            each.all(|(own, asked)| if own.starts_with('{') { !asked.is_empty() } else { own == asked })
        };
        self.routes.get(&segments(path))?.iter().find(fits).map(String::as_str)
    }

    /// Every fault in the query of a request for an operation, if there is such an operation.
    #[must_use]
    pub fn query_faults(&self, path: &str, method: &str, asked: &[(String, String)]) -> Option<Vec<Fault>> {
        Some(self.paths.get(path)?.get(method)?.parameters.faults(asked, &self.components))
    }

    /// The right that an operation asks for; none where it is open or there is no such operation.
    #[must_use]
    pub fn right(&self, path: &str, method: &str) -> Option<&str> {
        self.paths.get(path)?.get(method)?.right.as_deref()
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
        media::wanted(accepted, operation.produces.iter().map(String::as_str)).is_some()
    }

    /// The columns that rows of a component schema have in a spreadsheet.
    pub(super) fn columns(&self, schema: &str) -> Vec<rows::Column> {
        rows::columns(&self.components["schemas"][schema], &self.components)
    }

    /// Holds a value against a component schema and names every fault at once.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self, schema: &str, value: &Value) -> Result<(), Error> {
        let unknown = || Error::Internal(format!("the contract has no schema {schema}"));
        let prepared = self.validators.get(schema).ok_or_else(unknown)?;
        let validator = prepared.get_or_init(|| self.prepare(schema)).as_ref().ok_or_else(unknown)?;
        let mut faults = Vec::new();
        for error in validator.iter_errors(value) {
            collect(error.kind(), &error.instance_path().to_string(), &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(settled(faults))) }
    }

    fn prepare(&self, name: &str) -> Option<Validator> {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}"), "components": self.components });
        jsonschema::options().should_validate_formats(true).build(&schema).ok()
    }
}

impl Operation {
    fn of(operation: &Value, components: &Value) -> Self {
        let responses = operation["responses"].as_object().into_iter().flatten();
        let successes = responses.filter(|(status, _)| status.starts_with('2'));
        let media = successes.flat_map(|(_, response)| response["content"].as_object().into_iter().flatten());
        let right = operation["x-required-scope"].as_str().filter(|right| *right != "none");
        Self {
            right: right.map(str::to_owned),
            parameters: Parameters::of(operation, components),
            produces: media.map(|(media, _)| media.clone()).collect(),
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
        let contract = Contract::of(&json!({ "paths": {
            "/v1/persons/{id}": {}, "/v1/persons/search": {}, "/v1/persons/{id}/file": {}, "/v1/persons": {},
        } }));

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
