//! Lists as tables: for spreadsheets, and for programs that read line by line.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::service::{self, A_YEAR, entry};
use crate::support::{Desk, Office, contract};

fn crowd(desk: &Desk<'_>, count: usize) {
    for at in 0..count {
        let letter = |place: usize| char::from(b'a' + u8::try_from(at / place % 26).unwrap());
        let name = format!("Persona A{}{}", letter(26), letter(1));
        desk.post("/v1/persons", json!({ "given_name": name, "family_name": "Liepa" })).ok(201);
    }
}

/// The rows of a CSV, each with the names of its columns.
fn rows(text: &str) -> Vec<Value> {
    let mut read = csv::Reader::from_reader(text.as_bytes());
    let names = read.headers().unwrap().clone();
    let row = |row: &csv::StringRecord| {
        names.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), json!(cell))).collect()
    };
    read.records().map(|record| Value::Object(row(&record.unwrap()))).collect()
}

// HT-07, EX-01, EX-03
#[test]
fn a_list_is_exported_whole_as_a_table_that_a_spreadsheet_can_open() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = json!({
        "given_name": "=1+1", "family_name": "Abele, \"Ieva\"", "phone": "+371 67442828", "municipality": "0001000",
    });
    let first = ilze.post("/v1/persons", body).ok(201);
    crowd(&ilze, 2);

    let reply = ilze.get("/v1/persons/export?format=csv");

    assert_eq!(reply.header("content-type").as_deref(), Some("text/csv; charset=utf-8; header=present"));
    let file = "attachment; filename=\"persons.csv\"; filename*=UTF-8''persons.csv";
    assert_eq!(reply.header("content-disposition").as_deref(), Some(file));
    let header: Vec<&str> = reply.text.lines().next().unwrap().split(',').collect();
    assert!(header[0] == "id" && header[1..].is_sorted() && header.contains(&"created_at"), "{header:?}");
    assert!(reply.text.contains("\"Abele, \"\"Ieva\"\"\"") && reply.text.ends_with("\r\n"), "{}", reply.text);
    let rows = rows(&reply.text);
    assert_eq!((rows.len(), &rows[0]["id"], &rows[0]["given_name"]), (3, &first["id"], &json!("'=1+1")));
    assert_eq!((&rows[0]["phone"], &rows[0]["municipality"]), (&json!("+371 67442828"), &json!("0001000")));
    assert_eq!(rows[0]["created_at"], first["created_at"]);
}

// EX-01, EX-02
#[rstest]
#[case("plain", "", ',', "1984-03-15")]
#[case("excel", "\u{feff}", ',', "1984-03-15")]
#[case("excel-lv", "\u{feff}", ';', "15.03.1984.")]
fn csv_is_written_for_who_reads_it(#[case] profile: &str, #[case] mark: &str, #[case] comma: char, #[case] day: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    let born =
        json!({ "given_name": "Anna", "family_name": "Ābele", "born_on": "1984-03-15", "born_on_source": "pase" });
    ilze.post("/v1/persons", born).ok(201);

    let reply = ilze.get(&format!("/v1/persons/export?format=csv&profile={profile}"));

    let text = String::from_utf8(reply.bytes).unwrap();
    assert!(text.starts_with(&format!("{mark}id{comma}address{comma}born_on{comma}")), "{text}");
    assert!(text.contains(&format!("{comma}{day}{comma}")) && text.contains("Ābele"), "{text}");
}

// HT-07
#[rstest]
#[case("format=parquet")]
#[case("format=csv&profile=calc")]
#[case("format=xlsx&profile=excel")]
#[case("format=ndjson&profile=plain")]
fn a_form_or_a_profile_that_there_is_not_is_not_acceptable(#[case] query: &str) {
    let office = Office::open();

    office.coordinator().get(&format!("/v1/persons/export?{query}")).problem(406, "not_acceptable");
}

// HT-07
#[test]
fn a_list_answers_json_only_and_its_table_takes_no_page() {
    let office = Office::open();
    let ilze = office.coordinator();

    ilze.send("GET", "/v1/persons", &[("accept", "text/csv")], None).problem(406, "not_acceptable");
    ilze.get("/v1/persons/export").fault("format", "required");
    ilze.get("/v1/persons/export?format=csv&cursor=AAAA").fault("cursor", "unknown_parameter");
    ilze.get("/v1/persons/export?format=csv&limit=0").fault("limit", "too_small");
    office.send("GET", "/v1/persons/export?format=csv", &[], None).problem(401, "token_missing");
}

// HT-07
#[test]
fn a_list_without_rows_is_a_table_with_a_header() {
    let office = Office::open();
    let ilze = office.coordinator();

    let empty = ilze.get("/v1/persons/export?format=csv").text;
    let lines = ilze.get("/v1/persons/export?format=ndjson").text;
    crowd(&ilze, 1);
    let one = ilze.get("/v1/persons/export?format=csv").text;

    assert!(empty.ends_with("\r\n") && empty.lines().count() == 1);
    assert_eq!(one.lines().next(), empty.lines().next());
    assert_eq!(lines, "{\"object\":\"end\",\"rows\":0}\n");
}

// HT-07, EX-04
#[test]
fn a_list_is_exported_line_by_line_with_the_same_rows_and_how_many_there_were() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 3);

    let page = ilze.get("/v1/persons").ok(200);
    let reply = ilze.get("/v1/persons/export?format=ndjson");

    assert_eq!(reply.header("content-type").as_deref(), Some("application/x-ndjson"));
    let mut rows: Vec<Value> = reply.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.pop(), Some(json!({ "object": "end", "rows": 3 })));
    assert_eq!(json!(rows), page["items"]);
}

