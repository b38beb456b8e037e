//! Lists as tables: for spreadsheets, and for programs that read line by line.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office};

fn crowd(desk: &Desk<'_>, count: u8) {
    for at in 0..count {
        let name = format!("Persona A{}", char::from(b'a' + at));
        desk.post("/v1/persons", json!({ "given_name": name, "family_name": "Liepa" })).ok(201);
    }
}

// HT-07
#[test]
fn a_list_is_answered_as_a_table_that_a_spreadsheet_can_open() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = json!({
        "given_name": "=1+1", "family_name": "Abele, \"Ieva\"", "phone": "+371 67442828", "municipality": "0001000",
    });
    ilze.post("/v1/persons", body).ok(201);
    crowd(&ilze, 2);

    let reply = ilze.send("GET", "/v1/persons?limit=2", &[("accept", "text/csv")], None);

    assert_eq!(reply.header("content-type").as_deref(), Some("text/csv; charset=utf-8; header=present"));
    assert_eq!(reply.header("vary").as_deref(), Some("Accept"));
    assert!(reply.header("link").unwrap().ends_with(">; rel=\"next\""));
    let mut lines = reply.text.split("\r\n");
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert!(header.is_sorted() && header.contains(&"given_name") && header.contains(&"created_at"));
    let row = lines.next().unwrap();
    assert!(
        row.contains(",'=1+1,") && row.contains(",\"Abele, \"\"Ieva\"\"\",") && row.contains(",'+371 67442828"),
        "{row}"
    );
    assert_eq!(lines.count(), 2, "a second row and the end of the last line");
}

// HT-07
#[test]
fn a_list_without_rows_is_a_table_with_a_header() {
    let office = Office::open();
    let ilze = office.coordinator();
    let accept = [("accept", "text/csv")];

    let empty = ilze.send("GET", "/v1/persons", &accept, None).text;
    crowd(&ilze, 1);
    let one = ilze.send("GET", "/v1/persons", &accept, None).text;

    assert!(empty.ends_with("\r\n") && empty.lines().count() == 1);
    assert_eq!(one.lines().next(), empty.lines().next());
}

// HT-07
#[test]
fn a_list_is_answered_line_by_line_with_the_same_rows() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 3);

    let page = ilze.get("/v1/persons").ok(200);
    let reply = ilze.send("GET", "/v1/persons", &[("accept", "application/x-ndjson")], None);

    assert_eq!(reply.header("content-type").as_deref(), Some("application/x-ndjson"));
    let rows: Vec<Value> = reply.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(rows), page["items"]);
}

// HT-07
#[rstest]
#[case("*/*", "application/json")]
#[case("text/csv, application/json", "application/json")]
#[case("text/csv, application/json;q=0.9", "text/csv; charset=utf-8; header=present")]
#[case("text/*", "text/csv; charset=utf-8; header=present")]
#[case(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)]
#[case("application/xml, */*;q=0.1", "application/json")]
#[case("application/json;q=0, */*", "application/x-ndjson")]
fn an_open_list_is_answered_in_the_form_that_is_wanted_most(#[case] accept: &str, #[case] media: &str) {
    let office = Office::open();

    let reply = office.send("GET", "/v1/municipalities", &[("accept", accept.to_owned())], None);

    assert_eq!((reply.status, reply.header("content-type").as_deref()), (200, Some(media)));
    assert!(reply.header("etag").is_some());
}

// HT-07
#[test]
fn a_list_is_answered_as_a_workbook_with_the_same_columns_and_rows() {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 3);

    let table = ilze.send("GET", "/v1/persons", &[("accept", "text/csv")], None).text;
    let reply = ilze.send("GET", "/v1/persons", &[("accept", XLSX)], None);

    assert_eq!(reply.header("content-type").as_deref(), Some(XLSX));
    let mut workbook = Xlsx::new(Cursor::new(reply.bytes)).unwrap();
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].join(","), table.lines().next().unwrap());
    assert!(rows[1].contains(&ilze.get("/v1/persons").ok(200)["items"][0]["id"].as_str().unwrap().to_owned()));
}
