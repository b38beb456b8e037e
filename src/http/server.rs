//! The server: routes put together, threads and limits of the listener, and an orderly stop.

use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App as Actix, HttpMessage, HttpServer, web};
use prometheus_client::metrics::gauge::Gauge;
use serde_json::Value;
use utoipa::OpenApi;

use super::body::Arrived;
use super::document::{Base, finish};
use super::routes::Routes;
use super::{App, compression, docs, door};
use crate::db::patience::{REQUEST, at_most};
use crate::error::Error;

/// What tests really sent and got, shown in the document.
const EXAMPLES: &str = include_str!("../../openapi/examples.json");
/// How long it still takes requests after the signal to stop while it says that it is not ready, so that balancers learn of
/// it before it closes.
const LEAVE: Duration = Duration::from_secs(2);
/// How long requests in flight may go on after the signal to stop, in seconds.
const DRAIN_SECONDS: u64 = 25;
/// How many connections one worker takes.
const CONNECTIONS_MAX: usize = 2_000;

/// The contract, collected from the routes: for whoever commits it. The service itself takes it as it is committed.
#[must_use]
pub fn document() -> Value {
    let mut collected = Base::openapi();
    let _ = Actix::new().configure(|to| crate::routes(&mut Routes::described(to, &mut collected)));
    finish(&collected, &serde_json::from_str(EXAMPLES).unwrap_or_default())
}

/// All routes behind the door, for the server and for calls from inside the process.
pub fn routed(app: web::Data<App>) -> Actix<impl Routed> {
    Actix::new()
        .app_data(app)
        .app_data(web::PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
        .app_data(web::QueryConfig::default().error_handler(|_, _| Error::invalid("query", "not_valid").into()))
        .configure(|to| crate::routes(&mut Routes::into(to)))
        .configure(docs::routes)
        .wrap(from_fn(bounded))
}

/// The door, for as long as a request waits for the database; while the service stops, each answer is the last one on its
/// connection, so that the next request goes elsewhere.
async fn bounded(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    request.extensions_mut().insert(Arrived(Instant::now()));
    let app = request.app_data::<web::Data<App>>().cloned();
    let coding = compression::accepted(&request);
    let answered = at_most(REQUEST, door::door(request, next)).await?;
    let mut answered = compression::compressed(answered, coding);
    if app.is_some_and(|app| app.stopping.load(Ordering::SeqCst)) {
        answered.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(answered)
}

/// What the framework wants of an app: a short name for a long bound.
pub trait Routed:
    ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >
{
}
impl<T> Routed for T where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = actix_web::Error,
            InitError = (),
        >
{
}

/// An open connection, counted until it is dropped with it.
struct Open(Gauge);

impl Open {
    fn new(all: &Gauge) -> Self {
        all.inc();
        Self(all.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Starts to serve on a listener; the returned server runs until it is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn start(app: web::Data<App>, listener: TcpListener, workers: usize) -> Result<Server, Error> {
    let (open, connections) = (app.metrics.connections.clone(), app.connections.clone());
    let server = HttpServer::new(move || routed(app.clone()));
    Ok(server
        .on_connect(move |connection, held| {
            connections.opened(connection, held);
            held.insert(Open::new(&open));
        })
        .workers(workers)
        .max_connections(CONNECTIONS_MAX)
        .keep_alive(Duration::from_secs(15))
        .client_request_timeout(Duration::from_secs(5))
        .shutdown_timeout(DRAIN_SECONDS)
        .disable_signals()
        .listen(listener)?
        .run())
}

/// Waits for SIGTERM or SIGINT, says that the service is not ready any more, and lets requests in flight end. Signals are
/// taken from the call on, and not only when the returned future is first polled.
pub fn stop_on_signal(app: web::Data<App>, server: actix_web::dev::ServerHandle) -> impl Future<Output = ()> + use<> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    async move {
        let (Ok(mut term), Ok(mut int)) = signals else {
            log::error!("signals cannot be received");
            return;
        };
        let mut signal = async || {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
        };
        signal().await;
        log::info!("stopping");
        app.stopping.store(true, Ordering::SeqCst);
        // Who signals twice does not want to wait.
        let _ = tokio::time::timeout(LEAVE, signal()).await;
        server.stop(true).await;
    }
}
