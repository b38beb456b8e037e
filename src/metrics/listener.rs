//! The listener for whoever watches the process, apart from the service's own, so that no client ever reaches it: the figures,
//! and whether it lives and can work, whatever crowd there is at the other one.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{App as Actix, HttpResponse, HttpServer, web};

use crate::error::Error;
use crate::http::{App, health};

/// What Prometheus asks for by default.
const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// How many connections there are at once, and how many of one address.
const CONNECTIONS_MAX: usize = 128;
const CONNECTIONS_PER_ADDRESS: u32 = 16;

/// Shows the figures at `GET /metrics` on a listener, and answers `GET /livez` and `GET /readyz`, until it is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn start(app: web::Data<App>, listener: TcpListener) -> Result<Server, Error> {
    let connections = app.connections.apart(CONNECTIONS_PER_ADDRESS);
    let routes = |to: &mut web::ServiceConfig| {
        to.route("/metrics", web::get().to(show)).configure(health::watched);
    };
    let server = HttpServer::new(move || Actix::new().app_data(app.clone()).configure(routes));
    let server = server.on_connect(move |connection, held| connections.opened(connection, held));
    Ok(server.workers(1).max_connections(CONNECTIONS_MAX).disable_signals().listen(listener)?.run())
}

async fn show(app: web::Data<App>) -> HttpResponse {
    match app.metrics.text() {
        Ok(text) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, MEDIA))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(text),
        Err(fault) => {
            log::error!(target: "aplp::failure", "the figures cannot be shown: {fault}");
            HttpResponse::InternalServerError().finish()
        }
    }
}
