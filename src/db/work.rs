//! What the database threads are handed: pieces of work, each with somebody who waits for its result.

use crossbeam_channel::{Sender, TrySendError};
use tokio::sync::oneshot;

use super::Conn;
use super::journal::Row;
use crate::caller::Sight;
use crate::error::Error;

/// What a thread is handed.
pub(super) enum Work {
    Read(Sight, Box<dyn Job>),
    View(Sight, Box<dyn Job>),
    /// What a write is checked against is everybody's, so it has no sight of its own.
    Write(Box<dyn Job>),
    Record(Box<Row>, Reply<()>),
}

/// Where a result is waited for.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Error>>;

impl Work {
    /// Tells who waits that nothing came of it.
    pub(super) fn fail(self, fault: Error) {
        match self {
            Self::Read(_, job) | Self::View(_, job) | Self::Write(job) => job.answer(Err(fault)),
            Self::Record(_, reply) => drop(reply.send(Err(fault))),
        }
    }
}

/// A piece of work with a place for its result and somebody who waits for it.
pub(super) trait Job: Send {
    /// Does the work; the result is kept until `answer`.
    fn run(&mut self, conn: &mut Conn) -> Result<(), Error>;
    /// Tells who waits: the kept result, or the fault that undid it.
    fn answer(self: Box<Self>, end: Result<(), Error>);
    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
}

struct Task<T, F> {
    work: F,
    result: Option<T>,
    reply: Reply<T>,
}

/// A piece of work, and where its result comes out.
pub(super) fn task<T, F>(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, Error>>)
where
    T: Send + 'static,
    F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Task { work, result: None, reply }), answer)
}

impl<T: Send, F: Fn(&mut Conn) -> Result<T, Error> + Send> Job for Task<T, F> {
    fn run(&mut self, conn: &mut Conn) -> Result<(), Error> {
        self.result = Some((self.work)(conn)?);
        Ok(())
    }

    fn answer(self: Box<Self>, end: Result<(), Error>) {
        let Self { result, reply, .. } = *self;
        let lost = || Error::Internal("the result of a database job is missing".to_owned());
        // Who waited may have gone meanwhile; then nobody misses the answer.
        let _ = reply.send(end.and_then(|()| result.ok_or_else(lost)));
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}

/// Puts work into a queue.
pub(super) fn send(queue: &Sender<Work>, work: Work) -> Result<(), Error> {
    offer(queue, work).map_err(|(_, fault)| fault)
}

/// Puts work into a queue; what cannot be put there comes back.
pub(super) fn offer(queue: &Sender<Work>, work: Work) -> Result<(), (Work, Error)> {
    queue.try_send(work).map_err(|refused| match refused {
        TrySendError::Full(work) => (work, Error::Busy("the queue of the database threads is full")),
        TrySendError::Disconnected(work) => (work, Error::Unavailable("the database threads have stopped".to_owned())),
    })
}
