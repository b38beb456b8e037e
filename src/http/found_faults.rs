//! What the faults that the validator finds are called here, and where they are.

use jsonschema::error::ValidationErrorKind as Kind;

use super::document::{DAY_PATTERN, MOMENT_PATTERN, TEXT_PATTERN};
use crate::error::Fault;

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
    fn what_is_no_day_is_not_out_of_range_too() {
        let both = vec![Fault::at("#/on", "wrong_format"), Fault::at("#/on", "date_out_of_range")];
        let other = Fault::at("#/from", "date_out_of_range");

        assert_eq!(
            settled(both.into_iter().chain([other.clone()]).collect()),
            [Fault::at("#/on", "wrong_format"), other]
        );
    }
}
