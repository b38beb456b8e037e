//! How a value of each form in the contract is written: an example says it in every language.

/// Patterns and formats with an example of each.
const FORMS: &[(&str, &str)] = &[
    ("date", "2026-03-01"),
    ("date-time", "2026-03-01T10:00:00Z"),
    ("uuid", "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b90"),
    ("^[0-9]{7}$", "0001000"),
    ("^[0-9]{6}-?[0-9]{5}$", "320000-00001"),
    (r"^\+?[0-9 ()-]{5,31}$", "+371 20000000"),
    (EMAIL, "vards@example.lv"),
    ("^[a-z][a-z0-9_]{2,39}$", "talsi_purchase"),
    ("^[a-z0-9_]+$", "sif_2021"),
    ("^[a-z_]+$", "person_registered"),
    ("^[a-z_:]+$", "persons:read"),
    ("^[0-9]{4}-(0[1-9]|1[0-2])$", "2026-03"),
    ("^[0-9a-f]{64}$", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("^[0-9A-Fa-f]{64}$", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("^v1$", "v1"),
    ("^[ -~]*$", "abc-123"),
];

/// What an address of e-mail looks like here.
const EMAIL: &str = r"^[^\s@]{1,100}@[^\s@]{1,99}$";

/// How a value of a pattern or a format is written.
pub(super) fn form(written: &str) -> Option<&'static str> {
    FORMS.iter().find(|(known, _)| *known == written).map(|(_, example)| *example)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::http::formats::{TEXT, options};

    /// Every pattern and format below a part of the document.
    fn written(part: &Value, found: &mut Vec<String>) {
        match part {
            Value::Object(members) => {
                let named = ["pattern", "format"].iter().filter_map(|name| members.get(*name)?.as_str());
                found.extend(named.map(str::to_owned));
                members.values().for_each(|member| written(member, found));
            }
            Value::Array(values) => values.iter().for_each(|value| written(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_example_is_written_as_its_form_says() {
        for (form, example) in FORMS {
            let key = if form.starts_with('^') { "pattern" } else { "format" };
            let schema = serde_json::json!({ "type": "string", (key): form });
            let validator = options().build(&schema).unwrap();
            assert!(validator.is_valid(&Value::from(*example)), "{form}: {example}");
        }
    }

    #[test]
    fn every_form_that_a_request_may_have_is_told_by_an_example() {
        let document: Value = serde_json::from_str(crate::http::contract::TEXT).unwrap();
        let (schemas, mut reached) = (&document["components"]["schemas"], std::collections::BTreeSet::new());
        let mut found = Vec::new();
        for (_, item) in document["paths"].as_object().unwrap() {
            for (_, operation) in item.as_object().unwrap() {
                crate::http::schemas::reached(&operation["requestBody"], schemas, &mut reached);
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                parameters.filter(|own| own["in"] == "query").for_each(|own| written(&own["schema"], &mut found));
            }
        }
        reached.iter().for_each(|name| written(&schemas[name], &mut found));

        assert!(found.len() > 50, "{}", found.len());
        for form in found.iter().filter(|form| !form.starts_with("int") && *form != TEXT) {
            assert!(super::form(form).is_some(), "{form} has no example");
        }
    }
}
