//! The yardstick: pgbench with bare SQL on the same server, by as many clients for as long.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Transactions a second of a script, prepared.
pub fn pgbench(url: &str, folder: &Path, script: &str, clients: usize, time: Duration) -> f64 {
    let file = folder.join("script.sql");
    std::fs::write(&file, script).unwrap();
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-j", "2", "-c", &clients.to_string(), "-T", &time.as_secs().to_string(), "-f"])
        .arg(&file)
        .arg(url)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("pgbench: {told}{}", String::from_utf8_lossy(&output.stderr)))
}
