//! Registered clients: how an admin asks for one, and how another admin approves it.

use aplp::caller::Role;
use serde_json::{Value, json};

use super::{Desk, Office, Reply};

/// What is sent to register a program of the demo issuer, or one user of it.
pub fn client(client_id: &str, subject: Option<&str>, roles: &[&str]) -> Value {
    json!({
        "name": "Programma", "issuer": "https://demo.aplp.example", "client_id": client_id, "subject": subject,
        "roles": roles,
    })
}

/// The admin who approves what the first one asks for.
pub fn second_admin(office: &Office) -> Desk<'_> {
    office.desk(Role::Admin).as_subject("second-admin")
}

/// Approves the newest version of a client.
pub fn approve(office: &Office, client: &str) -> Reply {
    let admin = second_admin(office);
    let version = admin.get(&format!("/v1/clients/{client}")).ok(200)["version"].clone();
    admin.post(&format!("/v1/clients/{client}/approvals"), json!({ "version": version }))
}

/// Registers a client, and approves it where it waits for that.
#[track_caller]
pub fn register(office: &Office, client: Value) -> String {
    let made = office.desk(Role::Admin).post("/v1/clients", client).ok(201);
    let id = made["id"].as_str().unwrap().to_owned();
    if made["state"] == "pending" {
        approve(office, &id).ok(201);
    }
    id
}

/// Somebody who asks through another program.
pub fn through<'a>(mut desk: Desk<'a>, client_id: &str) -> Desk<'a> {
    desk.claims.client_id = client_id.to_owned();
    desk
}
