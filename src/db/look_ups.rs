//! Reads that wait at the same moment and can be one statement: rows by their keys, and what several ask for alike.

use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::patience::waited;
use super::threads::QUEUE_MAX;
use super::work::{Job, Reply, Work, offer};
use super::{Conn, Db};
use crate::caller::Sight;
use crate::error::Error;

/// How many who wait share one statement.
const TOGETHER_MAX: usize = 64;
/// After how long nobody waits for a statement any more before another one is begun: it may hang in a dead connection.
const SLOW: Duration = Duration::from_millis(250);

/// Who waits for what, and since when a statement is under way for them.
#[derive(Clone, Default)]
pub(super) struct LookUps(Arc<Mutex<HashMap<Line, (Instant, Waiting)>>>);

/// The way in which something is looked for, whose rows it may be among, and what is looked for where that is no key.
type Line = (TypeId, Sight, String);
/// A `Vec<Asked<K, V>>`.
type Waiting = Box<dyn Any + Send>;
type Asked<K, V> = (K, Reply<Option<V>>);

impl Db {
    /// Looks one thing up by its key, if it is there and in sight. Whoever asks while a statement is under way shares the next
    /// one, which begins after they asked: what is found is never older than the question.
    ///
    /// # Errors
    /// Those of `find`; `Unavailable` when the database is away, `Busy` when too much waits already.
    pub async fn look_up<K, V, F>(&self, sight: Sight, key: K, find: F) -> Result<Option<V>, Error>
    where
        K: Copy + Eq + Hash + Send + 'static,
        V: Clone + Send + 'static,
        F: Fn(&mut Conn, &Sight, &[K]) -> Result<Vec<(K, V)>, Error> + Clone + Send + 'static,
    {
        self.in_line((TypeId::of::<F>(), sight, String::new()), key, find).await
    }

    /// Reads as `read` does, once for all who ask for the same at the same moment. `what` says all that the work depends on
    /// besides the sight.
    ///
    /// # Errors
    /// As `read`.
    pub async fn read_once<T, F>(&self, sight: Sight, what: String, work: F) -> Result<Arc<T>, Error>
    where
        T: Send + Sync + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Clone + Send + 'static,
    {
        let find = move |conn: &mut Conn, _: &Sight, _: &[()]| Ok(vec![((), Arc::new(work(conn)?))]);
        let found = self.in_line((TypeId::of::<F>(), sight, what), (), find).await?;
        found.ok_or_else(|| Error::Internal("a read came to nothing".to_owned()))
    }

    async fn in_line<K, V, F>(&self, line: Line, key: K, find: F) -> Result<Option<V>, Error>
    where
        K: Copy + Eq + Hash + Send + 'static,
        V: Clone + Send + 'static,
        F: Fn(&mut Conn, &Sight, &[K]) -> Result<Vec<(K, V)>, Error> + Clone + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        if !self.look_ups.joined(&line, key, reply)? {
            Shared { db: self.clone(), line, find, asked: Vec::new(), found: HashMap::new(), ran: false }.start();
        }
        waited(answer).await
    }
}

impl LookUps {
    fn lock(&self) -> MutexGuard<'_, HashMap<Line, (Instant, Waiting)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins a line, and says whether a statement is under way for it already that will be over soon.
    fn joined<K: Send + 'static, V: Send + 'static>(
        &self,
        line: &Line,
        key: K,
        reply: Reply<Option<V>>,
    ) -> Result<bool, Error> {
        let mut lines = self.lock();
        let now = Instant::now();
        match waiting(&mut lines, line) {
            Some((since, waiting)) => {
                let soon = now.duration_since(*since) < SLOW;
                if waiting.len() >= QUEUE_MAX {
                    waiting.retain(|(_, reply)| !reply.is_closed());
                }
                if soon && waiting.len() >= QUEUE_MAX {
                    return Err(Error::Busy("too many look-ups wait"));
                }
                waiting.push((key, reply));
                if !soon {
                    *since = now;
                }
                Ok(soon)
            }
            None => {
                lines.insert(line.clone(), (now, Box::new(vec![(key, reply)])));
                Ok(false)
            }
        }
    }

