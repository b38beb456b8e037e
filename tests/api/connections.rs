//! Connections: one address holds so many and no more, and whoever watches the process is answered beside any crowd.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use aplp::metrics::listener;

use crate::support::{Office, database};

/// A connection from an address of this machine, that sends nothing yet.
fn from(here: &str, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(format!("{here}:0").parse().unwrap()).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// What is answered on a connection to a question after a path; nothing where it was closed.
fn asked(mut stream: &TcpStream, path: &str) -> String {
    let sent = stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: aplp\r\n\r\n").as_bytes());
    let mut answer = [0; 512];
    let read = sent.and_then(|()| stream.read(&mut answer)).unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

fn is_answered(stream: &TcpStream, path: &str) -> bool {
    asked(stream, path).starts_with("HTTP/1.1 200")
}

fn office(most: u32, proxies: &[&str]) -> (Office, SocketAddr) {
    let office = Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| {
        settings.connections_per_address = most;
        settings.proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
    });
    let address = office.base.trim_start_matches("http://").parse().unwrap();
    (office, address)
}

/// The listener for whoever watches an office.
fn watched(office: &Office) -> (SocketAddr, ServerHandle) {
    let own = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = own.local_addr().unwrap();
    let app = office.app.clone();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = listener::start(app, own).unwrap();
            tell.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (address, told.recv().unwrap())
}

// HT-08
#[test]
fn an_address_holds_so_many_connections_and_others_are_answered_meanwhile() {
    let (_office, address) = office(5, &["127.0.0.9"]);
    // Each is answered once, so that it is open for sure, and then does nothing.
    let held: Vec<TcpStream> = (0..5).map(|_| from("127.0.0.7", address)).collect();
    assert!(held.iter().all(|stream| is_answered(stream, "/livez")));

    let over = from("127.0.0.7", address);

    assert_eq!(asked(&over, "/livez"), "", "one too many is closed unheard");
    assert!(is_answered(&held[0], "/livez"), "those that were there go on");
    assert!(is_answered(&from("127.0.0.8", address), "/livez"), "another address has its own");
    let through: Vec<TcpStream> = (0..12).map(|_| from("127.0.0.9", address)).collect();
    assert!(through.iter().all(|stream| is_answered(stream, "/livez")), "behind our own proxy stand many");
    drop(held);
    let again = (0..100).any(|_| is_answered(&from("127.0.0.7", address), "/livez"));
    assert!(again, "a place that is left is another's");
}

// HT-12
#[test]
fn whoever_watches_the_process_is_answered_on_a_listener_of_their_own() {
    let (office, crowded) = office(3, &[]);
    let (own, server) = watched(&office);
    let crowd: Vec<TcpStream> = (0..3).map(|_| from("127.0.0.1", crowded)).collect();
    assert!(crowd.iter().all(|stream| is_answered(stream, "/livez")));
    assert_eq!(asked(&from("127.0.0.1", crowded), "/livez"), "");

    let watcher = from("127.0.0.1", own);

    assert!(asked(&watcher, "/livez").ends_with("{\"status\":\"ok\"}"));
    assert!(asked(&watcher, "/readyz").ends_with("{\"status\":\"ok\"}"));
    assert!(asked(&watcher, "/v1/rules").starts_with("HTTP/1.1 404"), "nothing else is there");
    let others: Vec<TcpStream> = (0..2).map(|_| from("127.0.0.1", own)).collect();
    assert!(others.iter().all(|stream| is_answered(stream, "/livez")));
    assert_eq!(asked(&from("127.0.0.1", own), "/livez"), "", "it has the same cap");
    office.app.stopping.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(asked(&watcher, "/readyz").starts_with("HTTP/1.1 503"));
    assert!(asked(&watcher, "/livez").starts_with("HTTP/1.1 200"));
    drop(server.stop(false));
}
