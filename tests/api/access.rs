//! Who may do what: every operation without a token and with each role, taken from the contract itself.

use std::fmt::Write;

use aplp::caller::Role;
use aplp::http::access::rights;
use aplp_domain::code::Code;
use uuid::Uuid;

use crate::support::{Office, Reply, contract};

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
                path: parts.collect::<Vec<_>>().join("/"),
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
        assert_eq!(challenge(&reply).contains("invalid_token"), reply.status == 401, "{}", operation.id);
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

            assert_eq!(let_in, rights(*role).contains(&operation.right.as_str()), "{role:?} {}", operation.id);
            assert_eq!(challenge(&reply).contains("insufficient_scope"), !let_in, "{role:?} {}", operation.id);
            assert!(reply.status < 500, "{role:?} {} {:#}", operation.id, reply.body);
            if let_in {
                roles.push(role.code());
            }
        }
        writeln!(table, "{} ({}): {}", operation.id, operation.right, roles.join(" ")).unwrap();
    }

    insta::assert_snapshot!("role_by_operation", table);
}
