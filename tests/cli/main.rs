//! The binary from outside: settings, sub-commands, exit codes.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong, and takes from the stories only what it needs"
)]

mod clients;
mod database;
mod faults;
mod keys;
mod modes;
mod postgres;
mod settings;
#[path = "../api/support/mod.rs"]
mod support;
mod ticks;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

/// A folder of its own, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("aplp-cli-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    fn aplp(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments, settings).output().unwrap()
    }

    fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aplp"));
        for (name, _) in std::env::vars().filter(|(name, _)| name == "DATABASE_URL" || name.starts_with("APLP_")) {
            command.env_remove(name);
        }
        command.args(arguments).env("APLP_DATA", &self.0).envs(settings.iter().copied());
        command
    }

    /// A folder with a database and the keys of an issuer.
    fn ready() -> Self {
        let folder = Self::new();
        folder.issues();
        assert!(folder.aplp(&["migrate"], &[]).status.success());
        folder
    }

    /// Makes the keys of an issuer.
    fn issues(&self) {
        let keys = self.0.join("keys");
        let _ = std::fs::create_dir(&keys);
        aplp::http::token::Issuer::prepare(&keys).unwrap();
    }

    /// The path of a file in the folder.
    fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A service that runs; stopped when dropped.
struct Running {
    process: Child,
    /// Kept open: who writes into a closed pipe is stopped.
    told: BufReader<ChildStderr>,
    address: String,
}

impl Running {
    /// Starts a command and waits until it listens.
    fn start(command: &mut Command) -> Self {
        let mut process = command.env("RUST_LOG", "aplp=info").stderr(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(process.stderr.take().unwrap());
        let mut running = Self { process, told, address: String::new() };
        let mut lines = String::new();
        while running.address.is_empty() {
            let before = lines.len();
            assert!(running.told.read_line(&mut lines).unwrap() > 0, "it did not start: {lines}");
            if let Some((_, address)) = lines[before..].trim_end().split_once("listening on http://") {
                address.clone_into(&mut running.address);
            }
        }
        running
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str, token: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Ends it as an operator does, and says what it told until then.
    fn stop(mut self) -> String {
        let mut kill = Command::new("kill");
        assert!(kill.args(["-TERM", &self.process.id().to_string()]).status().unwrap().success());
        let mut rest = String::new();
        self.told.read_to_string(&mut rest).unwrap();
        assert!(self.process.wait().unwrap().success(), "{rest}");
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_contract_is_printed_without_a_database() {
    let output = Folder::new().aplp(&["openapi"], &[]);

    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), include_str!("../../openapi/openapi.json"));
}

#[test]
fn nobody_answers_for_a_service_that_does_not_run() {
    let output = Folder::new().aplp(&["health"], &[("APLP_LISTEN", "127.0.0.1:1")]);

    assert_eq!(output.status.code(), Some(1));
}
