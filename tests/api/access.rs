//! Who may do what: every operation without a token and with each role, taken from the contract itself.

use std::fmt::Write;

use aplp::caller::Role;
use aplp::http::rights;
use aplp::http::token::Claims;
use aplp_domain::code::Code;
use serde_json::json;
use uuid::Uuid;

use crate::support::{Office, Reply, clients, contract};

/// The rights that the script in these stories has a token for.
const CARRIED: [&str; 3] = ["grants:read", "me:read", "persons:read"];

struct Operation {
    id: String,
    method: String,
    path: String,
    right: String,
}

/// Every operation of the contract, with a random id where its path has one.
fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in contract::document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parts = path.split('/').map(|part| match part {
                "{month}" => "2026-03".to_owned(),
                "{code}" => "not_found".to_owned(),
                part if part.starts_with('{') => Uuid::new_v4().to_string(),
                part => part.to_owned(),
            });
            all.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: parts.collect::<Vec<_>>().join("/") + if path.ends_with("/export") { "?format=csv" } else { "" },
                right: operation["x-required-scope"].as_str().unwrap().to_owned(),
            });
        }
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn body(method: &str) -> Option<(&'static str, String)> {
    match method {
        "GET" => None,
        "PATCH" => Some(("application/merge-patch+json", "{}".to_owned())),
        _ => Some(("application/json", "{}".to_owned())),
    }
}

fn challenge(reply: &Reply) -> String {
    reply.header("www-authenticate").unwrap_or_default()
}

// AZ-01, AZ-02, ER-07
#[test]
fn a_stranger_is_let_into_the_open_calls_only() {
    let office = Office::open();

    for operation in operations() {
        let reply = office.send(&operation.method, &operation.path, &[], body(&operation.method));

        assert_eq!(reply.status == 401, operation.right != "none", "{} {}", operation.id, reply.status);
        let wanted = if reply.status == 401 { "Bearer realm=\"aplp\"" } else { "" };
        assert_eq!(challenge(&reply), wanted, "{}", operation.id);
    }
}

// AZ-02, AZ-04
#[test]
fn each_role_is_let_into_the_operations_of_its_rights_and_no_others() {
    let office = Office::open();
    let mut table = String::new();

    for operation in operations().iter().filter(|operation| operation.right != "none") {
        let mut roles = Vec::new();
        for role in Role::ALL {
            let desk = office.desk(*role);
            let reply = desk.send(&operation.method, &operation.path, &[], body(&operation.method));
            let let_in = reply.status != 403;

            assert_eq!(let_in, rights::of(*role).any(|right| right == operation.right), "{role:?} {}", operation.id);
            assert_eq!(challenge(&reply).contains("insufficient_scope"), !let_in, "{role:?} {}", operation.id);
            assert!(reply.status < 500, "{role:?} {} {:#}", operation.id, reply.body);
            let required = reply.body["required_scope"].as_str();
            assert_eq!(required, (!let_in).then_some(operation.right.as_str()), "{role:?} {}", operation.id);
            if let_in {
                roles.push(role.code());
            }
        }
        writeln!(table, "{} ({}): {}", operation.id, operation.right, roles.join(" ")).unwrap();
    }

    insta::assert_snapshot!("role_by_operation", table);
}

/// A token with every role there is that is not accepted all the same, and why.
fn refused(office: &Office) -> Vec<(&'static str, String)> {
    let now = office.now().timestamp();
    let with = |differs: &dyn Fn(&mut Claims)| {
        let mut claims = Claims::demo("everything", Role::ALL, office.now());
        differs(&mut claims);
        office.token(&claims)
    };
    let all: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
    let admin = office.desk(Role::Admin);
    let client = clients::register(office, clients::client("suspended", None, &all));
    admin.post("/v1/clients", clients::client("waiting", None, &all)).ok(201);
    admin.post(&format!("/v1/clients/{client}/suspensions"), json!({ "reason": "Atslēga nozagta." })).ok(201);
    vec![
        ("expired", with(&|claims| (claims.iat, claims.exp) = (now - 3_600, now - 60))),
        ("for another audience", with(&|claims| claims.aud = "another".to_owned())),
        ("of another issuer", with(&|claims| claims.iss = "https://other.example".to_owned())),
        ("of a client that nobody approved", with(&|claims| claims.client_id = "waiting".to_owned())),
        ("with a name that hides something", with(&|claims| claims.name = Some("Ilze\u{202e}".to_owned()))),
        ("of a suspended client", with(&|claims| claims.client_id = "suspended".to_owned())),
    ]
}

// AZ-02, AU-02, AU-04
#[test]
fn a_token_that_is_not_accepted_opens_no_operation_whatever_its_roles() {
    let office = Office::open();
    let good = office.token(&Claims::demo("everything", Role::ALL, office.now()));
    let ask = |operation: &Operation, token: &str| {
        let headers = [("authorization", format!("Bearer {token}"))];
        office.send(&operation.method, &operation.path, &headers, body(&operation.method)).status
    };
    let refused = refused(&office);

    for operation in operations().iter().filter(|operation| operation.right != "none") {
        for (why, token) in &refused {
            assert_eq!(ask(operation, token), 401, "{} with a token {why}", operation.id);
        }
        assert!(![401, 403].contains(&ask(operation, &good)), "{} with every role", operation.id);
    }
}

// AZ-02, AU-06
#[test]
fn a_token_that_names_its_rights_opens_the_operations_of_these_and_no_others() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let id = admin.post("/v1/clients", clients::client("script", None, &["coordinator", "decision_maker"])).id(201);
    let path = format!("/v1/clients/{id}/tokens");
    let wish = json!({ "name": "pirmais", "scopes": CARRIED, "expires_at": "2026-05-01T07:00:00Z" });
    let token = admin.post(&path, wish).ok(201)["token"].as_str().unwrap().to_owned();
    clients::approve(&office, &id).ok(201);
    let headers = [("authorization", format!("Bearer {token}"))];

    for operation in operations().iter().filter(|operation| operation.right != "none") {
        let reply = office.send(&operation.method, &operation.path, &headers, body(&operation.method));

        let carried = CARRIED.contains(&operation.right.as_str());
        assert_eq!(reply.status == 403, !carried, "{} {}", operation.id, reply.status);
        assert_ne!(reply.status, 401, "{}", operation.id);
    }
}
