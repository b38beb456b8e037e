//! The service as a process of its own, with a database of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use aplp::caller::Role;
use aplp::db::{Conn, Place};
use aplp::http::token::{Claims, Issuer};
use chrono::Utc;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use jsonwebtoken::Algorithm;

use super::drive::{Wire, request};

const APLP: &str = env!("CARGO_BIN_EXE_aplp");

/// A data folder, a database, and an address.
pub struct House {
    pub folder: PathBuf,
    url: Option<String>,
    pub address: String,
    /// Whether the folder is another one's.
    beside: bool,
}

impl House {
    /// An empty house, on PostgreSQL if a server is given and else on SQLite.
    pub fn build(server: Option<&str>) -> Self {
        Self::build_in(&std::env::temp_dir(), server)
    }

    /// As `build`, with its data in a certain place.
    pub fn build_in(parent: &Path, server: Option<&str>) -> Self {
        let name = format!("aplp_chaos_{}", uuid::Uuid::new_v4().simple());
        let folder = parent.join(&name);
        std::fs::create_dir_all(folder.join("keys")).unwrap();
        Issuer::prepare(&folder.join("keys")).unwrap();
        let url = server.map(|server| {
            PgConnection::establish(server).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        });
        let house = Self { folder, url, address: free(), beside: false };
        assert!(house.aplp("migrate").status().unwrap().success());
        house
    }

    /// The same house at another address: a second instance on the same data.
    pub fn beside(&self) -> Self {
        Self { folder: self.folder.clone(), url: self.url.clone(), address: free(), beside: true }
    }

    /// The same house, its database reached through another port of this machine.
    pub fn through(&self, port: u16) -> Self {
        let url = self.url.as_ref().map(|url| {
            let (before, name) = url.rsplit_once('/').unwrap();
            format!("{}:{port}/{name}", before.rsplit_once(':').unwrap().0)
        });
        Self { folder: self.folder.clone(), url, address: free(), beside: true }
    }

    fn aplp(&self, command: &str) -> Command {
        let mut aplp = Command::new(APLP);
        aplp.arg(command).env("APLP_DATA", &self.folder).env("APLP_LISTEN", &self.address).env_remove("DATABASE_URL");
        aplp.env("APLP_REGISTERED_ONLY", "false");
        if let Some(url) = &self.url {
            aplp.env("DATABASE_URL", url);
        }
        for quota in ["REQUESTS", "STRANGERS", "SEARCHES", "ROWS", "FAILURES"] {
            aplp.env(format!("APLP_QUOTA_{quota}"), "1000000");
        }
        aplp.stdout(Stdio::null()).stderr(Stdio::null());
        aplp
    }

    /// One of the commands of the service, with what follows it.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut aplp = self.aplp(words[0]);
        aplp.args(&words[1..]);
        aplp
    }

    /// What a command prints.
    pub fn said(&self, words: &[&str]) -> String {
        let output = self.command(words).stdout(Stdio::piped()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The path of a file in the data folder.
    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }

    /// The database itself.
    pub fn database(&self) -> Conn {
        let file = || Place::Sqlite(self.folder.join("aplp.sqlite"));
        self.url.clone().map_or_else(file, Place::Postgres).open(false).unwrap()
    }

    /// Starts the service and waits until it is ready; how long that took.
    pub fn serve(&self) -> (Child, Duration) {
        let began = Instant::now();
        let mut child = self.aplp("serve").spawn().unwrap();
        assert!(self.is_ready_within(&mut child, Duration::from_secs(30)), "it is not ready");
        (child, began.elapsed())
    }

    /// Starts the service under `strace`, which does to it what its arguments say. The child is the service itself.
    pub fn serve_under(&self, faults: &[String]) -> Child {
        let aplp = self.aplp("serve");
        let mut strace = Command::new("strace");
        strace.args(["-D", "-f", "-qqq", "-o", "/dev/null", "-e", "signal=none"]);
        strace.args(faults).arg(APLP).args(aplp.get_args());
        for (name, value) in aplp.get_envs() {
            match value {
                Some(value) => strace.env(name, value),
                None => strace.env_remove(name),
            };
        }
        strace.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Waits until the service is ready; whether it is, in time and before it ended.
    pub fn is_ready_within(&self, child: &mut Child, patience: Duration) -> bool {
        let began = Instant::now();
        while self.ask("/readyz") != Some(200) {
            if child.try_wait().unwrap().is_some() || began.elapsed() > patience {
                return false;
            }
            super::pass(Duration::from_millis(5));
        }
        true
    }

    /// The status of a page without a token, if anybody answers.
    pub fn ask(&self, path: &str) -> Option<u16> {
        Wire::try_open(&self.address).ok()?.send(&request("GET", path, "", "", "")).ok()
    }

    /// A token of the demo issuer.
    pub fn token(&self, role: Role) -> String {
        self.token_of("chaos", role)
    }

    /// A token of the demo issuer for somebody.
    pub fn token_of(&self, subject: &str, role: Role) -> String {
        let issuer = Issuer::open(&self.folder.join("keys"), Algorithm::EdDSA).unwrap();
        issuer.sign(&Claims::demo(subject, &[role], Utc::now())).unwrap()
    }

    /// How many receipts for reads of persons the journal has.
    pub fn receipts(&self) -> i64 {
        use aplp::db::journal::READ;
        use aplp::db::schema::journal::dsl::{action, journal};
        use diesel::prelude::*;
        let url = self.url.clone().unwrap_or_else(|| format!("sqlite:{}", self.folder.join("aplp.sqlite").display()));
        let mut conn = url.parse::<aplp::db::Place>().unwrap().open(true).unwrap();
        journal.filter(action.eq(READ)).count().get_result(&mut conn).unwrap()
    }

    /// Whether `aplp verify` finds nothing.
    pub fn is_whole(&self) -> bool {
        let output = self.aplp("verify").stdout(Stdio::piped()).output().unwrap();
        if !output.status.success() {
            println!("{}", String::from_utf8_lossy(&output.stdout));
        }
        output.status.success()
    }

    /// Asks the service to stop, by its process id, and waits for it.
    pub fn stop(child: &mut Child) -> ExitStatus {
        assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        child.wait().unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if !self.beside {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// An address that nobody listens on.
fn free() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}
