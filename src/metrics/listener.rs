//! The listener that shows the figures, apart from the service's own, so that no client ever reaches it.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{App as Actix, HttpResponse, HttpServer, web};

use crate::error::Error;
use crate::http::App;

/// What Prometheus asks for by default.
const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Shows the figures at `GET /metrics` on a listener, until it is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn start(app: web::Data<App>, listener: TcpListener) -> Result<Server, Error> {
    let server = HttpServer::new(move || Actix::new().app_data(app.clone()).route("/metrics", web::get().to(show)));
    Ok(server.workers(1).max_connections(16).disable_signals().listen(listener)?.run())
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
