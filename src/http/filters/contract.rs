//! What the contract says of the parameters that lists share, and where each parameter stands that several operations have.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Kind, Selected, members, selected};
use crate::db::filters::{DESCENDING, from, to};
use crate::http::directions::operations;
use crate::http::document::reference_to_parameter;
use crate::http::expand::{KINDS, KINDS_MAX};
use crate::http::page::LIMIT_MAX;
use crate::http::schemas::SCHEMAS;
use crate::http::table_export::contract::is_list;
use crate::http::table_export::{EXPORT, columns::resolved};

/// How the names of the parameters begin that ask for what is brought along.
const ALONG: &str = "Expand";
/// How many ids are asked for at once at the most.
const IDS_MAX: usize = 100;

/// How many members are asked for at once at the most, and how long the name of one may be.
const FIELDS_MAX: usize = 100;
const FIELD_MAX: usize = 64;

/// Gives each list, and the table beside it, the parameters that follow from the schema of its rows.
pub(in crate::http) fn described(document: &mut Value) {
    let mut shared = Map::new();
    let mut expanding = Vec::new();
    let given: Vec<(String, Vec<Value>)> = lists(document)
        .map(|(path, list)| {
            let mut own = Vec::new();
            for (name, parameter) in parameters(list, &document["components"]) {
                if parameter["name"] == "expand" {
                    expanding.extend(page(list).map(last).map(str::to_owned));
                }
                own.push(reference_to_parameter(&name));
                let known = shared.entry(name).or_insert_with(|| parameter.clone());
                debug_assert_eq!(*known, parameter, "two parameters have one name");
            }
            (path.clone(), own)
        })
        .collect();
    for (path, own) in given {
        for path in [format!("{path}{EXPORT}"), path] {
            if let Some(parameters) = document["paths"][&path]["get"]["parameters"].as_array_mut() {
                let at = parameters.iter().position(|parameter| parameter["$ref"].is_string());
                let at = at.unwrap_or(parameters.len());
                let is_table = path.ends_with(EXPORT);
                let own = own.iter().filter(|own| !is_table || !is_along(own)).cloned();
                parameters.splice(at..at, own);
            }
        }
    }
    if let Some(parameters) = document["components"]["parameters"].as_object_mut() {
        parameters.extend(shared);
    }
    let kinds = KINDS.iter().map(|kind| {
        let resource = json!({ "$ref": format!("{SCHEMAS}{}", kind.schema) });
        (kind.plural.to_owned(), json!({ "type": "array", "items": resource, "maxItems": LIMIT_MAX }))
    });
    document["components"]["schemas"]["Included"] = json!({
        "type": "object", "description": "What the rows name, as far as `expand` asks and the caller may see it.",
        "properties": kinds.collect::<Map<_, _>>(), "additionalProperties": true,
    });
    for page in expanding {
        document["components"]["schemas"][page]["properties"]["included"] =
            json!({ "$ref": format!("{SCHEMAS}Included") });
    }
}

fn lists(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.map(|(path, item)| (path, &item["get"])).filter(|(_, operation)| is_list(operation))
}

/// Whether a parameter asks for what is brought along, which has no place in a table.
fn is_along(parameter: &Value) -> bool {
    parameter["$ref"].as_str().is_some_and(|reference| last(reference).starts_with(ALONG))
}