    /// Takes those out who have waited longest; who has gone meanwhile is left out. A line in which nobody waits is closed.
    fn taken<K: 'static, V: 'static>(&self, line: &Line) -> Vec<Asked<K, V>> {
        let mut lines = self.lock();
        let taken = waiting(&mut lines, line).map_or_else(Vec::new, |(since, waiting)| {
            *since = Instant::now();
            waiting.retain(|(_, reply)| !reply.is_closed());
            waiting.drain(..waiting.len().min(TOGETHER_MAX)).collect()
        });
        if taken.is_empty() {
            lines.remove(line);
        }
        taken
    }
}

/// Who waits in a line, and since when a statement is under way for them.
fn waiting<'a, K: 'static, V: 'static>(
    lines: &'a mut HashMap<Line, (Instant, Waiting)>,
    line: &Line,
) -> Option<(&'a mut Instant, &'a mut Vec<Asked<K, V>>)> {
    let (since, all) = lines.get_mut(line)?;
    Some((since, all.downcast_mut()?))
}

/// One statement for all who wait in a line.
struct Shared<K, V, F> {
    db: Db,
    line: Line,
    find: F,
    asked: Vec<Asked<K, V>>,
    found: HashMap<K, Result<V, Error>>,
    /// Whether it was tried before.
    ran: bool,
}

impl<K, V, F> Shared<K, V, F>
where
    K: Copy + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
    F: Fn(&mut Conn, &Sight, &[K]) -> Result<Vec<(K, V)>, Error> + Send + 'static,
{
    /// Hands the statement over. Where the queue is full, who waits is turned away like anybody else who comes then.
    fn start(self) {
        let (queue, sight) = (self.db.readers.clone(), self.line.1.clone());
        if let Err((work, fault)) = offer(&queue, Work::Read(sight, Box::new(self))) {
            work.fail(fault);
        }
    }

    fn look(&mut self, conn: &mut Conn, keys: &[K]) -> Result<(), Error> {
        let found = (self.find)(conn, &self.line.1, keys)?;
        self.found.extend(found.into_iter().map(|(key, value)| (key, Ok(value))));
        Ok(())
    }

    fn look_each(&mut self, conn: &mut Conn, keys: Vec<K>) -> Result<(), Error> {
        for key in keys {
            match self.look(conn, &[key]) {
                Err(fault) if fault.loses_the_database() => return Err(fault),
                Err(fault) => drop(self.found.insert(key, Err(fault))),
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

impl<K, V, F> Job for Shared<K, V, F>
where
    K: Copy + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
    F: Fn(&mut Conn, &Sight, &[K]) -> Result<Vec<(K, V)>, Error> + Send + 'static,
{
    fn run(&mut self, conn: &mut Conn) -> Result<(), Error> {
        if self.asked.is_empty() {
            self.asked = self.db.look_ups.taken(&self.line);
        }
        let keys: HashSet<K> = self.asked.iter().map(|(key, _)| *key).collect();
        let keys: Vec<K> = keys.into_iter().collect();
        if keys.is_empty() {
            return Ok(());
        }
        self.found.clear();
        let again = std::mem::replace(&mut self.ran, true);
        match self.look(conn, &keys) {
            // One that cannot be read keeps nobody else from what they asked for; nor does one under a key that is not known
            // even after the keys were looked for.
            Err(Error::Internal(_)) if keys.len() > 1 => self.look_each(conn, keys),
            Err(Error::UnknownKey) if keys.len() > 1 && again => self.look_each(conn, keys),
            end => end,
        }
    }

    fn answer(mut self: Box<Self>, end: Result<(), Error>) {
        if end.is_err() && self.asked.is_empty() {
            // It never came to run.
            self.asked = self.db.look_ups.taken(&self.line);
        }
        for (key, reply) in std::mem::take(&mut self.asked) {
            let found = end.clone().and_then(|()| self.found.get(&key).cloned().transpose());
            // Who waited may have gone meanwhile; then nobody misses the answer.
            let _ = reply.send(found);
        }
        let Self { db, line, find, .. } = *self;
        let asked = db.look_ups.taken(&line);
        if !asked.is_empty() {
            Self { db, line, find, asked, found: HashMap::new(), ran: false }.start();
        }
    }

    fn abandoned(&self) -> bool {
        false
    }
}
