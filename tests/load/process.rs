//! The service as a process of its own, as it runs in earnest.

use std::fs::Permissions;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aplp::db::Place;

use super::drive::{Wire, request};

pub const APLP: &str = env!("CARGO_BIN_EXE_aplp");

/// A running service; it ends when this is dropped.
pub struct Process {
    child: Child,
    pub address: String,
    /// How long it took until it could work.
    pub started: Duration,
}

impl Process {
    /// Starts it on a folder and a database; quotas are so wide that nobody meets them.
    pub fn start(folder: &Path, place: &Place) -> Self {
        let keys = std::fs::read_dir(folder.join("keys")).unwrap().map(|file| file.unwrap().path());
        keys.for_each(|key| std::fs::set_permissions(key, Permissions::from_mode(0o600)).unwrap());
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut aplp = Command::new(APLP);
        aplp.arg("serve").env("APLP_DATA", folder).env("APLP_LISTEN", &address).env("APLP_WORKERS", "2");
        aplp.env("APLP_REGISTERED_ONLY", "false");
        match place {
            Place::Sqlite(file) => aplp.env("DATABASE_URL", format!("sqlite:{}", file.display())),
            Place::Postgres(url) => aplp.env("DATABASE_URL", url),
        };
        aplp.env("APLP_CONNECTIONS_PER_ADDRESS", "10000");
        for quota in ["REQUESTS", "STRANGERS", "SEARCHES", "ROWS", "FAILURES"] {
            aplp.env(format!("APLP_QUOTA_{quota}"), "100000000");
        }
        let began = Instant::now();
        let child = aplp.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let ready = || {
            TcpStream::connect(&address).is_ok()
                && matches!(Wire::open(&address).send(&request("GET", "/readyz", "", "", "")), Ok(200))
        };
        while !ready() {
            assert!(began.elapsed() < Duration::from_secs(20), "it does not answer");
            std::thread::park_timeout(Duration::from_millis(1));
        }
        Self { child, started: began.elapsed(), address }
    }

    /// How much time of the processor it has taken so far; the system counts it in hundredths of a second.
    pub fn processor(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// How much memory it has in use.
    pub fn resident(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default().trim().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
