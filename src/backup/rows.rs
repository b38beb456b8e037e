//! Rows as text that is the same on both databases, and as SQL again.

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use sha2::{Digest, Sha256};

use super::{Count, damaged};
use crate::db::Conn;
use crate::db::chain::hex;
use crate::db::map::Kept;
use crate::db::told::Column;
use crate::error::Error;

/// How many rows are read at a time.
const PAGE: usize = 2_000;
/// How a moment is written: the same on both databases, to the microsecond.
const MOMENT: &str = "%Y-%m-%d %H:%M:%S%.6f";

/// A table with its columns.
pub(super) struct Table {
    kept: Kept,
    columns: Vec<Column>,
}

impl Table {
    pub(super) fn of(conn: &mut Conn, kept: &Kept) -> Result<Self, Error> {
        Ok(Self { kept: *kept, columns: conn.columns_of(kept.table)? })
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Hands over every row in the order of the key, and says what was there.
    pub(super) fn each(
        &self,
        conn: &mut Conn,
        mut look: impl FnMut(&[Option<String>]) -> Result<(), Error>,
    ) -> Result<Count, Error> {
        let all: String = self.columns.iter().map(counted).collect::<Vec<_>>().join(" || ");
        let mut count = Count::default();
        let mut after: Option<String> = None;
        loop {
            let beyond = after.map(|last| format!(" WHERE ({}) > ({last})", self.kept.key)).unwrap_or_default();
            let (table, key) = (self.kept.table, self.kept.key);
            let query = format!("SELECT {all} FROM {table}{beyond} ORDER BY {key} LIMIT {PAGE}");
            let page: Vec<String> = sql::<Text>(&query).load(conn)?;
            let mut last = None;
            for line in &page {
                let row = self.parsed(line)?;
                add(&mut count, &row);
                look(&row)?;
                last = Some(row);
            }
            match last {
                Some(row) if page.len() == PAGE => after = Some(self.key_of(&row)?),
                _ => return Ok(count),
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

    /// Takes the lengths off again that tell the values of a row apart.
    fn parsed(&self, line: &str) -> Result<Vec<Option<String>>, Error> {
        let mut rest = line;
        let mut row = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let (length, after) = rest.split_once(':').ok_or_else(damaged)?;
            if length == "-" {
                row.push(None);
                rest = after;
                continue;
            }
            let length: usize = length.parse().map_err(|_| damaged())?;
            let end = after.char_indices().nth(length).map_or(after.len(), |(at, _)| at);
            let (value, after) = after.split_at(end);
            row.push(Some(if is_moment(column) {
                moment(value)?.format(MOMENT).to_string()
            } else {
                value.to_owned()
            }));
            rest = after;
        }
        Ok(row)
    }

    /// Whether a row refers to another one of the same table.
    pub(super) fn refers_to_its_own(&self, row: &[Option<String>]) -> bool {
        self.columns.iter().zip(row).any(|(column, value)| column.name == "reverses_id" && value.is_some())
    }

    /// The row as the values of an INSERT.
    pub(super) fn values(&self, row: &[Option<String>]) -> Result<String, Error> {
        if row.len() != self.columns.len() {
            return Err(damaged());
        }
        let literals = self.columns.iter().zip(row).map(|(column, value)| literal(column, value.as_deref()));
        Ok(format!("({})", literals.collect::<Result<Vec<_>, _>>()?.join(", ")))
    }

    pub(super) fn insert(&self, rows: &[String]) -> String {
        let names = self.names().join(", ");
        format!("INSERT INTO {} ({names}) VALUES {}", self.kept.table, rows.join(", "))
    }
}

/// Adds a row's digest to those of the others: whatever order they come in, the same rows make the same sum.
pub(super) fn add(count: &mut Count, row: &[Option<String>]) {
    let mut hash = Sha256::new();
    for value in row {
        match value {
            None => hash.update([0]),
            Some(value) => {
                hash.update([1]);
                hash.update((value.len() as u64).to_be_bytes());
                hash.update(value);
            }
        }
    }
    let mut sum: [u8; 32] = std::array::from_fn(|at| {
        count.digest.get(at * 2..at * 2 + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0)
    });
    let mut carry = 0;
    for (byte, more) in sum.iter_mut().zip(hash.finalize()).rev() {
        let whole = u16::from(*byte) + u16::from(more) + carry;
        *byte = whole.to_be_bytes()[1];
        carry = whole >> 8;
    }
    count.rows += 1;
    count.digest = hex(&sum);
}

/// A column's value as text that both databases agree on.
fn text(Column { name, kind, .. }: &Column) -> String {
    match kind.as_str() {
        "uuid" => format!("replace({name}::text, '-', '')"),
        "bytea" => format!("encode({name}, 'hex')"),
        "blob" => format!("lower(hex({name}))"),
        "boolean" => format!("CASE {name} WHEN true THEN '1' WHEN false THEN '0' END"),
        _ => format!("CAST({name} AS TEXT)"),
    }
}

/// A column's value with its length before it, so that values can stand one after another.
fn counted(column: &Column) -> String {
    let (name, text) = (&column.name, text(column));
    format!("CASE WHEN {name} IS NULL THEN '-:' ELSE length({text}) || ':' || {text} END")
}

/// The name tells a moment: SQLite keeps it as text, PostgreSQL as a timestamp.
fn is_moment(column: &Column) -> bool {
    column.name == "at" || column.name.ends_with("_at")
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
        "text" if is_moment(column) => Ok(format!("'{}'", moment(value)?.format("%F %T%.f"))),
        _ => Ok(format!("'{}'", value.replace('\'', "''"))),
    }
}
