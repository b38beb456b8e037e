//! Requests as bytes, for what no client library would send, and what every answer to them has.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::{Office, Reply};

/// Sends bytes as they are, for what no client library would send.
pub fn raw(office: &Office, head: &str, body: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(office.base.trim_start_matches("http://")).unwrap();
    stream.write_all(format!("{head}\r\nhost: aplp\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, text) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Reply {
        status,
        headers,
        bytes: text.as_bytes().to_vec(),
        text: text.to_owned(),
        body: serde_json::from_str(text).unwrap_or(Value::Null),
    }
}

pub fn bearer(office: &Office) -> String {
    format!("authorization: Bearer {}", office.token(&office.coordinator().claims))
}

#[track_caller]
pub fn is_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, reply.body["code"].as_str()), (status, Some(code)), "{}", reply.text);
    assert_eq!(reply.header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!(reply.body["status"], status);
    assert_eq!(reply.body["type"], format!("/problems/{code}"));
    assert!(["title", "detail"].iter().all(|member| !reply.body[*member].as_str().unwrap().is_empty()));
    assert_eq!(reply.body["request_id"].as_str(), reply.header("x-request-id").as_deref());
    assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"));
    is_guarded(reply);
}

/// The headers that every answer has (HT-02).
#[track_caller]
pub fn is_guarded(reply: &Reply) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(reply.header("server"), None);
    assert!(reply.header("x-request-id").is_some());
}
