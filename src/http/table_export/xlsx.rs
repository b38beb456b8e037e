//! Rows as a workbook (XLSX, ISO/IEC 29500), for spreadsheets that guess wrongly at CSV. It is made in memory: what is sealed
//! in the database must not lie open in a file that passes.

use aplp_domain::riga::riga_time;
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::columns::{Cell, Column, Kind};
use crate::error::Error;

/// How many characters a cell can hold; what is longer is cut, and whole in JSON.
const CELL_MAX: usize = 32_767;
/// How many characters the name of a sheet can have.
const NAME_MAX: usize = 31;
/// The first year of which a workbook knows days.
const YEAR_MIN: i32 = 1900;

/// A workbook with one sheet that is being filled.
pub(super) struct Sheet {
    workbook: Workbook,
    columns: Vec<Column>,
    rows: u32,
    day: Format,
    moment: Format,
}

impl Sheet {
    /// A sheet with the names of its columns on top, each as wide as what stands in it.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub(super) fn new(name: &str, columns: Vec<Column>) -> Result<Self, Error> {
        let [day, moment] = ["dd.mm.yyyy", "dd.mm.yyyy hh:mm:ss"].map(|form| Format::new().set_num_format(form));
        let mut sheet = Self { workbook: Workbook::new(), columns, rows: 0, day, moment };
        sheet.begin(name).map_err(internal)?;
        Ok(sheet)
    }

    fn begin(&mut self, name: &str) -> Result<(), XlsxError> {
        // The moment of writing would make each copy another file.
        let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        self.workbook.set_properties(&properties);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name.chars().take(NAME_MAX).collect::<String>())?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(place, width(column))?;
        }
        for (place, column) in (0..).zip(&self.columns) {
            sheet.write_string(0, place, &column.name)?;
        }
        Ok(())
    }

    /// Writes rows below those that are there.
    ///
    /// # Errors
    /// `Internal` when they cannot be written.
    pub(super) fn add(&mut self, rows: &[Value]) -> Result<(), Error> {
        let sheet = self.workbook.worksheet_from_index(0).map_err(internal)?;
        for row in rows {
            self.rows += 1;
            for (place, column) in (0..).zip(&self.columns) {
                write(sheet, (self.rows, place), column.cell(row), [&self.day, &self.moment]).map_err(internal)?;
            }
        }
        Ok(())
    }

    /// The finished file, with a filter over its columns. Equal rows make equal bytes.
    ///
    /// # Errors
    /// `Internal` when it cannot be written.
    pub(super) fn finished(mut self) -> Result<Vec<u8>, Error> {
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let sheet = self.workbook.worksheet_from_index(0).map_err(internal)?;
        sheet.autofilter(0, 0, self.rows, last).map_err(internal)?;
        self.workbook.save_to_buffer().map_err(internal)
    }
}

fn internal(fault: XlsxError) -> Error {
    Error::Internal(fault.to_string())
}

/// How wide a column is, in characters.
fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::Day => 12.0,
        Kind::Moment => 20.0,
        Kind::Number | Kind::Flag => 10.0,
        Kind::Text if column.name == "id" || column.name.ends_with("_id") => 38.0,
        Kind::Text => 24.0,
    }
}

/// Days and moments are days and moments, by the clock of Riga; text is never taken for a formula.
fn write(
    sheet: &mut Worksheet,
    (line, place): (u32, u16),
    cell: Cell,
    [day, moment]: [&Format; 2],
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(line, place, text.chars().take(CELL_MAX).collect::<String>())?;
        }
        Cell::Number(number) => {
            sheet.write_number(line, place, number as f64)?;
        }
        Cell::Flag(flag) => {
            sheet.write_boolean(line, place, flag)?;
        }
        Cell::Day(on) if on.year() < YEAR_MIN => {
            sheet.write_string(line, place, on.to_string())?;
        }
        Cell::Day(on) => {
            sheet.write_datetime_with_format(line, place, on, day)?;
        }
        Cell::Moment(at) => {
            sheet.write_datetime_with_format(line, place, riga_time(at), moment)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};
    use serde_json::json;

    use super::super::columns::columns;
    use super::*;

    fn written(rows: &[Value]) -> Vec<u8> {
        let schema = json!({ "properties": { "a": { "type": "string" }, "at": { "type": "string", "format": "date-time" },
            "day": { "type": "string", "format": "date" }, "is": { "type": "boolean" }, "n": { "type": "integer" } } });
        let mut sheet = Sheet::new("persons", columns(&schema, &json!({}))).unwrap();
        sheet.add(rows).unwrap();
        sheet.finished().unwrap()
    }

    fn opened(rows: &[Value]) -> Range<Data> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(rows))).unwrap();
        assert_eq!(book.sheet_names(), ["persons"]);
        book.worksheet_range_at(0).unwrap().unwrap()
    }

    #[test]
    fn days_and_moments_are_dates_by_the_clock_of_riga_and_text_is_no_formula() {
        let sheet = opened(&[
            json!({ "a": "=1+1", "at": "2026-07-01T21:30:00Z", "day": "2026-07-02", "is": true, "n": 15 }),
            json!({ "day": "1899-12-31" }),
        ]);

        let lines: Vec<&[Data]> = sheet.rows().collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(lines[0], ["a", "at", "day", "is", "n"].map(text));
        let read = |cell: &Data| match cell {
            // Days since the end of 1899, and their parts.
            Data::DateTime(at) => (at.as_f64() * 86_400.0).round() as i64 - 46_205 * 86_400,
            other => panic!("{other:?} is no date"),
        };
        assert_eq!((&lines[1][0], &lines[1][3], &lines[1][4]), (&text("=1+1"), &Data::Bool(true), &Data::Float(15.0)));
        assert_eq!([read(&lines[1][1]), read(&lines[1][2])], [30 * 60, 0], "seconds since 2026-07-02 began in Riga");
        assert_eq!((&lines[2][0], &lines[2][2]), (&Data::Empty, &text("1899-12-31")));
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        for (length, kept) in [(CELL_MAX, CELL_MAX), (CELL_MAX + 1, CELL_MAX)] {
            let sheet = opened(&[json!({ "a": "ā".repeat(length) })]);

            assert_eq!(sheet.get((1, 0)), Some(&Data::String("ā".repeat(kept))));
        }
    }

    #[test]
    fn equal_rows_make_equal_bytes() {
        let rows = [json!({ "a": "x" })];

        assert_eq!(written(&rows), written(&rows));
    }
}
