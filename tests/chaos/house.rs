//! The service as a process of its own, with a database of its own.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use aplp::caller::Role;
use aplp::http::token::{Claims, Issuer};
use chrono::Utc;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use jsonwebtoken::Algorithm;

use super::drive::{Wire, request};

const APLP: &str = env!("CARGO_BIN_EXE_aplp");

/// A data folder, a database, and an address.
pub struct House {
    folder: PathBuf,
    url: Option<String>,
    pub address: String,
}

impl House {
    /// An empty house, on PostgreSQL if a server is given and else on SQLite.
    pub fn build(server: Option<&str>) -> Self {
        let name = format!("aplp_chaos_{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(folder.join("keys")).unwrap();
        Issuer::prepare(&folder.join("keys")).unwrap();
        let url = server.map(|server| {
            PgConnection::establish(server).unwrap().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        });
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let house = Self { folder, url, address: format!("127.0.0.1:{port}") };
        assert!(house.aplp("migrate").status().unwrap().success());
        house
    }

    fn aplp(&self, command: &str) -> Command {
        let mut aplp = Command::new(APLP);
        aplp.arg(command).env("APLP_DATA", &self.folder).env("APLP_LISTEN", &self.address).env_remove("DATABASE_URL");
        if let Some(url) = &self.url {
            aplp.env("DATABASE_URL", url);
        }
        for quota in ["REQUESTS", "STRANGERS", "SEARCHES", "ROWS", "FAILURES"] {
            aplp.env(format!("APLP_QUOTA_{quota}"), "1000000");
        }
        aplp.stdout(Stdio::null()).stderr(Stdio::null());
        aplp
    }

    /// Starts the service and waits until it is ready; how long that took.
    pub fn serve(&self) -> (Child, Duration) {
        let began = Instant::now();
        let mut child = self.aplp("serve").spawn().unwrap();
        while self.ask("/readyz") != Some(200) {
            assert!(child.try_wait().unwrap().is_none(), "it does not start");
            assert!(began.elapsed() < Duration::from_secs(30), "it is not ready");
            std::thread::park_timeout(Duration::from_millis(5));
        }
        (child, began.elapsed())
    }

    /// The status of a page without a token, if anybody answers.
    pub fn ask(&self, path: &str) -> Option<u16> {
        std::net::TcpStream::connect(&self.address).ok()?;
        Wire::open(&self.address).send(&request("GET", path, "", "", "")).ok()
    }

    /// A token of the demo issuer.
    pub fn token(&self, role: Role) -> String {
        let issuer = Issuer::open(&self.folder.join("keys"), Algorithm::EdDSA).unwrap();
        issuer.sign(&Claims::demo("chaos", &[role], Utc::now())).unwrap()
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
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
