//! What shares a durable commit: all that waits is done, committed once, and only then answered.

use std::sync::Arc;

use crossbeam_channel::Receiver;
use diesel::Connection;

use super::threads::Worker;
use super::work::{Job, Work};
use super::{Conn, Keyring, evidence, journal};
use crate::caller::Sight;
use crate::error::Error;

/// How much of what waits shares one durable commit.
const GROUP_MAX: usize = 256;

impl Worker {
    /// Writes all records that wait in one statement, which is its own transaction.
    pub(super) fn recorded(&mut self, work: Work, queue: &Receiver<Work>) {
        let (mut next, mut rows, mut replies) = (Some(work), Vec::new(), Vec::new());
        while let Some(Work::Record(row, reply)) = next {
            rows.push(*row);
            replies.push(reply);
            next = if rows.len() < GROUP_MAX { queue.try_recv().ok() } else { None };
        }
        let end = self.on_connection(&Sight::All, |conn| journal::write(conn, &rows));
        if end.is_ok() {
            self.load.committed(rows.len());
        }
        for reply in replies {
            let _ = reply.send(end.clone());
        }
    }

    /// Does all that waits, commits once, and answers only then: each write in a savepoint, all records in one statement.
    pub(super) fn together(&mut self, work: Work, queue: &Receiver<Work>) {
        let keys = Arc::clone(&self.keys);
        let mut next = Some(work);
        let (mut done, mut rows, mut replies) = (Vec::new(), Vec::new(), Vec::new());
        let mut recorded = Ok(());
        let committed = self.on_connection(&Sight::All, |conn| {
            conn.in_transaction(Conn::begin_write, |tx| {
                let before = tx.written_before()?;
                while let Some(work) = next.take() {
                    match work {
                        Work::Record(row, reply) => {
                            rows.push(*row);
                            replies.push(reply);
                        }
                        Work::Read(_, job) | Work::View(_, job) | Work::Write(job) if job.abandoned() => {}
                        Work::Read(_, mut job) | Work::View(_, mut job) | Work::Write(mut job) => {
                            let end = in_savepoint(tx, &keys, &mut *job, before);
                            let lost = still_there(&end);
                            done.push((job, end));
                            lost?;
                        }
                    }
                    if done.len() + rows.len() < GROUP_MAX {
                        next = queue.try_recv().ok();
                    }
                }
                if !rows.is_empty() {
                    recorded = tx.transaction(|tx| journal::write(tx, &rows));
                }
                still_there(&recorded)
            })
        });
        if committed.is_ok() {
            self.load.committed(done.len() + rows.len());
        }
        let undone = committed.clone().map_err(|fault| match fault {
            Error::Storage(_) => fault,
            fault => Error::Unavailable(fault.to_string()),
        });
        for (job, end) in done {
            job.answer(end.and(undone.clone()));
        }
        for reply in replies {
            // Who waited may have gone meanwhile; the row stands all the same.
            let _ = reply.send(undone.clone().and(recorded.clone()));
        }
        if let (Some(work), Err(fault)) = (next, committed) {
            work.fail(fault);
        }
    }
}

/// Does one write of a group, so that its failure undoes nothing of the others.
fn in_savepoint(tx: &mut Conn, keys: &Keyring, job: &mut dyn Job, before: i64) -> Result<(), Error> {
    let mut once = |tx: &mut Conn| tx.transaction(|tx| evidence::recorded(tx, before, |tx| job.run(tx)));
    match once(tx) {
        // Another process seals with a newer key than was known here.
        Err(Error::UnknownKey) => keys.renew(tx).and_then(|()| once(tx)),
        end => end,
    }
}

/// Whether the database can still be trusted after something ended.
fn still_there(end: &Result<(), Error>) -> Result<(), Error> {
    end.as_ref().err().filter(|fault| fault.loses_the_database()).map_or(Ok(()), |fault| Err(fault.clone()))
}
