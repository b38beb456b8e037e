//! The binary from outside: settings, sub-commands, exit codes.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong, and takes from the stories only what it needs"
)]

mod database;
mod keys;
mod settings;
#[path = "../api/support/mod.rs"]
mod support;
mod ticks;

use std::path::PathBuf;
use std::process::{Command, Output};

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
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
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
