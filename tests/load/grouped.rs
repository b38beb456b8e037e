//! What one durable commit for all that waits is worth on SQLite: the same rows, each with a commit of its own.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aplp::db::journal::{self, Row};
use aplp::db::{Conn, Db, Id, Keyring, Place};
use chrono::Utc;
use diesel::Connection;
use uuid::Uuid;

use super::drive::pass;

/// Rows a second: by as many writers as there are clients, and one after another with a commit each.
pub fn measure(folder: &Path, clients: usize, time: Duration) -> (f64, f64) {
    let folder = folder.join(format!("aplp-grouped-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (place, key) = (Place::Sqlite(folder.join("aplp.sqlite")), folder.join("master.key"));
    aplp::service::prepare(&place, &key, Utc::now()).unwrap();
    let mut conn = place.open(false).unwrap();
    let keys = Keyring::open(&mut conn, &key, Utc::now().naive_utc()).unwrap();
    let alone = one_by_one(&mut conn, time);
    drop(conn);
    let together = together(&Db::open(&place, &keys, 1).unwrap(), clients, time);
    std::fs::remove_dir_all(&folder).unwrap();
    (together, alone)
}

fn one_by_one(conn: &mut Conn, time: Duration) -> f64 {
    let (began, mut written) = (Instant::now(), 0_usize);
    while began.elapsed() < time {
        let row = row();
        conn.transaction(|tx| journal::write(tx, std::slice::from_ref(&row))).unwrap();
        written += 1;
    }
    written as f64 / began.elapsed().as_secs_f64()
}

fn together(db: &Db, clients: usize, time: Duration) -> f64 {
    let (written, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let began = Instant::now();
    std::thread::scope(|threads| {
        // Few threads with many writers each, as in the service.
        for _ in 0..2 {
            threads.spawn(|| {
                let writer = async || {
                    while !stop.load(Ordering::Relaxed) {
                        let row = row();
                        db.write(move |tx| journal::write(tx, std::slice::from_ref(&row))).await.unwrap();
                        written.fetch_add(1, Ordering::Relaxed);
                    }
                };
                actix_web::rt::System::new()
                    .block_on(futures_util::future::join_all((0..clients / 2).map(|_| writer())));
            });
        }
        pass(time);
        stop.store(true, Ordering::Relaxed);
    });
    written.into_inner() as f64 / began.elapsed().as_secs_f64()
}

fn row() -> Row {
    Row {
        id: Id::in_order(),
        at: Utc::now().naive_utc(),
        request: "load-request-0001".to_owned(),
        issuer: "https://demo.aplp.example".to_owned(),
        subject: "ilze".to_owned(),
        client: "demo".to_owned(),
        token: None,
        action: "person_changed".to_owned(),
        object: "person".to_owned(),
        object_id: Id::of(Uuid::new_v4()),
        object_version: 1,
        person_id: Some(Id::of(Uuid::new_v4())),
        purpose: None,
        outcome: "done".to_owned(),
        persons: None,
        wrote: None,
        source: "127.0.0.0/24".to_owned(),
    }
}
