//! The door with something behind it that goes wrong.

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App as Actix, HttpResponse, web};
use futures_util::future::join_all;
use serde_json::Value;
use uuid::Uuid;

use super::*;
use crate::clock::Clock;
use crate::config::{Settings, keys_folder};
use crate::db::Place;
use crate::http::forwarded::Field;
use crate::http::limits::Quotas;
use crate::http::origins::Origins;
use crate::http::problem;
use crate::http::token::{Issuer, Jwks};

/// How many requests go wrong at the same time, and as many go well.
const EACH: usize = 200;

fn open(folder: &std::path::Path) -> web::Data<App> {
    std::fs::create_dir_all(keys_folder(folder)).unwrap();
    Issuer::prepare(&keys_folder(folder)).unwrap();
    let place = Place::Sqlite(folder.join("aplp.sqlite"));
    place.migrate().unwrap();
    let settings = Settings {
        data: folder.to_owned(),
        place,
        listen: "127.0.0.1:0".parse().unwrap(),
        metrics: None,
        master_key: keys_folder(folder).join("master.key"),
        jwks: Jwks::File(keys_folder(folder).join("jwks.json")),
        outbound_hosts: Vec::new(),
        issuers: vec!["https://issuer.example".to_owned()],
        registered_only: false,
        single_admin: false,
        workers: 1,
        database_connections: 1,
        disk_free_percent: 5,
        quotas: Quotas::WIDE,
        proxies: Vec::new(),
        forwarded: Field::XForwardedFor,
        connections_per_address: 100,
        origins: Origins::default(),
    };
    web::Data::new(crate::service::open(&settings, Clock::System, false).unwrap())
}

async fn panics() -> HttpResponse {
    panic!("secret")
}

async fn works() -> HttpResponse {
    HttpResponse::Ok().finish()
}

async fn framework() -> Result<HttpResponse, actix_web::Error> {
    Err(actix_web::error::ErrorImATeapot("secret"))
}

// ER-09
#[actix_web::test]
async fn a_panic_is_a_problem_of_its_own_request_and_of_no_other() {
    let folder = std::env::temp_dir().join(format!("aplp-door-{}", Uuid::new_v4().simple()));
    let service = Actix::new()
        .app_data(open(&folder))
        .route("/panics", web::get().to(panics))
        .route("/works", web::get().to(works))
        .route("/framework", web::get().to(framework))
        .wrap(from_fn(door));
    let service = init_service(service).await;
    let ask = async |path: &str| {
        let request = TestRequest::get().uri(path).insert_header(("x-request-id", "request-0001")).to_request();
        let answer = match try_call_service(&service, request).await {
            Ok(answer) => answer.into_parts().1,
            Err(fault) => fault.error_response(),
        };
        assert_eq!(answer.headers().get("x-request-id").unwrap(), "request-0001");
        assert_eq!(answer.headers().get("x-content-type-options").unwrap(), "nosniff");
        let media = answer.headers().get("content-type").cloned();
        let (status, body) = (answer.status(), to_bytes(answer.into_body()).await.unwrap_or_default());
        (status, media, String::from_utf8(body.to_vec()).unwrap())
    };

    let paths = (0..EACH).flat_map(|_| ["/panics", "/works"]);
    let answers = join_all(paths.map(async |path| (path, ask(path).await))).await;

    assert_eq!(answers.len(), 2 * EACH);
    for (path, (status, media, body)) in answers {
        if path == "/works" {
            assert_eq!((status, body.as_str()), (StatusCode::OK, ""));
            continue;
        }
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(media.unwrap(), problem::MEDIA);
        assert!(!body.contains("secret"), "{body}");
        let told: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&told["code"], &told["request_id"]), (&Value::from("internal"), &Value::from("request-0001")));
    }
    // ER-01, ER-04: what the framework says is said in our words and with one of our statuses.
    let (status, media, body) = ask("/framework").await;
    assert_eq!((status, media.unwrap()), (StatusCode::BAD_REQUEST, problem::MEDIA.parse().unwrap()));
    assert!(!body.contains("secret") && body.contains("invalid_request"));
    std::fs::remove_dir_all(folder).unwrap();
}
