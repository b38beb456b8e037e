//! Second admins: nobody lets themselves in to see persons, in whoever's name, and a way around it is none.

use aplp::caller::Role;
use aplp::db::Conn;
use diesel::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::clients::{approve, client, register, second_admin, through};
use crate::support::records::sequence;
use crate::support::{Desk, Office, Reply, database, logs, steps};

const AT: &str = "2026-03-02T07:00:00.000000Z";
const EXPIRES: &str = "2026-05-31T07:00:00Z";

/// An office that lets in registered clients only, with two admins of one program, and somebody to look at.
fn office() -> (Office, String) {
    let office = Office::open_as(AT, database::postgres(), |settings| settings.registered_only = true);
    let mut conn = office.place.open(false).unwrap();
    let _held = office.app.db.keyring().here();
    let who = aplp::caller::Caller::operator(office.now(), false);
    for (subject, roles) in
        [("admin", vec![Role::Admin]), ("second-admin", vec![Role::Admin]), ("coordinator", vec![Role::Coordinator])]
    {
        let details = aplp::http::clients::wire::ClientDetails {
            name: subject.to_owned(),
            issuer: "https://demo.aplp.example".to_owned(),
            client_id: "demo".to_owned(),
            subject: Some(subject.to_owned()),
            roles: roles.into_iter().map(aplp::db::Coded).collect(),
            municipality: None,
        };
        aplp::http::clients::admission::admit(&mut conn, details, &who).unwrap();
    }
    let person = steps::registered_person(&office.coordinator(), 1);
    (office, person)
}

/// Whether somebody reads a person.
fn reads(desk: &Desk<'_>, person: &str) -> bool {
    let reply = desk.get(&format!("/v1/persons/{person}"));
    assert!([200, 401, 403, 404].contains(&reply.status), "{}", reply.text);
    reply.status == 200
}

fn approval(desk: &Desk<'_>, client: &str, version: i64) -> Reply {
    desk.post(&format!("/v1/clients/{client}/approvals"), json!({ "version": version }))
}

fn token(office: &Office, client: &str, scopes: &[&str]) -> Reply {
    let wish = json!({ "name": "skripts", "scopes": scopes, "expires_at": EXPIRES });
    office.desk(Role::Admin).post(&format!("/v1/clients/{client}/tokens"), wish)
}

fn script(office: &Office, token: &str, path: &str) -> Reply {
    office.send("GET", path, &[("authorization", format!("Bearer {token}"))], None)
}

#[test]
fn a_client_is_registered_for_an_issuer_whose_tokens_are_accepted_only() {
    let office = Office::open();
    let mut other = client("mine", None, &["reporter"]);
    other["issuer"] = json!("https://made-up.example");

    let refused = office.desk(Role::Admin).post("/v1/clients", other);

    assert!(!refused.text.contains("made-up"), "{}", refused.text);
    let fault = &refused.problem(400, "invalid_request")["errors"][0];
    assert_eq!((&fault["pointer"], &fault["allowed"]), (&json!("#/issuer"), &json!(["https://demo.aplp.example"])));
}

