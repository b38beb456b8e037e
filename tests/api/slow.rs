//! Clients that are slow on purpose: they are cut off in time, and nobody else waits for them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::Office;
use crate::support::raw::bearer;

/// How many of each kind come at once.
const EACH: usize = 50;

/// Opens a connection, sends the beginning of something, and says what is answered and after how long.
fn begun(office: &Office, beginning: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(office.base.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    let began = Instant::now();
    stream.write_all(beginning.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer, began.elapsed())
}

/// Sends all of a registration but its last byte, and that byte thirteen seconds later; what is answered.
fn just_in_time(office: &Office) -> String {
    let body = r#"{"given_name":"Anna","family_name":"Liepa"}"#;
    let mut stream = TcpStream::connect(office.base.trim_start_matches("http://")).unwrap();
    let head = format!(
        "POST /v1/persons HTTP/1.1\r\nhost: aplp\r\n{}\r\ncontent-type: application/json\r\n\
         idempotency-key: fedcba9876543210\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        bearer(office),
        body.len()
    );
    let (most, last) = body.split_at(body.len() - 1);
    stream.write_all((head + most).as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(13))).unwrap();
    assert!(stream.read(&mut [0]).is_err(), "it is waited for");
    stream.write_all(last.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

// HT-09, R13
#[test]
fn whoever_sends_slowly_is_cut_off_and_nobody_else_waits() {
    let office = Office::open();
    let head = "GET /livez HTTP/1.1\r\nhost: aplp\r\nx-slow: ".to_owned();
    let body = format!(
        "POST /v1/persons HTTP/1.1\r\nhost: aplp\r\n{}\r\ncontent-type: application/json\r\n\
         idempotency-key: 0123456789abcdef\r\ncontent-length: 1000\r\n\r\n{{",
        bearer(&office)
    );

    std::thread::scope(|all| {
        let slow = |beginning: &str| {
            let (office, beginning) = (&office, beginning.to_owned());
            all.spawn(move || begun(office, &beginning))
        };
        let heads: Vec<_> = (0..EACH).map(|_| slow(&head)).collect();
        let bodies: Vec<_> = (0..EACH).map(|_| slow(&body)).collect();
        let whole = all.spawn(|| just_in_time(&office));
        while !bodies.iter().all(|slow| slow.is_finished()) {
            let began = Instant::now();
            office.anyone("GET", "/livez", None).ok(200);
            assert!(began.elapsed() < Duration::from_secs(2), "somebody waited for those who are slow");
        }
        for head in heads {
            let (answer, took) = head.join().unwrap();
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
            assert!(took < Duration::from_secs(9), "{took:?}");
        }
        for body in bodies {
            let (answer, took) = body.join().unwrap();
            assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request_timeout"), "{answer}");
            assert!((14..19).contains(&took.as_secs()), "{took:?}");
        }
        let answer = whole.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    });
}
