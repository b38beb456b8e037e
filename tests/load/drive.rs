//! Many clients at once, each on a connection of its own that stays open: how many requests a second they get through.

use std::io::{Read, Write};
use std::sync::Barrier;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came of a drive.
#[derive(Clone, Debug)]
pub struct Rate {
    pub per_second: f64,
    pub median: Duration,
    pub p99: Duration,
    /// Answers with another status than the one wanted.
    pub others: usize,
}

/// A connection that stays open.
pub struct Wire {
    stream: std::net::TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    pub fn open(address: &str) -> Self {
        Self::try_open(address).unwrap()
    }

    /// As `open`, where it may be that nobody listens.
    pub fn try_open(address: &str) -> std::io::Result<Self> {
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the answer whole; its status.
    pub fn send(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        let mut part = [0; 16 * 1024];
        loop {
            let count = match self.stream.read(&mut part) {
                Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if count == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend_from_slice(&part[..count]);
            if let Some(status) = whole(&self.buffer) {
                return Ok(status);
            }
        }
    }
}

impl Wire {
    /// A header field of the last answer.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.buffer.windows(4).position(|end| end == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        let mut fields = head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    /// Whether the other end has not closed it.
    pub fn is_open(&self) -> bool {
        self.stream.set_nonblocking(true).unwrap();
        let peeked = self.stream.peek(&mut [0]);
        self.stream.set_nonblocking(false).unwrap();
        peeked.is_err_and(|fault| fault.kind() == std::io::ErrorKind::WouldBlock)
    }

    /// The last answer as it came.
    pub fn answer(&self) -> &[u8] {
        &self.buffer
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        let head = self.buffer.windows(4).position(|end| end == b"\r\n\r\n").map_or(0, |at| at + 4);
        &self.buffer[head..]
    }
}

/// Lets time pass, all of it: a thread may be woken early by one that it started before.
pub fn pass(time: Duration) {
    let began = Instant::now();
    while began.elapsed() < time {
        std::thread::park_timeout(time.saturating_sub(began.elapsed()));
    }
}

/// The status of an answer, once all of it has come. Nothing is allocated: what measures may not cost what it measures.
fn whole(answer: &[u8]) -> Option<u16> {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n")?;
    let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.trim().parse().ok();
    let length = answer[..head].split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(LENGTH.len())?;
        name.eq_ignore_ascii_case(LENGTH).then(|| number(value))?
    });
    let status = answer.get(9..12).and_then(number).and_then(|status| u16::try_from(status).ok());
    (answer.len() >= head + 4 + length.unwrap_or(0)).then_some(status.unwrap_or(0))
}

/// The field that says how long a body is.
const LENGTH: &[u8] = b"content-length:";
/// How many threads the clients share, as many as pgbench is given: more would take the cores from what is measured.
const THREADS: usize = 2;
/// How long an answer may stay away.
const PATIENCE: Duration = Duration::from_secs(30);

/// Drives an address with as many clients for a while; `request` makes the request of a client's turn.
pub fn drive<F, R>(address: &str, clients: usize, time: Duration, wanted: u16, request: F) -> Rate
where
    F: Fn(usize, usize) -> R + Sync,
    R: AsRef<[u8]>,
{
    let (start, request) = (Barrier::new(THREADS), &request);
    let share = |thread: usize| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mine = (thread..clients).step_by(THREADS);
            let streams = join_all(mine.clone().map(|_| connect(address))).await;
            start.wait();
            let began = Instant::now();
            let all = mine.zip(streams).map(|(client, stream)| {
                let request = move |turn| request(client, turn);
                client_of(address, stream, began + time, wanted, request)
            });
            let came = tokio::time::timeout(time + PATIENCE, join_all(all)).await.expect("an answer stays away");
            (came, began.elapsed())
        })
    };
    let shares: Vec<_> = std::thread::scope(|threads| {
        let share = &share;
        let shares: Vec<_> = (0..THREADS).map(|thread| threads.spawn(move || share(thread))).collect();
        shares.into_iter().map(|share| share.join().unwrap()).collect()
    });
    let time = shares.iter().map(|(_, time)| *time).max().unwrap_or_default();
    let (took, others): (Vec<_>, Vec<_>) = shares.into_iter().flat_map(|(came, _)| came).unzip();
    let mut took = took.concat();
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied();
    Rate {
        per_second: took.len() as f64 / time.as_secs_f64(),
        median: at(50).unwrap_or_default(),
        p99: at(99).unwrap_or_default(),
        others: others.iter().sum(),
    }
}

async fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// One client, which asks again as soon as it has its answer: how long each that was wanted took, and how many were not.
async fn client_of<R: AsRef<[u8]>>(
    address: &str,
    mut stream: TcpStream,
    end: Instant,
    wanted: u16,
    request: impl Fn(usize) -> R,
) -> (Vec<Duration>, usize) {
    let (mut took, mut others, mut buffer) = (Vec::new(), 0, Vec::with_capacity(64 * 1024));
    for turn in 0.. {
        let request = request(turn);
        let asked = Instant::now();
        if asked >= end {
            break;
        }
        match exchange(&mut stream, request.as_ref(), &mut buffer).await {
            Ok(status) if status == wanted => took.push(asked.elapsed()),
            Ok(_) => others += 1,
            Err(_) => {
                others += 1;
                stream = connect(address).await;
            }
        }
    }
    (took, others)
}

/// As `Wire::send`, for clients that share a thread.
async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> std::io::Result<u16> {
    stream.write_all(request).await?;
    buffer.clear();
    loop {
        buffer.reserve(16 * 1024);
        if stream.read_buf(buffer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(status) = whole(buffer) {
            return Ok(status);
        }
    }
}

/// A request by its method, path, token and body.
pub fn request(method: &str, path: &str, token: &str, more: &str, body: &str) -> Vec<u8> {
    let typed = if body.is_empty() {
        String::new()
    } else {
        format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len())
    };
    let bearer = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{bearer}{more}{typed}\r\n{body}").into_bytes()
}
