//! Look-ups that share a statement: nobody is shown what only another one may see, nothing older than the question, and
//! what cannot be read keeps nobody else from their answer.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use aplp::caller::Sight;
use aplp::db::Conn;
use aplp::error::Error;
use futures_util::future::{Either, join, join_all, select};
use serde_json::json;

use crate::support::records::wait;
use crate::support::{Desk, Office, steps};

/// How often what runs at the same time is tried.
const ROUNDS: usize = 40;

#[test]
fn whoever_asks_while_a_statement_is_under_way_shares_the_next_one() {
    static STATEMENTS: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    static ALL_ASKED: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());
    /// Answers once everybody has asked.
    fn squares(_: &mut Conn, _: &Sight, keys: &[u64]) -> Result<Vec<(u64, u64)>, Error> {
        let (asked, changed) = &ALL_ASKED;
        drop(changed.wait_while(asked.lock().unwrap(), |asked| !*asked).unwrap());
        STATEMENTS.lock().unwrap().push(keys.len());
        Ok(keys.iter().filter(|key| **key != 7).map(|key| (*key, key * key)).collect())
    }
    let office = Office::open();
    let db = &office.app.db;

    let found = wait(async {
        let everybody = join_all((0..100).map(|number| db.look_up(Sight::All, number % 50, squares)));
        let opened = async {
            *ALL_ASKED.0.lock().unwrap() = true;
            ALL_ASKED.1.notify_all();
        };
        join(everybody, opened).await.0
    });

    for (number, found) in (0..100).zip(found) {
        let key = number % 50;
        assert_eq!(found.unwrap(), (key != 7).then_some(key * key), "{number}");
    }
    let statements = STATEMENTS.lock().unwrap();
    assert!(statements.len() <= 5 && statements.iter().all(|keys| *keys <= 50), "{statements:?}");
}

#[test]
fn what_cannot_be_read_keeps_nobody_else_from_their_answer() {
    fn broken(_: &mut Conn, _: &Sight, keys: &[u32]) -> Result<Vec<(u32, u32)>, Error> {
        if keys.contains(&13) {
            return Err(Error::Internal("a sealed value does not open".to_owned()));
        }
        assert!(!keys.contains(&31), "and a panic is a fault like another");
        Ok(keys.iter().map(|key| (*key, *key)).collect())
    }
    let office = Office::open();
    let db = &office.app.db;

    for _ in 0..ROUNDS {
        let found = wait(join_all((0..30).map(|key| db.look_up(Sight::All, key, broken))));

        for (key, found) in (0..30).zip(found) {
            assert_eq!(found.ok(), (key != 13).then_some(Some(key)), "{key}");
        }
    }
    assert!(matches!(wait(db.look_up(Sight::All, 31, broken)), Err(Error::Internal(_))));
    assert_eq!(wait(db.look_up(Sight::All, 1, broken)).unwrap(), Some(1), "and the next one is answered");
}

#[test]
fn a_statement_that_hangs_holds_up_only_who_asked_before_it_however_many_they_are() {
    static RELEASED: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());
    /// Hangs for the key 0 until it is released.
    fn hanging(_: &mut Conn, _: &Sight, keys: &[u32]) -> Result<Vec<(u32, u32)>, Error> {
        if keys.contains(&0) {
            let (released, changed) = &RELEASED;
            drop(changed.wait_while(released.lock().unwrap(), |released| !*released).unwrap());
        }
        Ok(keys.iter().map(|key| (*key, *key)).collect())
    }
    let office = Office::open();
    let db = &office.app.db;

    let (hung, answered) = wait(async {
        // More than may wait.
        let crowd = join_all((0..200).map(|_| db.look_up(Sight::All, 2, hanging)));
        let mut held_up = std::pin::pin!(join(db.look_up(Sight::All, 0, hanging), crowd));
        let (began, mut answered) = (Instant::now(), None);
        // Who meets a full line is turned away at once, and asks again.
        while answered.is_none() && began.elapsed() < Duration::from_secs(10) {
            let other = tokio::time::timeout(Duration::from_millis(50), db.look_up(Sight::All, 1, hanging));
            let Either::Right((Ok(Ok(found)), _)) = select(held_up.as_mut(), std::pin::pin!(other)).await else {
                continue;
            };
            answered = found;
        }
        *RELEASED.0.lock().unwrap() = true;
        RELEASED.1.notify_all();
        (held_up.await.0, answered)
    });

    assert_eq!(answered, Some(1));
    assert_eq!(hung.unwrap(), Some(0));
}

/// Reads a person, who is the only one there is, and the list of them, over and over.
fn read_on(desk: &Desk<'_>, path: &str) {
    for _ in 0..3 * ROUNDS {
        desk.get(path).ok(200);
        assert_eq!(desk.get("/v1/persons").ok(200)["items"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn those_who_see_different_persons_never_share_a_statement() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));

    std::thread::scope(|threads| {
        (0..3).for_each(|_| drop(threads.spawn(|| read_on(&ilze, &path))));
        let daugavpils = office.municipality("0002000");
        for _ in 0..ROUNDS {
            daugavpils.get(&path).problem(404, "not_found");
            assert_eq!(daugavpils.get("/v1/persons").ok(200)["items"], json!([]));
        }
    });
}

#[test]
fn what_is_found_is_never_older_than_the_question() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/persons/{}", steps::registered_person(&ilze, 1));

    std::thread::scope(|threads| {
        (0..3).for_each(|_| drop(threads.spawn(|| read_on(&ilze, &path))));
        for round in 0..ROUNDS {
            let phone = format!("+371 2000{round:04}");
            ilze.patch(&path, json!({ "phone": phone })).ok(200);
            assert_eq!(ilze.get(&path).ok(200)["phone"], phone);
            assert_eq!(ilze.get("/v1/persons").ok(200)["items"][0]["phone"], phone);
        }
    });
}
