//! Many clients at once, each on a connection of its own that stays open: how many requests a second they get through.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

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
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    pub fn open(address: &str) -> Self {
        Self::try_open(address).unwrap()
    }

    /// As `open`, where it may be that nobody listens.
    pub fn try_open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
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
            let Some(head) = self.buffer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if self.buffer.len() >= head + 4 + length.unwrap_or(0) {
                return Ok(text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0));
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

/// Drives an address with as many clients for a while; `request` makes the request of a client's turn.
pub fn drive<F>(address: &str, clients: usize, time: Duration, wanted: u16, request: F) -> Rate
where
    F: Fn(usize, usize) -> Vec<u8> + Sync,
{
    let (start, stop) = (Barrier::new(clients + 1), AtomicBool::new(false));
    let mut took: Vec<Duration> = Vec::new();
    let (mut others, mut whole) = (0, Duration::ZERO);
    std::thread::scope(|threads| {
        let clients: Vec<_> = (0..clients)
            .map(|client| {
                let (start, stop, request) = (&start, &stop, &request);
                threads.spawn(move || {
                    let mut wire = Wire::open(address);
                    let (mut took, mut others, mut turn) = (Vec::new(), 0, 0);
                    start.wait();
                    while !stop.load(Ordering::Relaxed) {
                        let request = request(client, turn);
                        let began = Instant::now();
                        match wire.send(&request) {
                            Ok(status) if status == wanted => took.push(began.elapsed()),
                            _ => others += 1,
                        }
                        turn += 1;
                    }
                    (took, others)
                })
            })
            .collect();
        start.wait();
        let began = Instant::now();
        pass(time);
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            let (own, wrong) = client.join().unwrap();
            took.extend(own);
            others += wrong;
        }
        whole = began.elapsed();
    });
    took.sort_unstable();
    let at = |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied();
    Rate {
        per_second: took.len() as f64 / whole.as_secs_f64(),
        median: at(50).unwrap_or_default(),
        p99: at(99).unwrap_or_default(),
        others,
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
