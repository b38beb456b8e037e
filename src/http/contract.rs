//! The published contract at work: what it says of parameters, methods and bodies is what the door enforces.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Value, json};

use super::answer::content_tag;
use super::document::TEXT_PATTERN;
use crate::error::{Error, Fault};

/// The document, with what the door asks of it prepared.
pub struct Contract {
    /// The document as it is served and committed, byte for byte.
    pub bytes: Vec<u8>,
    /// Its strong tag.
    pub etag: String,
    components: Value,
    paths: HashMap<String, HashMap<String, Operation>>,
    validators: HashMap<String, OnceLock<Option<Validator>>>,
}

struct Operation {
    parameters: Vec<String>,
    produces: Vec<String>,
}

impl Contract {
    /// Prepares a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let bytes = super::document::text(document).into_bytes();
        let object = |value: &Value| value.as_object().cloned().unwrap_or_default();
        let shared = &document["components"]["parameters"];
        let paths = object(&document["paths"])
            .into_iter()
            .map(|(path, item)| {
                let methods = object(&item).into_iter();
                (path, methods.map(|(method, op)| (method.to_uppercase(), Operation::of(&op, shared))).collect())
            })
            .collect();
        let names = object(&document["components"]["schemas"]);
        Self {
            etag: content_tag(&bytes),
            bytes,
            components: document["components"].clone(),
            paths,
            validators: names.into_iter().map(|(name, _)| (name, OnceLock::new())).collect(),
        }
    }

    /// The query parameters an operation takes, if there is such an operation.
    #[must_use]
    pub fn parameters(&self, path: &str, method: &str) -> Option<&[String]> {
        Some(&self.paths.get(path)?.get(method)?.parameters)
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
        accepted.split(',').any(|range| {
            let mut parts = range.split(';').map(str::trim);
            let wanted = parts.next().unwrap_or_default().to_ascii_lowercase();
            let refused =
                parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty()));
            let family = wanted.strip_suffix("/*");
            let fits = |media: &String| {
                *media == wanted || family.is_some_and(|f| f == "*" || media.starts_with(&format!("{f}/")))
            };
            !refused && operation.produces.iter().any(fits)
        })
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
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }

    fn prepare(&self, name: &str) -> Option<Validator> {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}"), "components": self.components });
        jsonschema::options().should_validate_formats(true).build(&schema).ok()
    }
}

impl Operation {
    fn of(operation: &Value, shared: &Value) -> Self {
        let whole = |parameter: &'_ Value| match parameter["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            Some(name) => shared[name].clone(),
            None => parameter.clone(),
        };
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(whole);
        let queries = parameters.filter(|parameter| parameter["in"] == "query");
        let responses = operation["responses"].as_object().into_iter().flatten();
        let successes = responses.filter(|(status, _)| status.starts_with('2'));
        let media = successes.flat_map(|(_, response)| response["content"].as_object().into_iter().flatten());
        Self {
            parameters: queries.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect(),
            produces: media.map(|(media, _)| media.clone()).collect(),
        }
    }
}

fn collect(kind: &Kind, path: &str, faults: &mut Vec<Fault>) {
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

/// A member's name as far as it may be repeated: a name and not a message.
fn shown(member: &str) -> String {
    let escaped = member.replace('~', "~0").replace('/', "~1");
    escaped.chars().filter(|c| !c.is_control()).take(64).collect()
}
