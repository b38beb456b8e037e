//! The rows of a list as a workbook (XLSX, ISO/IEC 29500), for spreadsheets that guess wrongly at CSV.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use actix_web::web;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::answer::content_tag;
use super::reports::Place;
use super::rows::{Column, at, words};
use crate::error::Error;

/// What a workbook is written from.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(super) rows: Vec<Value>,
    pub(super) columns: Vec<Column>,
    /// Whether the answer is tagged by its content.
    pub(super) is_tagged: bool,
    /// Held until it is written.
    pub(super) place: Option<Arc<Place>>,
}

type Answered = ServiceResponse<BoxBody>;

/// An answer with its workbook written, on a thread that answers nobody else; any other answer as it is.
///
/// # Errors
/// `Internal` when the workbook cannot be written, with the answer that waits for it.
pub(super) async fn written(mut answered: Answered) -> Result<Answered, (Answered, Error)> {
    let sheet = answered.response_mut().extensions_mut().remove::<Sheet>();
    let Some(Sheet { rows, columns, is_tagged, place }) = sheet else { return Ok(answered) };
    let work = web::block(move || {
        let _place = place;
        workbook(&rows, &columns)
    });
    let bytes = match work.await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(fault)) => return Err((answered, fault)),
        Err(fault) => return Err((answered, Error::Internal(fault.to_string()))),
    };
    if is_tagged && let Ok(tag) = content_tag(&bytes).parse() {
        answered.headers_mut().insert(header::ETAG, tag);
    }
    Ok(answered.map_body(|_, _| BoxBody::new(bytes)))
}

/// How many characters a cell can hold; what is longer is cut, and whole in JSON.
const CELL_MAX: usize = 32_767;

/// Rows as a workbook with one sheet and the names of the columns on top. Equal rows make equal bytes.
///
/// # Errors
/// `Internal` when the workbook cannot be written.
fn workbook(rows: &[Value], columns: &[Column]) -> Result<Vec<u8>, Error> {
    filled(rows, columns).map_err(|fault| Error::Internal(fault.to_string()))
}

fn filled(rows: &[Value], columns: &[Column]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The moment of writing would make each copy another file.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0..).zip(columns) {
        sheet.write_string(0, place, column.join("_"))?;
        for (line, row) in (1..).zip(rows) {
            cell(sheet, (line, place), at(row, column))?;
        }
    }
    workbook.save_to_buffer()
}

/// Numbers and truths stay what they are; everything else is text, which a workbook never takes for a formula.
fn cell(sheet: &mut Worksheet, (line, place): (u32, u16), value: Option<&Value>) -> Result<(), XlsxError> {
    match value {
        None | Some(Value::Null) => {}
        Some(Value::Bool(truth)) => {
            sheet.write_boolean(line, place, *truth)?;
        }
        Some(Value::Number(number)) => {
            sheet.write_number(line, place, number.as_f64().unwrap_or_default())?;
        }
        Some(other) => {
            let text = words(other).unwrap_or_else(|| other.to_string());
            sheet.write_string(line, place, text.chars().take(CELL_MAX).collect::<String>())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};
    use serde_json::json;

    use super::*;

    fn opened(rows: &[Value], columns: &[&str]) -> Range<Data> {
        let columns: Vec<Column> = columns.iter().map(|way| way.split('.').map(str::to_owned).collect()).collect();
        let bytes = workbook(rows, &columns).unwrap();
        Xlsx::new(Cursor::new(bytes)).unwrap().worksheet_range_at(0).unwrap().unwrap()
    }

    #[test]
    fn a_row_stands_under_the_names_of_its_columns() {
        let rows = [json!({ "a": "=1+1", "b": { "c": 15 }, "d": true, "e": ["rights", "finance"], "f": null })];

        let sheet = opened(&rows, &["a", "b.c", "d", "e", "f"]);

        let text = |text: &str| Data::String(text.to_owned());
        let lines: Vec<&[Data]> = sheet.rows().collect();
        assert_eq!(lines[0], ["a", "b_c", "d", "e", "f"].map(text));
        assert_eq!(lines[1], [text("=1+1"), Data::Float(15.0), Data::Bool(true), text("rights; finance"), Data::Empty]);
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        for (length, kept) in [(CELL_MAX, CELL_MAX), (CELL_MAX + 1, CELL_MAX)] {
            let sheet = opened(&[json!({ "a": "ā".repeat(length) })], &["a"]);

            assert_eq!(sheet.get((1, 0)), Some(&Data::String("ā".repeat(kept))));
        }
    }

    #[test]
    fn equal_rows_make_equal_bytes() {
        let written = || workbook(&[json!({ "a": 1 })], &[vec!["a".to_owned()]]).unwrap();

        assert_eq!(written(), written());
    }
}
