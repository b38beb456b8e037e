//! What the faults that the validator finds are called here, and where they are.

use std::collections::{HashMap, HashSet};
use std::iter;

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use super::formats::{self, DAYS};
use super::forms::form;
use crate::error::{Fault, Right};

/// What a fault found by the validator is called here, and what would be right.
pub(super) fn collect(error: &ValidationError<'_>, faults: &mut Vec<Fault>) {
    let path = error.instance_path().to_string();
    let (code, right) = match error.kind() {
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
        // Which members there are follows from the value of a tag.
        Kind::PropertyNames { error } => {
            let member = error.instance().as_str().unwrap_or_default();
            faults.push(Fault::at(format!("#{path}/{}", shown(member)), "unknown_member"));
            return;
        }
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let before = faults.len();
            nearest(context, &path).iter().for_each(|error| collect(error, faults));
            if faults.len() > before {
                return;
            }
            ("not_valid", None)
        }
        Kind::Type { kind } => ("wrong_type", Some(Right::OneOf(types(kind)))),
        Kind::Format { format } => of_format(format, error.instance().as_str().unwrap_or_default()),
        Kind::Pattern { pattern } => ("wrong_format", form(pattern).map(Right::Like)),
        Kind::MinLength { .. } if error.instance().as_str() == Some("") => ("empty", None),
        Kind::MinLength { limit } => ("too_short", count(*limit)),
        Kind::MaxLength { limit } => ("too_long", count(*limit)),
        Kind::Minimum { limit } => ("too_small", limit.as_i64().map(Right::Limit)),
        Kind::ExclusiveMinimum { limit } => ("too_small", limit.as_i64().map(|limit| Right::Limit(limit + 1))),
        Kind::Maximum { limit } => ("too_large", limit.as_i64().map(Right::Limit)),
        Kind::ExclusiveMaximum { limit } => ("too_large", limit.as_i64().map(|limit| Right::Limit(limit - 1))),
        Kind::MinItems { limit } | Kind::MinProperties { limit } => ("too_few", count(*limit)),
        Kind::MaxItems { limit } | Kind::MaxProperties { limit } => ("too_many", count(*limit)),
        Kind::UniqueItems => ("not_unique", None),
        Kind::Enum { options } => ("not_one_of", Some(Right::OneOf(codes(options.as_array().into_iter().flatten())))),
        Kind::Constant { expected_value } => ("not_one_of", Some(Right::OneOf(codes(iter::once(&**expected_value))))),
        _ => ("not_valid", None),
    };
    faults.push(Fault { pointer: format!("#{path}"), code, right });
}

/// Of a choice the faults of the alternative that is meant are the ones worth telling: not of one for another type of value,
/// such as the null of a member that may be absent, and then of the one with the fewest.
fn nearest<'a>(context: &'a [Vec<ValidationError<'static>>], path: &str) -> &'a [ValidationError<'static>] {
    let of_another_type = |faults: &[ValidationError<'_>]| {
        faults
            .iter()
            .any(|error| matches!(error.kind(), Kind::Type { .. }) && error.instance_path().to_string() == path)
    };
    let nearest = context.iter().min_by_key(|faults| (of_another_type(faults), faults.len()));
    nearest.map_or(&[], Vec::as_slice)
}

fn count(limit: u64) -> Option<Right> {
    i64::try_from(limit).ok().map(Right::Limit)
}

/// The names of the types that a value may have.
fn types(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(all) => all.iter().map(|one| one.to_string()).collect(),
    }
}

fn codes<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<String> {
    values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}

/// What a value that is not of a format is called, and what would be right.
fn of_format(format: &str, value: &str) -> (&'static str, Option<Right>) {
    match formats::fault(format, value) {
        "date_out_of_range" => ("date_out_of_range", Some(Right::OneOf(DAYS.map(str::to_owned).into()))),
        "wrong_format" => ("wrong_format", form(format).map(Right::Like)),
        code => (code, None),
    }
}

/// What is told of a value in this order: the first of these faults at a place says what the others only follow from. So a
/// text that is too short is not also told to be of another form.
const ONE_OF_THESE: [&str; 9] = [
    "wrong_type",
    "invalid_character",
    "empty",
    "too_long",
    "too_short",
    "no_such_day",
    "not_one_of",
    "wrong_format",
    "date_out_of_range",
];

/// The faults without those that only follow from another at the same place, each of them once.
pub(super) fn settled(mut faults: Vec<Fault>) -> Vec<Fault> {
    // What is empty has no character at all, so none that is not accepted.
    let rank = |fault: &Fault| match fault.code {
        "empty" => Some(0),
        code => ONE_OF_THESE.iter().position(|known| *known == code).map(|place| place + 1),
    };
    // A body may have as many faults as it has members, so each is looked at once.
    let mut first: HashMap<String, usize> = HashMap::new();
    for fault in &faults {
        if let Some(own) = rank(fault) {
            first.entry(fault.pointer.clone()).and_modify(|least| *least = own.min(*least)).or_insert(own);
        }
    }
    let mut told = HashSet::new();
    faults.retain(|fault| {
        let follows = rank(fault).is_some_and(|own| first.get(&fault.pointer) != Some(&own));
        !follows && told.insert(fault.clone())
    });
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
    fn of_what_follows_from_one_another_at_a_place_only_the_first_is_told_and_once() {
        let sent = [
            Fault::at("#/on", "wrong_format"),
            Fault::at("#/on", "date_out_of_range"),
            Fault::at("#/from", "date_out_of_range"),
            Fault::at("#/name", "invalid_character"),
            Fault::at("#/name", "empty"),
            Fault::at("#/code", "too_short"),
            Fault::at("#/code", "wrong_format"),
            Fault::at("#/areas", "not_unique"),
            Fault::at("#/areas", "too_many"),
            Fault::at("#/areas", "too_many"),
        ];

        let told: Vec<_> = settled(sent.into()).into_iter().map(|fault| (fault.pointer, fault.code)).collect();

        let told: Vec<_> = told.iter().map(|(pointer, code)| (pointer.as_str(), *code)).collect();
        assert_eq!(
            told,
            [
                ("#/on", "wrong_format"),
                ("#/from", "date_out_of_range"),
                ("#/name", "empty"),
                ("#/code", "too_short"),
                ("#/areas", "not_unique"),
                ("#/areas", "too_many"),
            ]
        );
    }
}
