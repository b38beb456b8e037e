//! A temporary PostgreSQL cluster from installed binaries, removed when it is dropped.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs every test of this binary but the one that asks once more, on PostgreSQL, if PostgreSQL is installed.
pub fn again_on_postgresql(start: fn() -> Option<Cluster>, but: &str) {
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        return;
    }
    let Some(cluster) = start() else {
        let missing =
            "\n!!! NO POSTGRESQL HERE: the tests ran on SQLite only. Install PostgreSQL or set TEST_DATABASE_URL.\n\n";
        std::io::stderr().write_all(missing.as_bytes()).unwrap();
        assert!(std::env::var_os("APLP_DEMAND_POSTGRES").is_none(), "PostgreSQL is demanded and not there");
        return;
    };
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests.env("TEST_DATABASE_URL", cluster.url()).env("TEST_DATABASE_FILES", &cluster.folder).args(["--skip", but]);
    assert!(tests.status().unwrap().success(), "a test fails on PostgreSQL");
}

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    port: u16,
    /// Whether it works as in earnest: dead rows are cleared away meanwhile, and what is written is on the disk before it is
    /// answered. In memory there is nothing to wait for, and a story is over sooner.
    in_earnest: bool,
}

/// How the folders of all clusters begin; the id of the process that started one follows.
const FOLDERS: &str = "aplp-postgresql-";

/// Stops and removes the clusters of test runs that were killed.
fn sweep(parent: &Path, binaries: &Path) {
    for folder in std::fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(process) = name.strip_prefix(FOLDERS).and_then(|id| id.parse::<u32>().ok()) else { continue };
        if process == std::process::id() || !Path::new(&format!("/proc/{process}")).exists() {
            drop(Cluster { folder, binaries: binaries.to_owned(), port: 0, in_earnest: false });
        }
    }
}

#[allow(dead_code, reason = "the stories have no need of a disk, nor of a cluster that fails")]
impl Cluster {
    /// Starts one where files are quickest, if PostgreSQL is installed.
    pub fn start() -> Option<Self> {
        Self::prepared(quickest(), true, |_| ())
    }

    /// The same for stories, which lose nothing that a crash of the machine could lose. The command `serve` refuses such a one.
    pub fn start_for_stories() -> Option<Self> {
        Self::prepared(quickest(), false, |_| ())
    }

    /// Starts one on a disk, where a commit costs what it costs in earnest, and dead rows are cleared away as in earnest.
    pub fn start_on_disk() -> Option<Self> {
        Self::prepared(std::env::temp_dir(), true, |_| ())
    }

    /// Starts one that takes connections from this machine over TLS only, with the key and the certificate of a server.
    #[allow(dead_code, reason = "the stories have no need of TLS")]
    pub fn start_with_tls(key: &Path, certificate: &Path) -> Option<Self> {
        let parent = std::env::temp_dir();
        Self::prepared(parent, true, |cluster| {
            for (from, to) in [(key, "server.key"), (certificate, "server.crt")] {
                let to = cluster.folder.join("data").join(to);
                std::fs::copy(from, &to).unwrap();
                run(Command::new("chmod").arg("600").arg(&to));
                if is_root() {
                    run(Command::new("chown").arg("postgres").arg(&to));
                }
            }
            std::fs::write(cluster.folder.join("data/pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n").unwrap();
            let settings = std::fs::OpenOptions::new().append(true).open(cluster.folder.join("data/postgresql.conf"));
            settings.unwrap().write_all(b"ssl = on\n").unwrap();
        })
    }

    /// Starts one in a folder.
    pub fn start_in(parent: PathBuf) -> Option<Self> {
        Self::prepared(parent, true, |_| ())
    }

    fn prepared(parent: PathBuf, in_earnest: bool, prepare: impl FnOnce(&Self)) -> Option<Self> {
        let binaries = binaries()?;
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let folder = parent.join(format!("{FOLDERS}{}", std::process::id()));
        sweep(&parent, &binaries);
        std::fs::create_dir(&folder).ok()?;
        let cluster = Self { folder, binaries, port, in_earnest };
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&cluster.folder));
        }
        let data = cluster.folder.join("data");
        let made = cluster.run(
            "initdb",
            &["-D", data.to_str()?, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
        );
        assert!(made, "initdb failed");
        prepare(&cluster);
        assert!(cluster.resume(), "PostgreSQL did not start");
        Some(cluster)
    }

    /// Starts it where it stopped, and waits until it takes connections; whether it does.
    pub fn resume(&self) -> bool {
        let (data, log) = (self.folder.join("data"), self.folder.join("log"));
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} {} \
             -c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=64MB -c max_connections=300 \
             -c log_error_verbosity=terse",
            self.port,
            self.folder.display(),
            if self.in_earnest { "" } else { "-c autovacuum=off -c fsync=off -c full_page_writes=off" }
        );
        let (data, log) = (data.to_string_lossy(), log.to_string_lossy());
        self.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])
    }

    /// Ends it as if the power had gone.
    pub fn crash(&self) {
        let data = self.folder.join("data");
        self.run("pg_ctl", &["-D", &data.to_string_lossy(), "-m", "immediate", "stop"]);
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The id of its first process, from which all its others descend.
    pub fn process(&self) -> u32 {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().parse().unwrap()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Runs one of PostgreSQL's programs, which refuse to be run by root.
    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.binaries.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        run(command.args(arguments).current_dir(&self.folder))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.crash();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn run(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where files are quickest.
fn quickest() -> PathBuf {
    let shm = Path::new("/dev/shm");
    if shm.is_dir() { shm.to_owned() } else { std::env::temp_dir() }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"))
}

/// The newest of Debian's folders, or wherever `pg_config` points.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    found.sort();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        found.insert(0, PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    found.into_iter().rev().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}
