//! Rows as CSV (RFC 4180), as programs and as the spreadsheets of an office read it.

use std::borrow::Cow;

use aplp_domain::riga::riga_time;
use chrono::SecondsFormat;
use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;

use super::columns::{Cell, Column, Kind};
use crate::error::Error;

/// For whom the text is written (EX-01, EX-02).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Profile {
    /// For programs: commas, days and moments as in JSON.
    #[default]
    Plain,
    /// For a spreadsheet: the same after a byte order mark, without which letters with marks are read wrongly.
    Excel,
    /// For a spreadsheet in Latvian: semicolons, days as `01.03.2026.`, moments by the clock of Riga.
    ExcelLv,
}

impl Profile {
    /// The names of all, as they are asked for.
    pub(super) const NAMES: [&str; 3] = ["plain", "excel", "excel-lv"];

    /// The profile of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "plain" => Some(Self::Plain),
            "excel" => Some(Self::Excel),
            "excel-lv" => Some(Self::ExcelLv),
            _ => None,
        }
    }
}

/// The names of the columns, as the table begins.
///
/// # Errors
/// `Internal` when they cannot be written.
pub(super) fn header(columns: &[Column], profile: Profile) -> Result<Vec<u8>, Error> {
    let mut out = writer(profile, if profile == Profile::Plain { Vec::new() } else { MARK.to_vec() });
    out.write_record(columns.iter().map(|column| &column.name)).map_err(refused)?;
    finished(out)
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Rows below the header.
///
/// # Errors
/// `Internal` when they cannot be written.
pub(super) fn rows(rows: &[Value], columns: &[Column], profile: Profile) -> Result<Vec<u8>, Error> {
    let mut out = writer(profile, Vec::new());
    for row in rows {
        for column in columns {
            out.write_field(written(column, row, profile).as_bytes()).map_err(refused)?;
        }
        out.write_record(None::<&[u8]>).map_err(refused)?;
    }
    finished(out)
}

/// How long a moment is in JSON.
const MOMENT: usize = "2026-03-01T10:00:00.000000Z".len();

fn writer(profile: Profile, into: Vec<u8>) -> Writer<Vec<u8>> {
    let delimiter = if profile == Profile::ExcelLv { b';' } else { b',' };
    WriterBuilder::new().terminator(Terminator::CRLF).delimiter(delimiter).from_writer(into)
}

fn finished(out: Writer<Vec<u8>>) -> Result<Vec<u8>, Error> {
    out.into_inner().map_err(|fault| Error::Internal(fault.to_string()))
}

fn refused(fault: csv::Error) -> Error {
    Error::Internal(fault.to_string())
}

/// What stands in a cell. What stands there as in JSON is not read: nearly all of a large table.
fn written<'a>(column: &Column, row: &'a Value, profile: Profile) -> Cow<'a, str> {
    match (column.value(row), column.kind) {
        (Value::String(text), Kind::Text) => return harmless(text),
        (Value::String(day), Kind::Day) if profile != Profile::ExcelLv => return Cow::Borrowed(day),
        (Value::String(at), Kind::Moment) if profile != Profile::ExcelLv && at.len() == MOMENT => {
            return Cow::Borrowed(at);
        }
        _ => {}
    }
    Cow::Owned(match column.cell(row) {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(&text).into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.format("%d.%m.%Y.").to_string(),
        Cell::Moment(at) if profile == Profile::ExcelLv => riga_time(at).format("%d.%m.%Y. %H:%M:%S").to_string(),
        Cell::Moment(at) => at.to_rfc3339_opts(SecondsFormat::Micros, true),
    })
}

/// A text that a spreadsheet would take for a formula gets a `'` in front. A telephone number with its `+` is none that does
/// anything, and stays as it is.
fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches([' ', '\n', '\u{a0}']).chars().next();
    match first {
        Some('+') if text.chars().all(|c| c.is_ascii_digit() || "+ ()-".contains(c)) => Cow::Borrowed(text),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\0') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::columns::columns;
    use super::*;

    fn of(rows_: &[Value], profile: Profile) -> String {
        let text = json!({ "type": "string" });
        let schema = json!({ "properties": { "a": text, "at": { "type": "string", "format": "date-time" },
            "day": { "type": "string", "format": "date" }, "n": { "type": "integer" } } });
        let columns = columns(&schema, &json!({}));
        let parts = [header(&columns, profile).unwrap(), rows(rows_, &columns, profile).unwrap()].concat();
        String::from_utf8(parts).unwrap()
    }

    #[rstest]
    #[case(Profile::Plain, "a,at,day,n\r\n\"x,\"\"y\"\"\",2026-07-01T21:30:00.000000Z,2026-07-02,-30\r\n")]
    #[case(Profile::Excel, "\u{feff}a,at,day,n\r\n\"x,\"\"y\"\"\",2026-07-01T21:30:00.000000Z,2026-07-02,-30\r\n")]
    #[case(Profile::ExcelLv, "\u{feff}a;at;day;n\r\n\"x,\"\"y\"\"\";02.07.2026. 00:30:00;02.07.2026.;-30\r\n")]
    fn a_row_is_written_as_its_reader_reads_it(#[case] profile: Profile, #[case] right: &str) {
        let row = json!({ "a": "x,\"y\"", "at": "2026-07-01T21:30:00Z", "day": "2026-07-02", "n": -30 });

        assert_eq!(of(&[row], profile), right);
    }

    #[test]
    fn what_is_not_there_is_an_empty_cell_and_a_line_break_stays_in_its_own() {
        assert_eq!(
            of(&[json!({ "a": "two\nlines", "n": null })], Profile::Plain),
            "a,at,day,n\r\n\"two\nlines\",,,\r\n"
        );
        assert_eq!(of(&[], Profile::Plain), "a,at,day,n\r\n");
    }

    #[rstest]
    #[case("=1+1")]
    #[case("+SUM(A1)")]
    #[case("-1")]
    #[case("@SUM(A1)")]
    #[case("\tx")]
    #[case("\rx")]
    #[case(" =1")]
    #[case("\n=1")]
    #[case("+1=2")]
    fn no_text_becomes_a_formula(#[case] formula: &str) {
        assert_eq!(harmless(formula), format!("'{formula}"));
    }

    #[rstest]
    #[case("+371 67442828")]
    #[case("+371 (6) 744-28-28")]
    #[case("0001000")]
    #[case("1-1")]
    #[case("Anna")]
    #[case("")]
    fn telephones_and_codes_stay_as_they_are(#[case] text: &str) {
        assert_eq!(harmless(text), text);
    }

    #[test]
    fn every_profile_has_its_name() {
        let all = [Profile::Plain, Profile::Excel, Profile::ExcelLv];
        assert_eq!(Profile::NAMES.map(Profile::named), all.map(Some));
        assert_eq!(Profile::named("calc"), None);
    }
}
