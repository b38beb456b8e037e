//! The rows of a list for spreadsheets (CSV, RFC 4180) and for programs that read line by line (NDJSON).

use csv::{Terminator, WriterBuilder};
use serde_json::Value;

use crate::error::Error;

/// Where the value of a column stands in a row: the names of the members on the way to it.
pub(super) type Column = Vec<String>;

/// The columns of an object by its schema, in the order of their names, members of members joined by `_` in the header.
///
/// They follow from the schema and not from the rows, so that they are the same on every page.
pub(super) fn columns(schema: &Value, components: &Value) -> Vec<Column> {
    let mut columns = Vec::new();
    gather(schema, components, &mut Vec::new(), &mut columns);
    columns.sort();
    columns.dedup();
    columns
}

/// How deep members of members get columns of their own; what is deeper stays JSON.
const DEPTH_MAX: usize = 4;

fn gather(schema: &Value, components: &Value, way: &mut Column, columns: &mut Vec<Column>) {
    let schema = resolved(schema, components);
    let choices = ["allOf", "oneOf", "anyOf"].iter().filter_map(|word| schema[word].as_array()).flatten();
    let alternatives: Vec<&Value> =
        choices.map(|one| resolved(one, components)).filter(|one| one["properties"].is_object()).collect();
    if way.len() < DEPTH_MAX && !alternatives.is_empty() {
        return alternatives.into_iter().for_each(|one| gather(one, components, way, columns));
    }
    match schema["properties"].as_object() {
        Some(members) if way.len() < DEPTH_MAX => {
            for (name, member) in members {
                way.push(name.clone());
                gather(member, components, way, columns);
                way.pop();
            }
        }
        _ => columns.push(way.clone()),
    }
}

fn resolved<'a>(schema: &'a Value, components: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    name.map_or(schema, |name| &components["schemas"][name])
}

/// Rows as CSV with a header row; values that are lists of plain values stand in one cell with `; ` between them.
///
/// # Errors
/// `Internal` when a row cannot be written.
pub(super) fn csv(rows: &[Value], columns: &[Column]) -> Result<Vec<u8>, Error> {
    let refused = |fault: csv::Error| Error::Internal(fault.to_string());
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    out.write_record(columns.iter().map(|column| column.join("_"))).map_err(refused)?;
    for row in rows {
        out.write_record(columns.iter().map(|column| cell(at(row, column)))).map_err(refused)?;
    }
    out.into_inner().map_err(|fault| Error::Internal(fault.to_string()))
}

/// What a row has in a column.
pub(super) fn at<'a>(row: &'a Value, column: &Column) -> Option<&'a Value> {
    column.iter().try_fold(row, |value, name| value.get(name))
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(value) => words(value).map_or_else(|| value.to_string(), |words| harmless(&words)),
    }
}

/// The words of a text, or of a list of plain values with `; ` between them.
pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) if !values.iter().any(|value| value.is_array() || value.is_object()) => {
            Some(values.iter().map(plain).collect::<Vec<_>>().join("; "))
        }
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A text that a spreadsheet would take for a formula gets a `'` in front. Numbers are left alone: they are no text.
fn harmless(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\n', '\u{a0}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\0') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// Rows as JSON, one a line.
pub(super) fn lines(rows: &[Value]) -> Vec<u8> {
    rows.iter().flat_map(|row| format!("{row}\n").into_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn text(rows: &[Value], columns: &[&str]) -> String {
        let columns: Vec<Column> = columns.iter().map(|way| way.split('.').map(str::to_owned).collect()).collect();
        String::from_utf8(csv(rows, &columns).unwrap()).unwrap()
    }

    #[test]
    fn columns_follow_from_the_schema_with_members_of_members_and_of_every_choice() {
        let components = json!({ "schemas": {
            "Row": { "properties": {
                "name": { "type": "string" },
                "place": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Place" }] },
                "areas": { "type": "array" },
            } },
            "Place": { "properties": { "code": { "type": "string" }, "in": { "$ref": "#/components/schemas/Kind" } } },
            "Kind": { "type": "string", "enum": ["city"] },
        } });

        let columns = columns(&json!({ "$ref": "#/components/schemas/Row" }), &components);

        let names: Vec<String> = columns.iter().map(|column| column.join("_")).collect();
        assert_eq!(names, ["areas", "name", "place_code", "place_in"]);
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let components =
            json!({ "schemas": { "Row": { "properties": { "row": { "$ref": "#/components/schemas/Row" } } } } });

        assert_eq!(columns(&components["schemas"]["Row"], &components), [vec!["row"; DEPTH_MAX]]);
    }

    #[test]
    fn a_row_is_quoted_ended_and_left_empty_as_the_standard_says() {
        let rows = [
            json!({ "a": "x,\"y\"", "b": { "c": 1 }, "d": ["rights", "finance"] }),
            json!({ "a": "two\nlines", "b": null, "d": [] }),
        ];

        let written = text(&rows, &["a", "b.c", "d"]);

        assert_eq!(written, "a,b_c,d\r\n\"x,\"\"y\"\"\",1,rights; finance\r\n\"two\nlines\",,\r\n");
    }

    #[test]
    fn a_list_without_rows_has_its_header() {
        assert_eq!(text(&[], &["a", "b.c"]), "a,b_c\r\n");
        assert_eq!(lines(&[]), b"");
    }

    #[rstest]
    #[case("=1+1")]
    #[case("+371 67442828")]
    #[case("-1")]
    #[case("@SUM(A1)")]
    #[case("\tx")]
    #[case("\rx")]
    #[case(" =1")]
    #[case("\n=1")]
    fn no_text_becomes_a_formula(#[case] formula: &str) {
        assert_eq!(cell(Some(&json!(formula))), format!("'{formula}"));
        assert_eq!(cell(Some(&json!([formula]))), format!("'{formula}"));
    }

    #[test]
    fn a_number_below_zero_stays_a_number() {
        assert_eq!(cell(Some(&json!(-30))), "-30");
        assert_eq!(cell(Some(&json!("1-1"))), "1-1");
    }

    #[test]
    fn each_line_is_one_row() {
        assert_eq!(lines(&[json!({ "a": "x\ny" }), json!({ "a": 1 })]), b"{\"a\":\"x\\ny\"}\n{\"a\":1}\n");
    }
}
