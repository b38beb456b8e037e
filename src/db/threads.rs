//! The two doors to the database, and the few threads behind them that each own a connection.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use uuid::Uuid;

use super::load::Load;
use super::patience::waited;
use super::work::{Job, Work, send, task};
use super::{Conn, Keyring, Place};
use crate::error::Error;

/// How much work may wait; more than that is answered 503 at once.
const QUEUE_MAX: usize = 1024;
/// How many waiting writes share one durable commit on SQLite.
const GROUP_MAX: usize = 256;
/// How often a write that collided with another one is tried in all.
const ATTEMPTS_MAX: u32 = 5;

type Begin = fn(&mut Conn) -> QueryResult<()>;
type Step = fn(&mut Worker, Work, &Receiver<Work>);
type Transactions = <Conn as Connection>::TransactionManager;

/// The way to the database: cheap to clone, one for the whole process.
#[derive(Clone)]
pub struct Db {
    pub(super) readers: Sender<Work>,
    pub(super) writers: Sender<Work>,
    appenders: Sender<Work>,
    pub(super) keyring: Arc<Keyring>,
    pub(super) load: Load,
}

impl Db {
    /// Opens the connections and starts their threads.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn open(place: &Place, keys: &Arc<Keyring>) -> Result<Self, Error> {
        let threads = place.threads();
        let (readers, shared) = bounded(QUEUE_MAX);
        let (alone, single) = bounded(QUEUE_MAX);
        let load = Load::default();
        // The one writer of SQLite takes appended rows along; where writes run side by side, they have a thread of their own.
        let (writers, step): (_, Step) = if threads.one_writer {
            (alone.clone(), Worker::write_together)
        } else {
            (readers.clone(), Worker::append_together)
        };
        Worker::open(place, keys, &load, false)?.start("db-writer", single, step)?;
        for _ in 0..threads.shared {
            Worker::open(place, keys, &load, threads.one_writer)?.start("db", shared.clone(), Worker::serve)?;
        }
        Ok(Self { readers, writers, appenders: alone, keyring: Arc::clone(keys), load })
    }

    /// Reads with one statement, or with several that may each see another moment.
    ///
    /// # Errors
    /// Those of `work`; `Unavailable` when the database is away or too much waits already.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.readers, Work::Read(job))?;
        waited(answer).await
    }

    /// Reads with several statements that all see the same moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// As `read`.
    pub async fn view<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.readers, Work::View(job))?;
        waited(answer).await
    }

    /// Reads and changes in one transaction, answered when it is durable. The work may be run again after a collision,
    /// so it does nothing but talk to the database; what it relies on, it claims first.
    ///
    /// # Errors
    /// Those of `work`, which undo all it did; `Unavailable` as for `read`.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.writers, Work::Write(job))?;
        waited(answer).await
    }

    /// Adds rows that meet nothing that is there already, answered when they are durable. Everything that waits shares one
    /// commit, so that it stays cheap; what fails may take the others of its group with it.
    ///
    /// # Errors
    /// As `write`.
    pub async fn append<F>(&self, work: F) -> Result<(), Error>
    where
        F: Fn(&mut Conn) -> Result<(), Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.appenders, Work::Write(job))?;
        waited(answer).await
    }
}

/// A thread's connection, opened anew when it was lost.
struct Worker {
    place: Place,
    keys: Arc<Keyring>,
    reads_only: bool,
    conn: Option<Conn>,
    load: Load,
}

impl Worker {
    fn open(place: &Place, keys: &Arc<Keyring>, load: &Load, reads_only: bool) -> Result<Self, Error> {
        let conn = Some(place.open(reads_only)?);
        Ok(Self { place: place.clone(), keys: Arc::clone(keys), reads_only, conn, load: load.clone() })
    }

