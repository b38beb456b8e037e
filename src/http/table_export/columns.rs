//! The columns of a table: the members of a row by its schema, each in a cell of its own.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::http::schemas::takes;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::http) struct Column {
    /// What it is called: the names of the members on the way to its value, with `_` between them.
    pub name: String,
    /// What stands in it.
    pub kind: Kind,
    way: Vec<String>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Kind {
    /// Text, codes, ids; the plain values of a list with `; ` between them.
    Text,
    /// A day.
    Day,
    /// A moment.
    Moment,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A moment.
    Moment(DateTime<Utc>),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// How deep members of members get columns of their own.
const DEPTH_MAX: usize = 4;

/// The columns of an object by its schema: the id, then all others in the order of the document,
/// which is that of their names. Lists of objects have none:
/// they stand in the answer of the list itself, and line by line.
///
/// They follow from the schema and not from the rows, so that every table of a list has the same.
pub(in crate::http) fn columns(schema: &Value, components: &Value) -> Vec<Column> {
    let mut columns = Vec::new();
    gather(schema, components, &mut Vec::new(), &mut columns);
    columns.sort_by(|one, other| (one.name != "id", &one.way).cmp(&(other.name != "id", &other.way)));
    columns.dedup();
    columns
}

fn gather(schema: &Value, components: &Value, way: &mut Vec<String>, columns: &mut Vec<Column>) {
    let schema = resolved(schema, components);
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().for_each(|part| gather(part, components, way, columns));
    }
    match schema["properties"].as_object() {
        Some(members) if way.len() < DEPTH_MAX => {
            for (name, member) in members {
                way.push(name.clone());
                gather(member, components, way, columns);
                way.pop();
            }
        }
        Some(_) => {}
        None if !schema["items"].is_null() && resolved(&schema["items"], components)["properties"].is_object() => {}
        None => columns.push(Column { name: way.join("_"), kind: kind(schema), way: way.clone() }),
    }
}

/// What a schema refers to, also where null may stand in its place.
pub(in crate::http) fn resolved<'a>(schema: &'a Value, components: &'a Value) -> &'a Value {
    let choices = ["oneOf", "anyOf"].iter().filter_map(|word| schema[word].as_array()).flatten();
    let mut real = choices.filter(|choice| choice["type"] != "null");
    let schema = real.next().unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => resolved(&components["schemas"][name], components),
        None => schema,
    }
}

fn kind(schema: &Value) -> Kind {
    let is = |kind| takes(schema.get("type"), kind);
    match schema["format"].as_str() {
        Some("date") => Kind::Day,
        Some("date-time") => Kind::Moment,
        _ if is("integer") => Kind::Number,
        _ if is("boolean") => Kind::Flag,
        _ => Kind::Text,
    }
}

impl Column {
    /// The member of the row that it stands in.
    pub(in crate::http) fn member(&self) -> &str {
        self.way.first().map_or("", String::as_str)
    }

    /// The value that a row has in this column; null where there is none.
    pub(super) fn value<'a>(&self, row: &'a Value) -> &'a Value {
        self.way.iter().try_fold(row, |value, name| value.get(name)).unwrap_or(&Value::Null)
    }

    /// What a row has in this column.
    pub(super) fn cell(&self, row: &Value) -> Cell {
        let value = self.value(row);
        let typed = match (self.kind, value) {
            (Kind::Day, Value::String(day)) => day.parse().ok().map(Cell::Day),
            (Kind::Moment, Value::String(moment)) => moment.parse().ok().map(Cell::Moment),
            (Kind::Number, Value::Number(number)) => number.as_i64().map(Cell::Number),
            (Kind::Flag, Value::Bool(flag)) => Some(Cell::Flag(*flag)),
            _ => None,
        };
        typed.unwrap_or_else(|| text(value))
    }
}

fn text(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Array(values) => Cell::Text(values.iter().map(plain).collect::<Vec<_>>().join("; ")),
        other => Cell::Text(plain(other)),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn components() -> Value {
        json!({ "schemas": {
            "Row": { "properties": {
                "areas": { "type": "array", "items": { "$ref": "#/components/schemas/Area" } },
                "at": { "type": ["string", "null"], "format": "date-time" },
                "id": { "$ref": "#/components/schemas/Id" },
                "is_open": { "type": "boolean" },
                "minutes": { "type": "integer" },
                "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Part" } },
                "place": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Place" }] },
            } },
            "Area": { "type": "string", "enum": ["finance", "rights"] },
            "Id": { "type": "string", "format": "uuid" },
            "Event": { "allOf": [{ "$ref": "#/components/schemas/Row" }, { "properties": { "kind": { "type": "string" } } }] },
            "Part": { "properties": { "day": { "type": "string", "format": "date" } } },
            "Place": { "properties": { "code": { "type": "string" }, "since": { "type": "string", "format": "date" } } },
        } })
    }

    fn of_row() -> Vec<Column> {
        columns(&json!({ "$ref": "#/components/schemas/Row" }), &components())
    }

    #[test]
    fn the_id_is_first_members_of_members_stand_alone_and_lists_of_objects_are_left_out() {
        let columns = of_row();

        let told: Vec<_> = columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
        assert_eq!(
            told,
            [
                ("id", Kind::Text),
                ("areas", Kind::Text),
                ("at", Kind::Moment),
                ("is_open", Kind::Flag),
                ("minutes", Kind::Number),
                ("place_code", Kind::Text),
                ("place_since", Kind::Day),
            ]
        );
    }

    #[test]
    fn an_object_of_several_parts_has_the_columns_of_all() {
        let columns = columns(&json!({ "$ref": "#/components/schemas/Event" }), &components());

        let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "areas", "at", "is_open", "kind", "minutes", "place_code", "place_since"]);
    }

    #[test]
    fn a_cell_has_the_value_of_its_column_and_nothing_where_there_is_none() {
        let row = json!({ "id": "1", "areas": ["rights", "finance"], "at": "2026-03-01T10:00:00.000000Z", "minutes": -30,
            "is_open": false, "place": { "code": "0001000", "since": "2026-03-01" } });
        let cells: Vec<Cell> = of_row().iter().map(|column| column.cell(&row)).collect();

        let text = |text: &str| Cell::Text(text.to_owned());
        let (at, since) = ("2026-03-01T10:00:00Z".parse().unwrap(), "2026-03-01".parse().unwrap());
        let place = [text("0001000"), Cell::Day(since)];
        assert_eq!(
            cells[..5],
            [text("1"), text("rights; finance"), Cell::Moment(at), Cell::Flag(false), Cell::Number(-30)]
        );
        assert_eq!(cells[5..], place);
        assert!(of_row().iter().all(|column| column.cell(&json!({ "place": null })) == Cell::Empty));
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let circle = json!({ "schemas": { "Row": { "properties": {
            "a": { "type": "string" }, "row": { "$ref": "#/components/schemas/Row" },
        } } } });

        let names: Vec<_> = columns(&circle["schemas"]["Row"], &circle).into_iter().map(|column| column.name).collect();
        assert_eq!(names, ["a", "row_a", "row_row_a", "row_row_row_a"]);
    }
}
