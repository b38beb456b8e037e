//! A way to the database that goes bad: it passes everything on, or holds it, or is slow, or breaks.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

/// How slow a slow way makes each message to the database.
const SLOW: Duration = Duration::from_secs(2);
/// Which message breaks a way that breaks: every so many.
const BREAKS_AT: usize = 20;

/// How the way is just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Way {
    Open,
    Hole,
    Slow,
    Breaks,
}

/// A proxy; its threads end with their connections.
pub struct Proxy {
    pub port: u16,
    way: Arc<AtomicU8>,
}

impl Proxy {
    /// Stands before a port of this machine.
    pub fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self { port: listener.local_addr().unwrap().port(), way: Arc::default() };
        let (way, messages) = (proxy.way.clone(), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let back = Pipe {
                    from: far.try_clone().unwrap(),
                    to: near.try_clone().unwrap(),
                    asks: None,
                    way: way.clone(),
                };
                let there = Pipe { from: near, to: far, asks: Some(messages.clone()), way: way.clone() };
                for mut pipe in [there, back] {
                    std::thread::spawn(move || pipe.run());
                }
            }
        });
        proxy
    }

    pub fn is(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
    }
}

/// One direction of a connection; the one to the database counts its messages.
struct Pipe {
    from: TcpStream,
    to: TcpStream,
    asks: Option<Arc<AtomicUsize>>,
    way: Arc<AtomicU8>,
}

impl Pipe {
    fn is(&self, way: Way) -> bool {
        self.way.load(Ordering::SeqCst) == way as u8
    }

    fn run(&mut self) {
        let mut part = [0; 16 * 1024];
        while let Ok(count @ 1..) = self.from.read(&mut part) {
            while self.is(Way::Hole) {
                super::pass(Duration::from_millis(10));
            }
            if let Some(asks) = &self.asks {
                let number = asks.fetch_add(1, Ordering::SeqCst);
                if self.is(Way::Slow) {
                    super::pass(SLOW);
                }
                if self.is(Way::Breaks) && number % BREAKS_AT == 0 {
                    break;
                }
            }
            if self.to.write_all(&part[..count]).is_err() {
                break;
            }
        }
        let _ = self.from.shutdown(Shutdown::Both);
        let _ = self.to.shutdown(Shutdown::Both);
    }
}