    /// Starts the thread; it ends when the last `Db` is gone and all that waited is done.
    fn start(mut self, name: &str, queue: Receiver<Work>, step: Step) -> Result<(), Error> {
        let body = move || {
            // Nothing outside these threads can open what is sealed.
            let _held = self.keys.here();
            while let Ok(work) = queue.recv() {
                step(&mut self, work, &queue);
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(body)?;
        Ok(())
    }

    fn conn(&mut self) -> Result<&mut Conn, Error> {
        if self.conn.is_none() {
            self.conn = Some(self.place.open(self.reads_only)?);
        }
        self.conn.as_mut().ok_or_else(|| Error::Unavailable("no connection".to_owned()))
    }

    /// Runs something on the connection; one that panicked or lost the database is not used again.
    fn on_connection<T>(&mut self, run: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        let conn = self.conn()?;
        let end = catch_unwind(AssertUnwindSafe(|| run(conn)));
        if end.as_ref().map_or(true, |end| end.as_ref().is_err_and(Error::loses_the_database)) {
            self.conn = None;
        }
        end.unwrap_or_else(|_| Err(Error::Internal("a database job panicked".to_owned())))
    }

    fn renew_keys(&mut self) -> Result<(), Error> {
        let keys = Arc::clone(&self.keys);
        self.on_connection(|conn| keys.renew(conn))
    }

    /// Does one piece of work by itself.
    fn serve(&mut self, work: Work, _: &Receiver<Work>) {
        let writes = matches!(work, Work::Write(_));
        let (mut job, begin): (_, Option<Begin>) = match work {
            Work::Read(job) => (job, None),
            Work::View(job) => (job, Some(Conn::begin_view)),
            Work::Write(job) => (job, Some(Conn::begin_write)),
        };
        if job.abandoned() {
            return;
        }
        let mut attempt = 1;
        let end = loop {
            let end = self.on_connection(|conn| match begin {
                Some(begin) => in_transaction(conn, begin, |tx| job.run(tx)),
                None => job.run(conn),
            });
            match end {
                Err(Error::Collision) if attempt < ATTEMPTS_MAX => {
                    thread::park_timeout(pause(attempt));
                    attempt += 1;
                }
                // The connection broke while nobody looked; a write that may have been done is for its client to repeat.
                Err(Error::Unavailable(_)) if !writes && attempt == 1 => attempt += 1,
                // Another instance seals with a newer key than was known here.
                Err(Error::UnknownKey) if attempt < ATTEMPTS_MAX => {
                    attempt += 1;
                    if let Err(fault) = self.renew_keys() {
                        break Err(fault);
                    }
                }
                Err(Error::Collision) => break Err(Error::Busy("writes kept colliding")),
                end => break end,
            }
        };
        if writes && end.is_ok() {
            self.load.committed(1);
        }
        job.answer(end);
    }

    /// Does all that waits, each piece in a savepoint, commits once, and answers only then.
    fn write_together(&mut self, work: Work, queue: &Receiver<Work>) {
        let keys = Arc::clone(&self.keys);
        self.together(work, queue, |tx, job| match tx.transaction(|tx| job.run(tx)) {
            Err(Error::UnknownKey) => keys.renew(tx).and_then(|()| tx.transaction(|tx| job.run(tx))),
            end => end,
        });
    }

    /// Does all that waits without savepoints, commits once, and answers only then: what fails undoes the whole group.
    fn append_together(&mut self, work: Work, queue: &Receiver<Work>) {
        let lost = |fault| match fault {
            Error::Storage(why) => Error::Storage(why),
            fault => Error::Unavailable(format!("a group could not be written: {fault}")),
        };
        self.together(work, queue, |tx, job| job.run(tx).map_err(lost));
    }

    fn together(
        &mut self,
        work: Work,
        queue: &Receiver<Work>,
        run: impl Fn(&mut Conn, &mut dyn Job) -> Result<(), Error>,
    ) {
        let first = work.job();
        let mut next = Some(first);
        let mut done = Vec::new();
        let committed = self.on_connection(|conn| {
            in_transaction(conn, Conn::begin_write, |tx| {
                while let Some(mut job) = next.take() {
                    if !job.abandoned() {
                        let end = run(tx, &mut *job);
                        let lost = end.as_ref().err().filter(|fault| fault.loses_the_database()).cloned();
                        done.push((job, end));
                        if let Some(lost) = lost {
                            return Err(lost);
                        }
                    }
                    if done.len() < GROUP_MAX {
                        next = queue.try_recv().ok().map(Work::job);
                    }
                }
                Ok(())
            })
        });
        if committed.is_ok() {
            self.load.committed(done.len());
        }
        for (job, end) in done {
            job.answer(match &committed {
                Ok(()) => end,
                Err(Error::Storage(why)) => end.and(Err(Error::Storage(why.clone()))),
                Err(fault) => end.and(Err(Error::Unavailable(fault.to_string()))),
            });
        }
        if let (Some(job), Err(fault)) = (next, committed) {
            job.answer(Err(fault));
        }
    }
}

/// How long a write that collided keeps away before it is tried again: at random, so that the two do not meet again.
fn pause(attempt: u32) -> Duration {
    let [random, ..] = *Uuid::new_v4().as_bytes();
    Duration::from_millis(u64::from(random) % (4 << attempt))
}

fn in_transaction<T>(
    conn: &mut Conn,
    begin: Begin,
    work: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    begin(conn)?;
    match work(conn) {
        Ok(done) => {
            Transactions::commit_transaction(conn)?;
            Ok(done)
        }
        Err(fault) => {
            // The fault that made us turn back says more than one met on the way back.
            let _ = Transactions::rollback_transaction(conn);
            Err(fault)
        }
    }
}
