//! Rows as text that is the same on both databases, and as SQL again.

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Conn;
use super::map::Kept;
use super::told::Column;
use crate::error::Error;

/// How many rows are read at a time.
const PAGE: usize = 2_000;
/// How a moment is written: the same on both databases, to the microsecond.
const MOMENT: &str = "%Y-%m-%d %H:%M:%S%.6f";

/// A table with its columns.
pub(crate) struct Table {
    kept: Kept,
    columns: Vec<Column>,
}

impl Table {
    /// As the database tells it.
    pub(crate) fn of(conn: &mut Conn, kept: &Kept) -> Result<Self, Error> {
        Ok(Self { kept: *kept, columns: conn.columns_of(kept.table)? })
    }

    /// The same with its columns in the order of their names, which no migration changes.
    pub(crate) fn by_name(conn: &mut Conn, kept: &Kept) -> Result<Self, Error> {
        let mut table = Self::of(conn, kept)?;
        table.columns.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(table)
    }

    /// A row as one text, its columns named after this prefix.
    pub(crate) fn line(&self, prefix: &str) -> String {
        self.columns.iter().map(|column| counted(prefix, column)).collect::<Vec<_>>().join(" || ")
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Hands over every row in the order of the key.
    pub(crate) fn each(
        &self,
        conn: &mut Conn,
        mut look: impl FnMut(&[Option<String>]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let all = self.line("");
        let mut after: Option<String> = None;
        loop {
            let beyond = after.map(|last| format!(" WHERE ({}) > ({last})", self.kept.key)).unwrap_or_default();
            let (table, key) = (self.kept.table, self.kept.key);
            let query = format!("SELECT {all} FROM {table}{beyond} ORDER BY {key} LIMIT {PAGE}");
            let page: Vec<String> = sql::<Text>(&query).load(conn)?;
            let mut last = None;
            for line in &page {
                let row = parsed(line, self.columns.iter().map(|column| column.name.as_str()))?;
                look(&row)?;
                last = Some(row);
            }
            match last {
                Some(row) if page.len() == PAGE => after = Some(self.key_of(&row)?),
                _ => return Ok(()),
            }
        }
    }

    /// The literals of a row's key.
    fn key_of(&self, row: &[Option<String>]) -> Result<String, Error> {
        let of = |name: &str| {
            let at = self.columns.iter().position(|column| column.name == name).ok_or_else(damaged)?;
            literal(&self.columns[at], row[at].as_deref())
        };
        Ok(self.kept.key.split(", ").map(of).collect::<Result<Vec<_>, _>>()?.join(", "))
    }

    /// Whether a row refers to another one of the same table.
    pub(crate) fn refers_to_its_own(&self, row: &[Option<String>]) -> bool {
        self.columns.iter().zip(row).any(|(column, value)| column.name == "reverses_id" && value.is_some())
    }

    /// The row as the values of an INSERT.
    pub(crate) fn values(&self, row: &[Option<String>]) -> Result<String, Error> {
        if row.len() != self.columns.len() {
            return Err(damaged());
        }
        let literals = self.columns.iter().zip(row).map(|(column, value)| literal(column, value.as_deref()));
        Ok(format!("({})", literals.collect::<Result<Vec<_>, _>>()?.join(", ")))
    }

    pub(crate) fn insert(&self, rows: &[String]) -> String {
        let names = self.names().join(", ");
        format!("INSERT INTO {} ({names}) VALUES {}", self.kept.table, rows.join(", "))
    }
}

/// Takes the lengths off again that tell the values of a row apart; the columns by name.
pub(crate) fn parsed<'a>(line: &str, names: impl Iterator<Item = &'a str>) -> Result<Vec<Option<String>>, Error> {
    let mut rest = line;
    let mut row = Vec::with_capacity(names.size_hint().0);
    for name in names {
        let (length, after) = rest.split_once(':').ok_or_else(damaged)?;
        if length == "-" {
            row.push(None);
            rest = after;
            continue;
        }
        let length: usize = length.parse().map_err(|_| damaged())?;
        let end = match after.get(..length) {
            // Mostly there is one byte for each character.
            Some(value) if value.is_ascii() => length,
            _ => after.char_indices().nth(length).map_or(after.len(), |(at, _)| at),
        };
        let (value, after) = after.split_at(end);
        let moment = if is_moment(name) { moment(value).ok() } else { None };
        row.push(Some(moment.map_or_else(|| value.to_owned(), |moment| moment.format(MOMENT).to_string())));
        rest = after;
    }
    Ok(row)
}

/// A column's value as text that both databases agree on.
fn text(name: &str, kind: &str) -> String {
    match kind {
        "uuid" => format!("replace({name}::text, '-', '')"),
        "bytea" => format!("encode({name}, 'hex')"),
        "blob" => format!("lower(hex({name}))"),
        "boolean" => format!("CASE {name} WHEN true THEN '1' WHEN false THEN '0' END"),
        _ => format!("CAST({name} AS TEXT)"),
    }
}

/// A column's value with its length before it, so that values can stand one after another.
fn counted(prefix: &str, column: &Column) -> String {
    let name = format!("{prefix}{}", column.name);
    let text = text(&name, &column.kind);
    format!("CASE WHEN {name} IS NULL THEN '-:' ELSE length({text}) || ':' || {text} END")
}

/// The name tells a moment: SQLite keeps it as text, PostgreSQL as a timestamp.
fn is_moment(name: &str) -> bool {
    name == "at" || name.ends_with("_at")
}

fn moment(value: &str) -> Result<NaiveDateTime, Error> {
    value
        .replace('T', " ")
        .parse()
        .or_else(|_| NaiveDateTime::parse_from_str(value, "%Y-%m-%d %H:%M:%S%.f"))
        .map_err(|_| damaged())
}

/// A value as a literal of a column's type.
fn literal(column: &Column, value: Option<&str>) -> Result<String, Error> {
    let Some(value) = value else { return Ok("NULL".to_owned()) };
    let hex = value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number =
        value.strip_prefix('-').unwrap_or(value).bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty();
    match column.kind.as_str() {
        "uuid" if hex => Ok(format!("'{value}'::uuid")),
        "bytea" if hex => Ok(format!("decode('{value}', 'hex')")),
        "blob" if hex => Ok(format!("x'{value}'")),
        "boolean" if number => Ok(format!("'{value}'::boolean")),
        "integer" | "bigint" | "smallint" if number => Ok(value.to_owned()),
        "uuid" | "bytea" | "blob" | "boolean" | "integer" | "bigint" | "smallint" => Err(damaged()),
        // SQLite compares moments as text, in the form in which they are written by the service.
        "text" if is_moment(&column.name) => Ok(format!("'{}'", moment(value)?.format("%F %T%.f"))),
        _ => Ok(format!("'{}'", value.replace('\'', "''"))),
    }
}

fn damaged() -> Error {
    Error::Internal("a row is not what its table has".to_owned())
}
