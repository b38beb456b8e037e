//! The first case of the README, run from the file against a fresh demo, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test stops where it goes wrong"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

#[path = "api/support/cluster.rs"]
#[allow(dead_code, reason = "the stories use the rest")]
mod cluster;

const APLP: &str = env!("CARGO_BIN_EXE_aplp");

/// A running demo in a folder of its own; stopped and removed when dropped.
struct Demo {
    process: Child,
    /// Kept open: who writes into a closed pipe is stopped.
    told: BufReader<ChildStdout>,
    folder: PathBuf,
    address: String,
}

impl Demo {
    fn start(database: Option<&str>) -> Self {
        let folder = std::env::temp_dir().join(format!("aplp-demo-{}", uuid::Uuid::new_v4().simple()));
        Self::start_in(folder, database)
    }

    fn start_in(folder: PathBuf, database: Option<&str>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new(APLP);
        command.arg("demo").env("APLP_DATA", &folder).env("APLP_LISTEN", port.to_string()).env("RUST_LOG", "warn");
        command.env_remove("DATABASE_URL");
        if let Some(url) = database {
            command.env("DATABASE_URL", url);
        }
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let mut lines: Vec<String> = Vec::new();
        while !lines.last().is_some_and(|line| line.contains("Stop with Ctrl-C")) {
            let mut line = String::new();
            assert!(told.read_line(&mut line).unwrap() > 0, "the demo stopped after {lines:?}");
            lines.push(line.trim_end().to_owned());
        }
        let demo = Self { process, told, folder, address: format!("http://{port}") };
        assert!(lines.iter().any(|line| line == "coordinator"), "the demo tells a token for each role: {lines:?}");
        let calls: Vec<_> = lines.iter().filter(|line| line.starts_with("curl")).collect();
        assert_eq!(calls.len(), 3, "three calls to paste");
        for call in calls {
            let answer = demo.shell(call);
            assert!(answer.starts_with('{'), "{call}\n{answer}");
        }
        demo
    }

    /// Runs a script as a user would, from a checkout.
    fn shell(&self, script: &str) -> String {
        let mut shell = Command::new("bash");
        let output = shell.args(["-euo", "pipefail", "-c", script]).env("APLP_DATA", &self.folder).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
        told
    }

    fn stop(&mut self) -> std::process::ExitStatus {
        self.shell(&format!("kill -TERM {}", self.process.id()));
        let status = self.process.wait().unwrap();
        let mut rest = String::new();
        self.told.read_to_string(&mut rest).unwrap();
        assert_eq!(rest.trim(), "", "nothing more is told on the standard output");
        status
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The case as it stands in the README, for another address and another place of the binary.
fn case(address: &str) -> String {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) = readme.split_once("<!-- A test runs this block. -->\n```sh\n").unwrap();
    let (case, _) = after.split_once("```").unwrap();
    case.replace("http://127.0.0.1:8080", address).replace("./target/debug/aplp", APLP)
}

fn runs_to_a_counted_minute(database: Option<&str>) {
    let mut demo = Demo::start(database);

    let mut used_before = None;
    for time in ["first", "second"] {
        let told = demo.shell(&case(&demo.address));

        let month: serde_json::Value = serde_json::from_str(told.lines().last().unwrap()).unwrap();
        let [used, left, volume] =
            ["used_minutes", "remaining_minutes", "volume_minutes"].map(|member| month[member].as_i64().unwrap());
        assert!(used >= 1 && used + left == volume, "{time}: {month:#}");
        let counted = (month["month"].clone(), used);
        if let Some((of, before)) = used_before.replace(counted.clone()).filter(|(of, _)| *of == counted.0) {
            assert_eq!(used, before + 1, "{of}: {month:#}");
        }
    }
    let mut verify = Command::new(APLP);
    verify.arg("verify").env("APLP_DATA", &demo.folder).env_remove("DATABASE_URL");
    if let Some(url) = database {
        verify.env("DATABASE_URL", url);
    }
    let verified = verify.output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    assert!(demo.stop().success(), "SIGTERM ends the service cleanly");
    let kept = std::fs::read_to_string(demo.folder.join("checkpoints.ndjson")).unwrap();
    assert!(kept.lines().count() >= 1, "the last thing the service does is to sign how far the journal has come");
    let whole = verify.output().unwrap();
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stdout));
    let mut again = Demo::start_in(demo.folder.clone(), database);
    assert!(again.stop().success(), "a demo goes on in its own folder");
}

// OP-06
#[test]
fn the_first_case_of_the_readme_runs_on_a_fresh_demo() {
    runs_to_a_counted_minute(None);
}

#[test]
fn the_first_case_of_the_readme_runs_on_postgresql() {
    let Some(cluster) = cluster::Cluster::start() else {
        assert!(std::env::var_os("APLP_DEMAND_POSTGRES").is_none(), "PostgreSQL is demanded and not there");
        return;
    };
    runs_to_a_counted_minute(Some(&cluster.url()));
}