// EX-04
#[test]
fn a_table_goes_on_beyond_what_is_read_at_once_and_misses_nobody() {
    let office = Office::open();
    let ilze = office.coordinator();
    crowd(&ilze, 501);

    let text = ilze.get("/v1/persons/export?format=csv").text;

    let ids = |text: &str| rows(text).iter().map(|row| row["id"].to_string()).collect::<Vec<_>>();
    let all = ids(&text);
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (501, 501));
    for limit in [1, 499, 500, 501, i32::MAX] {
        let first = ids(&ilze.get(&format!("/v1/persons/export?format=csv&limit={limit}")).text);
        assert_eq!(first, all[..all.len().min(limit as usize)], "{limit}");
    }
    let two = ilze.get("/v1/municipalities/export?format=csv&limit=2").text;
    assert_eq!(rows(&two).len(), 2);
}

// HT-07
#[test]
fn a_workbook_has_the_columns_and_rows_of_the_other_tables_with_real_dates_by_the_clock_of_riga() {
    let office = Office::open();
    let ilze = office.coordinator();
    let born =
        json!({ "given_name": "Anna", "family_name": "Ābele", "born_on": "1984-03-15", "born_on_source": "pase" });
    let anna = ilze.post("/v1/persons", born).ok(201);
    crowd(&ilze, 2);

    let table = ilze.get("/v1/persons/export?format=csv").text;
    let reply = ilze.get("/v1/persons/export?format=xlsx");

    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(reply.header("content-type").as_deref(), Some(media));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(reply.bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["persons"]);
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    let lines: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(lines.len(), 4);
    let header: Vec<String> = lines[0].iter().map(ToString::to_string).collect();
    assert_eq!(header.join(","), table.lines().next().unwrap());
    let cell = |name: &str| &lines[1][header.iter().position(|own| own == name).unwrap()];
    let date = |name: &str| match cell(name) {
        // A workbook counts days from the end of 1899, and their parts.
        Data::DateTime(at) => {
            let seconds = (at.as_f64() * 86_400.0).round() as i64;
            NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds)
        }
        other => panic!("{name}: {other:?} is no date"),
    };
    assert_eq!(cell("id").to_string(), anna["id"].as_str().unwrap());
    assert_eq!(date("born_on").to_string(), "1984-03-15 00:00:00");
    assert_eq!(date("created_at"), aplp_domain::riga::riga_time(office.now()));
}

/// What a list for a month shows adds up to what the month has, whichever part of an entry lies in it.
#[test]
fn the_rows_of_a_month_add_up_to_the_month_in_every_form() {
    let office = service::office();
    let service = service::served(&office, A_YEAR);
    office.move_to("2026-05-04T12:00:00Z");
    let made = service.post(&office, entry("2026-04-30T20:30", "2026-04-30T21:30")).ok(201);
    assert_eq!(made["parts"].as_array().unwrap().len(), 2);
    service.post(&office, entry("2026-05-02T07:00", "2026-05-02T08:00")).ok(201);
    let ilze = office.coordinator();

    for (month, minutes) in [("2026-04", 30), ("2026-05", 90)] {
        let used = ilze.get(&format!("/v1/grants/{}/months/{month}", service.grant)).ok(200)["used_minutes"].clone();
        let filter = format!("grant_id={}&month={month}", service.grant);
        let listed = ilze.get(&format!("/v1/time-entries?{filter}")).ok(200);
        let table = rows(&ilze.get(&format!("/v1/time-entries/export?format=csv&{filter}")).text);

        let shown = listed["items"].as_array().unwrap().iter().map(|row| row["minutes_in_month"].as_i64().unwrap());
        let cells = table.iter().map(|row| row["minutes_in_month"].as_str().unwrap().parse::<i64>().unwrap());
        assert_eq!((used, shown.sum::<i64>(), cells.sum::<i64>()), (json!(minutes), minutes, minutes), "{month}");
    }
    let all = ilze.get("/v1/time-entries").ok(200);
    assert_eq!(all["items"][0].get("minutes_in_month"), None, "it is told of a month only");
}

/// Every list has its table, whoever may read the list may read it, and no cell of it holds JSON.
#[test]
fn every_list_has_a_table_without_a_nested_cell() {
    let (office, tour) = crate::canaries::toured();
    let ilze = office.coordinator();
    let paths = contract::document()["paths"].as_object().unwrap();
    let lists: Vec<&String> =
        paths.iter().filter(|(_, item)| item["get"]["x-required-scope"].is_string()).map(|(p, _)| p).collect();
    let tables: Vec<&&String> = lists.iter().filter(|path| path.ends_with("/export")).collect();
    assert!(tables.len() >= 45, "{} tables", tables.len());

    let mut seen = 0;
    for path in tour
        .read
        .iter()
        .filter(|path| paths.contains_key(&format!("{}/export", contract::operation("get", path).unwrap().0)))
    {
        let (list, query) = path.split_once('?').unwrap_or((path, ""));
        let own: Vec<&str> = query.split('&').filter(|one| !one.is_empty() && !one.starts_with("limit=")).collect();
        let reply = ilze.get(&format!("{list}/export?format=csv&{}", own.join("&")));
        if reply.status != 200 {
            continue;
        }
        for row in rows(&reply.text) {
            let nested =
                row.as_object().unwrap().iter().find(|(_, cell)| cell.as_str().unwrap().starts_with(['{', '[']));
            assert_eq!(nested, None, "{path}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} rows");
}
