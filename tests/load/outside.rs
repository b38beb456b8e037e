//! The binary from outside: how large it is, how soon it answers, how much memory it needs when nobody asks.

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::drive::{Wire, request};

const APLP: &str = env!("CARGO_BIN_EXE_aplp");
/// Where it listens for the measurement.
const ADDRESS: &str = "127.0.0.1:18089";

pub fn measure() {
    let folder = std::env::temp_dir().join(format!("aplp-outside-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("keys")).unwrap();
    aplp::http::token::Issuer::prepare(&folder.join("keys")).unwrap();
    let aplp = |command: &str| {
        let mut aplp = Command::new(APLP);
        aplp.arg(command).env("APLP_DATA", &folder).env("APLP_LISTEN", ADDRESS).env_remove("DATABASE_URL");
        aplp.stdout(Stdio::null()).stderr(Stdio::null());
        aplp
    };
    assert!(aplp("migrate").status().unwrap().success());
    let began = Instant::now();
    let mut server = aplp("serve").spawn().unwrap();
    let answered = loop {
        if TcpStream::connect(ADDRESS).is_ok() {
            let status = Wire::open(ADDRESS).send(&request("GET", "/readyz", "", "", ""));
            if matches!(status, Ok(200)) {
                break began.elapsed();
            }
        }
        assert!(began.elapsed() < Duration::from_secs(20), "it does not answer");
    };
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default().trim().to_owned();
    let size = std::fs::metadata(APLP).unwrap().len();
    server.kill().unwrap();
    server.wait().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    println!("\nfirst answer after {} ms (target 100)", answered.as_millis());
    println!("memory when nobody asks {resident} (target 40960 kB)");
    println!("binary {} MiB (target 40)", size / 1024 / 1024);
}
