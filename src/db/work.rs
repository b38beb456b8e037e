//! What the database threads are handed: pieces of work, each with somebody who waits for its result.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::Conn;
use super::line::Line;
use super::patience::is_for_a_request;
use crate::error::Error;

/// What a thread is handed.
pub(super) enum Work {
    Read(Box<dyn Job>),
    View(Box<dyn Job>),
    Write(Box<dyn Job>),
}

impl Work {
    /// The work without its kind.
    pub(super) fn job(self) -> Box<dyn Job> {
        let (Self::Read(job) | Self::View(job) | Self::Write(job)) = self;
        job
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
    reply: oneshot::Sender<Result<T, Error>>,
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

/// What waits for threads, and how long that takes.
#[derive(Clone)]
pub(super) struct Queue {
    pub(super) waiting: Sender<Work>,
    pub(super) line: Arc<Line>,
}

impl Queue {
    /// A queue before so many threads that holds so much, and where they take it from.
    pub(super) fn before(threads: usize, most: usize) -> (Self, Receiver<Work>) {
        let (waiting, taken) = bounded(most);
        (Self { waiting, line: Arc::new(Line::before(threads)) }, taken)
    }

    /// Puts work into it, where a request does not have to wait longer than it bears.
    pub(super) fn send(&self, work: Work, borne: Duration) -> Result<(), Error> {
        if is_for_a_request() {
            self.line.admit(self.waiting.len(), borne)?;
        }
        self.waiting.try_send(work).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Busy("the queue of the database threads is full"),
            TrySendError::Disconnected(_) => Error::Unavailable("the database threads have stopped".to_owned()),
        })
    }
}

/// What came of work that was sent.
pub(super) async fn received<T>(
    sent: Result<(), Error>,
    answer: oneshot::Receiver<Result<T, Error>>,
) -> Result<T, Error> {
    sent?;
    answer.await.unwrap_or_else(|_| Err(Error::Internal("a database job panicked".to_owned())))
}
