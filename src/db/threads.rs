//! The two doors to the database, and the few threads behind them that each own a connection.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::connection::Begin;
use super::journal::Row;
use super::load::Load;
use super::look_ups::LookUps;
use super::patience::waited;
use super::work::{Work, send, task};
use super::{Conn, Keyring, Place, evidence};
use crate::caller::Sight;
use crate::error::Error;

/// How much work may wait; more than that is answered 503 at once, so that what is accepted is answered within a second.
pub(super) const QUEUE_MAX: usize = 128;
/// How often a write that collided with another one is tried in all.
const ATTEMPTS_MAX: u32 = 5;

type Step = fn(&mut Worker, Work, &Receiver<Work>);

/// The way to the database: cheap to clone, one for the whole process.
#[derive(Clone)]
pub struct Db {
    pub(super) readers: Sender<Work>,
    pub(super) writers: Sender<Work>,
    recorders: Sender<Work>,
    pub(super) look_ups: LookUps,
    pub(super) keyring: Arc<Keyring>,
    pub(super) load: Load,
}

impl Db {
    /// Opens the connections and starts their threads: to PostgreSQL as many as are asked for, and one more for records.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn open(place: &Place, keys: &Arc<Keyring>, postgres: usize) -> Result<Self, Error> {
        let threads = place.threads(postgres);
        let (readers, shared) = bounded(QUEUE_MAX);
        let (alone, single) = bounded(QUEUE_MAX);
        let load = Load::default();
        // The one writer of SQLite takes records along; where writes run side by side, these have a thread of their own.
        let (writers, step): (_, Step) =
            if threads.one_writer { (alone.clone(), Worker::together) } else { (readers.clone(), Worker::recorded) };
        Worker::open(place, keys, &load, false)?.start("db-writer", single, step)?;
        for _ in 0..threads.shared {
            Worker::open(place, keys, &load, threads.one_writer)?.start("db", shared.clone(), Worker::serve)?;
        }
        let (keyring, look_ups) = (Arc::clone(keys), LookUps::default());
        Ok(Self { readers, writers, recorders: alone, look_ups, keyring, load })
    }

    /// Reads with one statement, or with several that may each see another moment. Of the rows about persons the database
    /// itself shows only those in sight, whatever the statements ask for.
    ///
    /// # Errors
    /// Those of `work`; `Unavailable` when the database is away or too much waits already.
    pub async fn read<T, F>(&self, sight: Sight, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.readers, Work::Read(sight, job))?;
        waited(answer).await
    }

    /// Reads with several statements that all see the same moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// As `read`.
    pub async fn view<T, F>(&self, sight: Sight, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let (job, answer) = task(work);
        send(&self.readers, Work::View(sight, job))?;
        waited(answer).await
    }

    /// Reads and changes in one transaction, answered when it is durable. The work may be run again after a collision,
    /// so it does nothing but talk to the database; what it relies on, it claims first. It sees everybody's rows: a code is
    /// taken and a place is gone whoever has it.
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

    /// Adds a row to the journal that belongs to no effect, answered when it is durable. All that wait share one statement
    /// and one commit, so that it stays cheap; what fails may take the others of its group with it.
    ///
    /// # Errors
    /// As `write`.
    pub async fn record(&self, row: Row) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        send(&self.recorders, Work::Record(Box::new(row), reply))?;
        waited(answer).await
    }
}

/// A thread's connection, opened anew when it was lost.
pub(super) struct Worker {
    place: Place,
    pub(super) keys: Arc<Keyring>,
    reads_only: bool,
    conn: Option<Conn>,
    /// Whose rows the connection was told to show; none where that is not sure.
    told: Option<Sight>,
    pub(super) load: Load,
}

impl Worker {
    fn open(place: &Place, keys: &Arc<Keyring>, load: &Load, reads_only: bool) -> Result<Self, Error> {
        let conn = Some(place.open(reads_only)?);
        Ok(Self { place: place.clone(), keys: Arc::clone(keys), reads_only, conn, told: None, load: load.clone() })
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

    /// Runs something on the connection, which shows whom the sight says; one that panicked or lost the database is not used
    /// again.
    pub(super) fn on_connection<T>(
        &mut self,
        sight: &Sight,
        run: impl FnOnce(&mut Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let known = self.told.take().is_some_and(|told| told == *sight);
        let conn = self.conn()?;
        let run = |conn: &mut Conn| {
            if !known {
                conn.sees(sight)?;
            }
            run(conn)
        };
        let end = catch_unwind(AssertUnwindSafe(|| run(conn)));
        if end.as_ref().map_or(true, |end| end.as_ref().is_err_and(Error::loses_the_database)) {
            self.conn = None;
        }
        // What a failure left behind is not relied on: the next one says it again.
        self.told = matches!(end, Ok(Ok(_))).then(|| sight.clone());
        end.unwrap_or_else(|_| Err(Error::Internal("a database job panicked".to_owned())))
    }

    fn renew_keys(&mut self) -> Result<(), Error> {
        let keys = Arc::clone(&self.keys);
        self.on_connection(&Sight::Nobody, |conn| keys.renew(conn))
    }

    /// Does one piece of work by itself.
    fn serve(&mut self, work: Work, _: &Receiver<Work>) {
        let writes = matches!(work, Work::Write(_));
        let (sight, mut job, begin): (_, _, Option<Begin>) = match work {
            Work::Read(sight, job) => (sight, job, None),
            Work::View(sight, job) => (sight, job, Some(Conn::begin_view)),
            Work::Write(job) => (Sight::All, job, None),
            // Never sent here.
            Work::Record(..) => return,
        };
        if job.abandoned() {
            return;
        }
        let mut attempt = 1;
        let end = loop {
            let end = self.on_connection(&sight, |conn| match begin {
                _ if writes => evidence::within(conn, |tx| job.run(tx)),
                Some(begin) => conn.in_transaction(begin, |tx| job.run(tx)),
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
}

/// How long a write that collided keeps away before it is tried again: at random, so that the two do not meet again.
fn pause(attempt: u32) -> Duration {
    let [random, ..] = *Uuid::new_v4().as_bytes();
    Duration::from_millis(u64::from(random) % (4 << attempt))
}