// The story: an admin registers a client with a coordinator's role, and reads a person in a made-up or a colleague's name.
#[rstest]
#[case(None, "made-up")]
#[case(None, "coordinator")]
#[case(Some("made-up"), "made-up")]
#[case(Some("coordinator"), "coordinator")]
fn an_admin_does_not_become_somebody_who_sees_persons(#[case] subject: Option<&str>, #[case] name: &str) {
    let (office, person) = office();
    let id = office.desk(Role::Admin).post("/v1/clients", client("mine", subject, &["coordinator", "admin"])).id(201);
    let mine = || through(office.coordinator(), "mine").as_subject(name);
    let by_script = token(&office, &id, &["persons:read"]).ok(201)["token"].as_str().unwrap().to_owned();
    let read = |token: &str| script(&office, token, &format!("/v1/persons/{person}")).status;

    assert_eq!((reads(&mine(), &person), read(&by_script)), (false, 401));
    // The ways around it: the own approval, through another program too, a change, a suspension and its end.
    let admin = office.desk(Role::Admin);
    let path = format!("/v1/clients/{id}");
    approval(&admin, &id, 2).problem(409, "client_approval_own");
    register_admins_program(&office);
    approval(&through(office.desk(Role::Admin), "other-admins"), &id, 2).problem(409, "client_approval_own");
    admin.patch(&path, json!({ "name": "Cits nosaukums" })).ok(200);
    admin.post(&format!("{path}/suspensions"), json!({ "reason": "Uz brīdi." })).ok(201);
    admin.post(&format!("{path}/resumptions"), json!({ "reason": "Atkal." })).ok(201);
    assert_eq!((reads(&mine(), &person), read(&by_script)), (false, 401));
    assert_eq!(admin.get(&path).ok(200)["state"], "pending");

    approve(&office, &id).ok(201);

    assert_eq!((reads(&mine(), &person), read(&by_script)), (true, 200));
    assert_eq!(office.faults(), Vec::<String>::new());
}

/// A second program through which the first admin may ask.
fn register_admins_program(office: &Office) {
    register(office, client("other-admins", Some("admin"), &["admin"]));
}

#[test]
fn another_admin_approves_exactly_the_version_that_they_read_and_once() {
    let (office, person) = office();
    let (first, second) = (office.desk(Role::Admin), second_admin(&office));
    let id = first.post("/v1/clients", client("app", None, &["auditor"])).id(201);
    let path = format!("/v1/clients/{id}");
    first.patch(&path, json!({ "roles": ["auditor", "coordinator"] })).ok(200);

    approval(&second, &id, 1).problem(409, "client_version_replaced");
    office.coordinator().post(&format!("{path}/approvals"), json!({ "version": 2 })).problem(403, "forbidden");
    let made = approval(&second, &id, 2).ok(201);
    approval(&second, &id, 2).problem(409, "client_approved_already");

    assert_eq!((&made["approved_version"], &made["client_id"]), (&json!(2), &json!(id)));
    assert_eq!(made["approved_by"], "https://demo.aplp.example#second-admin");
    let approvals = first.get(&format!("{path}/approvals")).ok(200)["items"].clone();
    assert_eq!((approvals.as_array().unwrap().len(), &approvals[0]["roles"]), (1, &json!(["auditor", "coordinator"])));
    let now = first.get(&path).ok(200);
    assert_eq!((&now["state"], &now["version"], &now["waits_since"]), (&json!("active"), &json!(3), &Value::Null));
    assert!(reads(&through(office.coordinator(), "app"), &person));
}

