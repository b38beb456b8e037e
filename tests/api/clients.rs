//! Registered clients: what a token opens follows from the register, and a client that is suspended is out at once.

use aplp::caller::Role;
use aplp::config::Settings;
use serde_json::json;

use crate::support::clients::{approve, client, register, through};
use crate::support::{Desk, Office, steps};

fn suspend(office: &Office, client: &str) {
    let reason = json!({ "reason": "Atslēga nozagta." });
    office.desk(Role::Admin).post(&format!("/v1/clients/{client}/suspensions"), reason).ok(201);
}

#[test]
fn an_admin_registers_changes_and_reads_clients_and_nobody_else_does() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let made = admin.post("/v1/clients", client("app", None, &["coordinator"])).ok(201);
    let path = format!("/v1/clients/{}", made["id"].as_str().unwrap());
    assert_eq!((&made["state"], &made["object"]), (&json!("pending"), &json!("client")));

    admin.post("/v1/clients", client("app", None, &["auditor"])).problem(409, "client_in_use");
    let twice = admin.post("/v1/clients", client("app2", None, &["auditor", "auditor"]));
    assert_eq!(twice.problem(400, "invalid_request")["errors"][0]["pointer"], "#/roles");
    approve(&office, made["id"].as_str().unwrap()).ok(201);
    let changed = admin.patch(&path, json!({ "roles": ["auditor"], "municipality": "0001000" })).ok(200);
    assert_eq!((&changed["roles"], &changed["version"]), (&json!(["auditor"]), &json!(3)));
    assert_eq!((&changed["state"], &changed["granted_roles"]), (&json!("pending"), &json!(["coordinator"])));
    let moved = admin.patch(&path, json!({ "client_id": "other" })).problem(400, "invalid_request");
    assert_eq!(
        moved["errors"][0],
        json!({ "pointer": "#/client_id", "code": "not_changeable", "detail": moved["errors"][0]["detail"] })
    );
    admin.patch(&path, json!({ "municipality": "9999999" })).problem(400, "invalid_request");
    admin.post("/v1/clients", client("app", Some("anna"), &["auditor"])).ok(201);
    assert_eq!(admin.get("/v1/clients").ok(200)["items"].as_array().unwrap().len(), 2);
    for role in [Role::Coordinator, Role::Auditor, Role::Municipality] {
        office.desk(role).get(&path).problem(403, "forbidden");
        office.desk(role).post("/v1/clients", client("mine", None, &["admin"])).problem(403, "forbidden");
    }
}

// AU-03
#[test]
fn a_token_opens_no_more_than_its_client_may_do() {
    let office = Office::open();
    register(&office, client("app", None, &["municipality", "auditor"]));
    let mut anna = client("app", Some("anna"), &["municipality"]);
    anna["municipality"] = json!("0001000");
    register(&office, anna);
    let roles = |desk: &Desk<'_>| desk.get("/v1/me").body["roles"].clone();

    let other = through(office.coordinator(), "app");
    other.get("/v1/me").problem(403, "forbidden");
    let mut both = through(office.desk(Role::Auditor), "app");
    both.claims.roles.push("coordinator".to_owned());
    assert_eq!(roles(&both), json!(["auditor"]));
    assert_eq!(roles(&office.coordinator()), json!(["coordinator"]), "who is not registered is let in as before");

    let mut anna = through(office.desk(Role::Municipality), "app").as_subject("anna");
    assert_eq!(anna.get("/v1/me").ok(200)["municipality"], "0001000", "the register says which one");
    anna.claims.municipality = Some("0001000".to_owned());
    assert_eq!(roles(&anna), json!(["municipality"]));
    anna.claims.municipality = Some("0002000".to_owned());
    anna.get("/v1/me").problem(403, "forbidden");
    anna.claims.roles = vec!["auditor".to_owned()];
    anna.claims.municipality = None;
    anna.get("/v1/me").problem(403, "forbidden");
}

// AU-03
#[test]
fn a_service_for_registered_clients_lets_nobody_else_in() {
    let office = Office::open();
    for subject in ["admin", "coordinator"] {
        register(&office, client("demo", Some(subject), &[subject]));
    }
    let strict = second(&office, true);

    let tell = |desk: &Desk<'_>| ask(&strict, &office, desk);

    assert_eq!((tell(&office.coordinator()), tell(&office.desk(Role::Auditor))), (200, 401));
    assert_eq!(tell(&through(office.coordinator(), "other")), 401);
}

/// Another instance on the same database, by the same clock.
fn second(office: &Office, registered_only: bool) -> actix_web::web::Data<aplp::http::App> {
    let settings = Settings { registered_only, ..office.settings.clone() };
    actix_web::web::Data::new(aplp::service::open(&settings, office.app.clock.clone(), false).unwrap())
}

/// What another instance answers.
fn ask(instance: &actix_web::web::Data<aplp::http::App>, office: &Office, desk: &Desk<'_>) -> u16 {
    use actix_web::test::{TestRequest, call_service, init_service};
    let token = format!("Bearer {}", office.token(&desk.claims));
    actix_web::rt::System::new().block_on(async {
        let service = init_service(aplp::http::server::routed(instance.clone())).await;
        let request = TestRequest::get().uri("/v1/me").insert_header(("authorization", token)).to_request();
        call_service(&service, request).await.status().as_u16()
    })
}

// AU-04
#[test]
fn a_suspended_client_is_out_here_at_once_and_everywhere_within_five_seconds() {
    let office = Office::open();
    let program = register(&office, client("app", None, &["coordinator"]));
    let ilze = through(office.coordinator(), "app");
    let person = steps::person(1);
    let key = "0123456789abcdef";
    let there = second(&office, false);
    let made = ilze.post_with_key("/v1/persons", person.clone(), key).ok(201);
    assert_eq!(ask(&there, &office, &ilze), 200);

    suspend(&office, &program);

    ilze.get("/v1/me").problem(401, "token_invalid");
    ilze.post_with_key("/v1/persons", person.clone(), key).problem(401, "token_invalid");
    office.move_to("2026-03-02T07:00:05Z");
    assert_eq!(ask(&there, &office, &ilze), 401);
    let admin = office.desk(Role::Admin);
    let again = admin.post(&format!("/v1/clients/{program}/suspensions"), json!({ "reason": "Vēlreiz." }));
    let refused = again.problem(409, "illegal_state_transition");
    assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!("suspended"), &json!(["active"])));
    let record =
        admin.post(&format!("/v1/clients/{program}/resumptions"), json!({ "reason": "Atslēga nomainīta." })).ok(201);
    assert_eq!((&record["state"], &record["client_id"]), (&json!("active"), &json!(program)));
    assert_eq!(ilze.post_with_key("/v1/persons", person, key).ok(201)["id"], made["id"]);
}

// AU-04
#[test]
fn one_user_is_suspended_and_the_others_of_the_program_are_not() {
    let office = Office::open();
    let anna = register(&office, client("app", Some("anna"), &["coordinator"]));
    let of = |subject: &str| through(office.coordinator(), "app").as_subject(subject).get("/v1/me").status;
    assert_eq!((of("anna"), of("liga")), (200, 200));

    suspend(&office, &anna);

    assert_eq!((of("anna"), of("liga")), (401, 200));
}

#[test]
fn registering_a_client_again_under_its_key_makes_one() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let key = "0123456789abcdef";

    let first = admin.post_with_key("/v1/clients", client("app", None, &["auditor"]), key);
    let again = admin.post_with_key("/v1/clients", client("app", None, &["auditor"]), key);

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(first.text, again.text);
}
