//! The binary from outside: how large it is, how soon it answers, how much memory it needs when nobody asks.

use aplp::db::Place;
use chrono::Utc;

use super::process::{APLP, Process};

/// How often it is started; the usual time is told.
const STARTS: usize = 9;

pub fn measure() {
    let folder = std::env::temp_dir().join(format!("aplp-outside-{}", std::process::id()));
    let keys = folder.join("keys");
    std::fs::create_dir_all(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();
    let place = Place::Sqlite(folder.join("aplp.sqlite"));
    aplp::service::prepare(&place, &keys.join("master.key"), Utc::now()).unwrap();
    let mut started = Vec::new();
    let mut resident = String::new();
    for _ in 0..STARTS {
        let process = Process::start(&folder, &place);
        started.push(process.started);
        resident = process.resident();
    }
    started.sort_unstable();
    let size = std::fs::metadata(APLP).unwrap().len();
    std::fs::remove_dir_all(&folder).unwrap();
    println!("\nfirst answer after {} ms (target 100)", started[STARTS / 2].as_millis());
    println!("memory when nobody asks {resident} (target 40960 kB)");
    println!("binary {} MiB (target 40)", size / 1024 / 1024);
}
