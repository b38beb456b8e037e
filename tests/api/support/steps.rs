//! The steps of many stories: a person is registered, applies, is checked in the registers and assessed.

use serde_json::{Value, json};

use super::Desk;

/// A personal code of the new form, another one for each number.
pub fn code(number: u32) -> String {
    format!("33{:04}-{:05}", number / 100_000 % 10_000, number % 100_000)
}

/// The id of a programme.
#[track_caller]
pub fn programme(desk: &Desk<'_>, code: &str) -> String {
    let found = desk.get(&format!("/v1/programmes?code={code}")).ok(200);
    found["items"][0]["id"].as_str().unwrap().to_owned()
}

/// What is sent to register a grown-up person in Riga, of whom the register lacks nothing.
pub fn person(number: u32) -> Value {
    json!({
        "given_name": "Anna", "family_name": "Liepa", "personal_code": code(number),
        "born_on": "1980-05-05", "born_on_source": "pase",
        "address": "Brīvības iela 1, Rīga", "municipality": "0001000", "phone": "+371 67442828",
    })
}

/// A grown-up person in Riga, of whom the register lacks nothing.
#[track_caller]
pub fn registered_person(desk: &Desk<'_>, number: u32) -> String {
    desk.post("/v1/persons", person(number)).id(201)
}

/// What is sent with an application that lacks nothing.
pub fn statement(person: &str, submitted_on: &str) -> Value {
    json!({
        "person_id": person, "form_kind": "zelda_form", "channel": "post", "submitted_on": submitted_on,
        "disability": "II grupa",
    })
}

/// An application that lacks nothing, submitted today.
#[track_caller]
pub fn application(desk: &Desk<'_>, person: &str) -> String {
    desk.post("/v1/applications", statement(person, &desk.office.today().to_string())).id(201)
}

/// What a register says, asked just now: `present`, `absent` or `not_checked`, and no disability.
pub fn answer(desk: &Desk<'_>, register: &str, mental_disorder: &str) -> Value {
    json!({
        "register": register, "mental_disorder": mental_disorder, "purpose": "APLP iesnieguma izskatīšana",
        "permission_number": "25-1/17", "reference": "IIS-2026-0001",
        "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "checked_at": desk.office.now().to_rfc3339(),
    })
}

/// Records that IIS has the mark and a disability of a group (`i`, `ii`, `iii`, `none`) for life.
#[track_caller]
pub fn checked_as(desk: &Desk<'_>, application: &str, group: &str) -> String {
    let mut answer = answer(desk, "iis", "present");
    answer["disability"] = json!({ "group": group, "valid_from": "2019-01-01" });
    desk.post(&format!("/v1/applications/{application}/registry-checks"), answer).id(201)
}

/// Records that IIS has the mark and a disability of the second group for life.
#[track_caller]
pub fn checked(desk: &Desk<'_>, application: &str) -> String {
    checked_as(desk, application, "ii")
}

/// What the form says of one area.
pub fn need(area: &str, minutes: i32) -> Value {
    json!({ "area": area, "wish": "Gribu pati plānot savu naudu.", "importance": 3, "need": 2, "agreed_minutes": minutes })
}

/// What is sent with an assessment, filled in today.
pub fn form(desk: &Desk<'_>, programme: &str, needs: &[Value]) -> Value {
    json!({
        "programme_id": programme, "form_version": "v1", "needs": needs, "assessed_on": desk.office.today(),
        "place": "Personas dzīvesvieta", "communication": "Vieglā valodā", "present": "Māsa",
        "person_view": "Man tas der.",
    })
}

/// Assesses some minutes a month in finance by the ceilings of a programme, given by its code.
#[track_caller]
pub fn assessed(desk: &Desk<'_>, application: &str, programme: &str, minutes: i32) -> String {
    let programme = self::programme(desk, programme);
    let form = form(desk, &programme, &[need("finance", minutes), need("health", 0)]);
    desk.post(&format!("/v1/applications/{application}/assessments"), form).id(201)
}

/// A new person whose application is checked and assessed by the ceilings of the state programme: all that a decision needs.
#[track_caller]
pub fn ready(desk: &Desk<'_>, number: u32, minutes: i32) -> String {
    let application = application(desk, &registered_person(desk, number));
    checked(desk, &application);
    assessed(desk, &application, "state", minutes);
    application
}