#[test]
fn what_is_wider_waits_again_and_until_then_what_was_approved_holds() {
    let (office, person) = office();
    let id = register(&office, client("app", None, &["auditor"]));
    let path = format!("/v1/clients/{id}");
    let (admin, ilze) = (office.desk(Role::Admin), through(office.coordinator(), "app"));
    let auditor = through(office.desk(Role::Auditor), "app");

    let asked = admin.patch(&path, json!({ "roles": ["coordinator", "auditor"] })).ok(200);
    assert_eq!((&asked["state"], &asked["granted_roles"]), (&json!("pending"), &json!(["auditor"])));
    assert_eq!((reads(&auditor, &person), reads(&ilze, &person)), (true, false));
    // Whoever changes it while it waits has asked for it too.
    second_admin(&office).patch(&path, json!({ "name": "Programma 2" })).ok(200);
    approval(&second_admin(&office), &id, 4).problem(409, "client_approval_own");
    approval(&admin, &id, 4).problem(409, "client_approval_own");

    let narrow = admin.patch(&path, json!({ "roles": ["reporter"] })).ok(200);
    assert_eq!((&narrow["state"], &narrow["granted_roles"]), (&json!("active"), &json!(["reporter"])));
    assert!(!reads(&auditor, &person), "narrowing needs nobody");
    assert_eq!(
        admin.patch(&path, json!({ "roles": ["auditor"] })).ok(200)["state"],
        "pending",
        "and it is not undone alone"
    );
    assert!(!reads(&auditor, &person));
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn another_municipality_waits_too() {
    let (office, _) = office();
    let mut asked = client("talsi", None, &["municipality"]);
    asked["municipality"] = json!("0051000");
    let id = register(&office, asked);
    let mut clerk = through(office.municipality("0051000"), "talsi");
    clerk.claims.municipality = None;
    let path = format!("/v1/clients/{id}");

    let moved = office.desk(Role::Admin).patch(&path, json!({ "municipality": "0001000" })).ok(200);

    assert_eq!((&moved["state"], &moved["granted_municipality"]), (&json!("pending"), &json!("0051000")));
    assert_eq!(clerk.get("/v1/me").ok(200)["municipality"], "0051000");
    approve(&office, &id).ok(201);
    assert_eq!(clerk.get("/v1/me").ok(200)["municipality"], "0001000");
}

#[test]
fn a_second_client_of_the_same_program_opens_nothing_more() {
    let (office, person) = office();
    register(&office, client("app", None, &["reporter"]));

    register(&office, client("app", Some("made-up"), &["coordinator"]));

    assert!(!reads(&through(office.coordinator(), "app").as_subject("made-up"), &person), "a program bounds its users");
}

#[test]
fn a_token_for_a_script_waits_and_narrows_with_its_client() {
    let (office, person) = office();
    let id = register(&office, client("script", None, &["coordinator", "reporter"]));
    let made = token(&office, &id, &["me:read", "persons:read"]).ok(201);
    let (secret, path) = (made["token"].as_str().unwrap(), format!("/v1/persons/{person}"));
    assert_eq!(made["accepted_at"], Value::Null);
    script(&office, secret, &path).problem(401, "token_invalid");

    approve(&office, &id).ok(201);

    script(&office, secret, &path).ok(200);
    let listed = office.desk(Role::Admin).get(&format!("/v1/clients/{id}/tokens")).ok(200);
    assert_eq!(listed["items"][0]["accepted_at"], AT);
    office.desk(Role::Admin).patch(&format!("/v1/clients/{id}"), json!({ "roles": ["reporter"] })).ok(200);
    assert_eq!(script(&office, secret, "/v1/me").ok(200)["scopes"], json!(["me:read"]));
    script(&office, secret, &path).problem(403, "forbidden");
}

#[test]
fn a_token_that_waits_and_is_taken_back_leaves_nothing_to_approve() {
    let (office, _) = office();
    let id = register(&office, client("script", None, &["coordinator"]));
    let made = token(&office, &id, &["persons:read"]).ok(201);
    let admin = office.desk(Role::Admin);
    assert_eq!(admin.get(&format!("/v1/clients/{id}")).ok(200)["state"], "pending");

    let path = format!("/v1/client-tokens/{}/revocations", made["id"].as_str().unwrap());
    admin.post(&path, json!({})).ok(201);

    assert_eq!(admin.get(&format!("/v1/clients/{id}")).ok(200)["state"], "active");
    approve(&office, &id).problem(409, "client_approved_already");
}

#[test]
fn a_token_for_a_script_manages_no_clients() {
    let (office, _) = office();
    let id = register(&office, client("script", None, &["admin"]));
    for scope in ["clients:read", "clients:register", "clients:approve"] {
        let refused = token(&office, &id, &[scope]).problem(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], "#/scopes/0", "{scope}");
    }
    let secret = token(&office, &id, &["me:read"]).ok(201)["token"].as_str().unwrap().to_owned();
    approve(&office, &id).ok(201);
    // One from before this was so.
    let mut conn: Conn = office.place.open(false).unwrap();
    diesel::sql_query("UPDATE client_tokens SET scopes = 'me:read,clients:read,clients:register,clients:approve'")
        .execute(&mut conn)
        .unwrap();
    office.app.known.forget();

    assert_eq!(script(&office, &secret, "/v1/me").ok(200)["scopes"], json!(["me:read"]));
    let refused = script(&office, &secret, "/v1/clients").problem(403, "forbidden");
    assert_eq!(refused["required_scope"], "clients:read");
    let headers = [("authorization", format!("Bearer {secret}")), ("idempotency-key", "0123456789abcdef".to_owned())];
    let body = |body: Value| Some(("application/json", body.to_string()));
    office.send("POST", "/v1/clients", &headers, body(client("x", None, &["reporter"]))).problem(403, "forbidden");
    let path = format!("/v1/clients/{id}/approvals");
    office.send("POST", &path, &headers, body(json!({ "version": 1 }))).problem(403, "forbidden");
}

