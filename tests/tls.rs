//! TLS to PostgreSQL: `cargo test --features pg-tls --test tls`, against a server with certificates made here.

#![cfg(feature = "pg-tls")]
#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test stops where it goes wrong")]

#[path = "api/support/cluster.rs"]
#[allow(dead_code, reason = "the stories use the rest")]
mod cluster;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cluster::Cluster;

/// A folder with certificates, removed when dropped.
struct Papers(PathBuf);

impl Papers {
    /// The papers of two authorities, and of a server for which the first one vouches as `localhost`.
    fn made() -> Self {
        let papers = Self(std::env::temp_dir().join(format!("aplp-tls-{}", uuid::Uuid::new_v4().simple())));
        std::fs::create_dir(&papers.0).unwrap();
        for authority in ["ca", "other"] {
            papers.openssl(&format!(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={authority} \
                 -keyout {authority}.key -out {authority}.crt"
            ));
        }
        papers.openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr");
        std::fs::write(papers.0.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
        papers.openssl(
            "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt",
        );
        papers
    }

    fn openssl(&self, arguments: &str) {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split_whitespace()).current_dir(&self.0).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(openssl.status().unwrap().success(), "openssl {arguments}");
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn aplp(&self, command: &str, url: &str) -> Output {
        let mut aplp = Command::new(env!("CARGO_BIN_EXE_aplp"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("APLP_") || name.starts_with("PG")) {
            aplp.env_remove(name);
        }
        aplp.arg(command).env("APLP_DATA", self.file("data")).env("DATABASE_URL", url).output().unwrap()
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The address of a cluster under a name of its server, with what is asked of the way.
fn address(cluster: &Cluster, name: &str, mode: &str, authority: Option<&Path>) -> String {
    let root = authority.map(|file| format!("&sslrootcert={}", file.display())).unwrap_or_default();
    // By the address of the loopback, whatever the name leads to on this machine.
    cluster.url().replace("127.0.0.1", name) + &format!("?hostaddr=127.0.0.1&sslmode={mode}{root}")
}

// OP-04
#[test]
fn a_server_that_proves_who_it_is_is_trusted_and_no_other() {
    let papers = Papers::made();
    let cluster = Cluster::start_with_tls(&papers.file("server.key"), &papers.file("server.crt")).unwrap();
    let (ca, other) = (papers.file("ca.crt"), papers.file("other.crt"));

    let migrated = papers.aplp("migrate", &address(&cluster, "localhost", "verify-full", Some(&ca)));
    let verified = papers.aplp("verify", &address(&cluster, "localhost", "verify-full", Some(&ca)));

    for done in [migrated, verified] {
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    for (name, mode, authority, why) in [
        ("localhost", "verify-full", Some(&other), "certificate verify failed"),
        ("db.example", "verify-full", Some(&ca), "does not match host name"),
        ("localhost", "disable", None, "no encryption"),
    ] {
        let refused = papers.aplp("verify", &address(&cluster, name, mode, authority.map(PathBuf::as_path)));
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(1) && told.contains(why), "{name} {mode}: {told}");
    }
}