/// What the schema of a list's pages is called.
fn page(list: &Value) -> Option<&str> {
    list["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].as_str()
}

/// The schema of a list's rows.
fn row<'a>(list: &'a Value, components: &'a Value) -> &'a Value {
    &components["schemas"][page(list).map_or("", last)]["properties"]["items"]["items"]
}

/// The parameters of one list, each under the name that it has among the components.
fn parameters(list: &Value, components: &Value) -> Vec<(String, Value)> {
    let (schema, selected) = (row(list, components), selected(list["operationId"].as_str().unwrap_or_default()));
    let members = members(schema, components);
    let properties = &resolved(schema, components)["properties"];
    let names: Vec<&str> = properties.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let mut all = Vec::new();
    let mut add = |component: String, name: &str, about: String, schema: Value| {
        all.push((component, parameter(name, &about, schema)));
    };
    for member in &members {
        let name = &member.name;
        match member.kind {
            Kind::Code => {
                let codes = code_schema(&properties[name], components);
                let component = format!("{}As{}", pascal(name), codes["$ref"].as_str().map_or("Code", last));
                let most = resolved(&properties[name], components)["enum"].as_array().map_or(1, Vec::len);
                add(component, name, format!("`{name}` is one of these."), listed(codes, most));
            }
            Kind::Day => {
                let day = json!({ "type": "string", "format": "date", "maxLength": 64 });
                let about = |word| format!("`{name}` on or {word} this day.");
                add(pascal(&from(name)), &from(name), about("after"), day.clone());
                add(pascal(&to(name)), &to(name), about("before"), day);
            }
            Kind::Moment => {}
        }
    }
    if names.contains(&"id") {
        let id = json!({ "$ref": format!("{SCHEMAS}Id") });
        add("Ids".to_owned(), "ids", "`id` is one of these.".to_owned(), listed(id, IDS_MAX));
    }
    if names.contains(&"updated_at") {
        let moment = json!({ "type": "string", "format": "date-time", "maxLength": 64 });
        let about = "`updated_at` at or after this moment.".to_owned();
        add("UpdatedSince".to_owned(), "updated_since", about, moment);
    }
    let order = match selected {
        Some(Selected { order, .. }) => vec![*order],
        None => members.iter().filter(|member| member.kind != Kind::Code).map(|member| member.name.as_str()).collect(),
    };
    if !order.is_empty() {
        let ways = order.iter().flat_map(|member| [(*member).to_owned(), format!("{DESCENDING}{member}")]);
        let ways = json!({ "type": "string", "enum": ways.collect::<Vec<_>>() });
        let component = match order.as_slice() {
            [only] => format!("SortBy{}", pascal(only)),
            _ => format!("SortOf{}", schema["$ref"].as_str().map_or("Row", last)),
        };
        add(component, "sort", "The order; a minus reverses it.".to_owned(), ways);
    }
    if !names.is_empty() {
        let name = json!({ "type": "string", "maxLength": FIELD_MAX, "pattern": "^[a-z][a-z0-9_]*$" });
        let about = "Only these members and `id`; such rows need not fit the schema.";
        add("Fields".to_owned(), "fields", about.to_owned(), listed(name, FIELDS_MAX));
    }
    let along = KINDS.iter().map(|kind| kind.name).filter(|name| names.contains(&format!("{name}_id").as_str()));
    let along: Vec<&str> = along.collect();
    if !along.is_empty() {
        let most = along.len().min(KINDS_MAX);
        let about = "Adds to `included` what the rows name; needs the right to read it.";
        let component = format!("{ALONG}{}", along.iter().map(|name| pascal(name)).collect::<String>());
        let kinds = json!({ "type": "string", "enum": along });
        add(component, "expand", about.to_owned(), listed(kinds, most));
    }
    all.retain(|(_, parameter)| {
        let name = parameter["name"].as_str().unwrap_or_default();
        let stem = |member: &str| name == member || name == from(member) || name == to(member);
        !selected.is_some_and(|list| list.without.iter().any(|member| stem(member)))
    });
    all
}

fn parameter(name: &str, about: &str, schema: Value) -> Value {
    let mut parameter =
        json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
    if parameter["schema"]["type"] == "array" {
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    parameter
}

/// One or more values between commas.
fn listed(values: Value, most: usize) -> Value {
    json!({ "type": "array", "items": values, "minItems": 1, "maxItems": most, "uniqueItems": true })
}

/// The codes that a member has, also where null may stand in its place.
fn code_schema(member: &Value, components: &Value) -> Value {
    let choices = member["oneOf"].as_array().into_iter().flatten();
    let reference = choices.chain([member]).find_map(|choice| choice["$ref"].as_str());
    match reference {
        Some(reference) => json!({ "$ref": reference }),
        None => resolved(member, components).clone(),
    }
}

fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// `submitted_from` becomes `SubmittedFrom`.
fn pascal(snake: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    snake.split('_').filter(|word| !word.is_empty()).map(capital).collect()
}

/// Puts each parameter that several operations have among the components, once. Where parameters of one name differ, each is
/// called after the resource that has it first.
pub(in crate::http) fn gathered(document: &mut Value) {
    for operation in operations(document) {
        for own in operation["parameters"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            // What is said by saying nothing.
            own.retain(|word, value| !(word == "required" && *value == false || word == "style" && *value == "form"));
        }
    }
    let mut found: BTreeMap<String, Vec<(String, usize, Value)>> = BTreeMap::new();
    for operation in operations(document) {
        let tag = pascal(&operation["tags"][0].as_str().unwrap_or_default().replace('-', "_"));
        for own in operation["parameters"].as_array().into_iter().flatten().filter(|own| own["$ref"].is_null()) {
            let same = found.entry(pascal(own["name"].as_str().unwrap_or_default())).or_default();
            match same.iter_mut().find(|(_, _, known)| known == own) {
                Some((_, times, _)) => *times += 1,
                None => same.push((tag.clone(), 1, own.clone())),
            }
        }
    }
    let components = document["components"]["parameters"].as_object().cloned().unwrap_or_default();
    let mut names: Vec<(String, Value)> = Vec::new();
    for (name, variants) in found {
        let often = variants.into_iter().filter(|(_, times, _)| *times > 1).collect::<Vec<_>>();
        let alone = often.len() == 1 && !components.contains_key(&name);
        for (tag, _, parameter) in often {
            let own = if alone { name.clone() } else { format!("{name}Of{tag}") };
            debug_assert!(!names.iter().any(|(known, _)| *known == own), "two parameters are called {own}");
            names.push((own, parameter));
        }
    }
    for operation in operations(document) {
        for own in operation["parameters"].as_array_mut().into_iter().flatten() {
            if let Some((name, _)) = names.iter().find(|(_, parameter)| parameter == own) {
                *own = reference_to_parameter(name);
            }
        }
    }
    if let Some(parameters) = document["components"]["parameters"].as_object_mut() {
        parameters.extend(names);
    }
}