#[test]
fn where_the_second_admin_is_waived_everybody_who_looks_is_told() {
    let office = Office::open_as(AT, database::postgres(), |settings| settings.single_admin = true);
    let admin = office.desk(Role::Admin);

    let made = admin.post("/v1/clients", client("app", None, &["coordinator"])).ok(201);
    let id = made["id"].as_str().unwrap();
    admin.patch(&format!("/v1/clients/{id}"), json!({ "roles": ["coordinator", "auditor"] })).ok(200);
    let made_token = token(&office, id, &["me:read"]).ok(201);

    assert_eq!((&made["state"], &made_token["accepted_at"]), (&json!("active"), &json!(AT)));
    through(office.coordinator(), "app").get("/v1/me").ok(200);
    script(&office, made_token["token"].as_str().unwrap(), "/v1/me").ok(200);
    assert_eq!(admin.get("/v1/admin/health").ok(200)["single_admin"], true);
    sequence(&office);
    let waived = office.desk(Role::Auditor).get("/v1/journal?action=client_approval_waived").ok(200);
    assert_eq!(waived["items"].as_array().unwrap().len(), 3);
    assert_eq!(Office::open().desk(Role::Admin).get("/v1/admin/health").ok(200)["single_admin"], false);
}

#[test]
fn the_journal_and_the_access_log_name_the_token_beside_the_subject() {
    let (office, person) = office();
    let ilze = office.coordinator();
    ilze.get(&format!("/v1/persons/{person}")).ok(200);
    let id = register(&office, client("script", None, &["coordinator"]));
    let made = token(&office, &id, &["persons:read"]).ok(201);
    approve(&office, &id).ok(201);
    script(&office, made["token"].as_str().unwrap(), &format!("/v1/persons/{person}")).ok(200);
    sequence(&office);

    let log = ilze.get(&format!("/v1/persons/{person}/access-log")).ok(200)["items"].clone();
    let history = ilze.get(&format!("/v1/persons/{person}/history")).ok(200)["items"].clone();

    let token_of = |entry: &Value| entry["actor"]["token_id"].clone();
    assert_eq!(token_of(&log[0]), made["id"], "a token for a script is named by its id");
    assert_eq!(token_of(&log[1]), ilze.claims.jti, "the newest comes first");
    assert!(history[0]["actor"]["token_id"].is_string(), "{history}");
    register(&office, client("auditors", None, &["auditor"]));
    let auditor = through(office.desk(Role::Auditor), "auditors");
    let admitted = auditor.get("/v1/journal?action=client_admitted").ok(200)["items"].clone();
    assert_eq!((&admitted[0]["actor"]["subject"], token_of(&admitted[0])), (&json!("operator"), Value::Null));
    assert!(logs::with(&ilze.claims.jti).is_empty(), "a log has no ids of tokens");
    assert_eq!(office.faults(), Vec::<String>::new());
}
