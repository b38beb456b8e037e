//! How many connections one address may hold open at once, so that nobody takes the places of all others.

use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream as Stream;

use super::forwarded::Network;
use super::limits::network;

/// How many that are unless told otherwise.
pub const MOST: u32 = 100;
/// How many the operator may allow.
pub const MOST_MAX: u32 = 100_000;

/// The open connections of a listener, by address.
#[derive(Clone)]
pub struct Connections {
    most: u32,
    /// Our own proxies, behind whom stand many.
    proxies: Arc<Vec<Network>>,
    open: Arc<Mutex<HashMap<u128, u32>>>,
}

/// A connection that counts until this is dropped with it.
struct Counted {
    from: u128,
    of: Connections,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.of.lock();
        let left = open.get(&self.from).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            open.remove(&self.from);
        } else {
            open.insert(self.from, left);
        }
    }
}

impl Connections {
    /// None open yet.
    #[must_use]
    pub fn new(most: u32, proxies: Vec<Network>) -> Self {
        Self { most, proxies: Arc::new(proxies), open: Arc::default() }
    }

    /// The same for another listener, where an address may hold no more than so many.
    #[must_use]
    pub fn apart(&self, most: u32) -> Self {
        Self { most: self.most.min(most), proxies: Arc::clone(&self.proxies), open: Arc::default() }
    }

    /// Counts a connection that was just opened, whether or not it ever sends anything; one too many is closed before a byte
    /// of it is read.
    pub(crate) fn opened(&self, connection: &dyn Any, held: &mut Extensions) {
        let Some(stream) = connection.downcast_ref::<Stream>() else { return };
        let Ok(from) = stream.peer_addr().map(|from| from.ip().to_canonical()) else { return };
        match self.counted(from) {
            Some(counted) => {
                held.insert(counted);
            }
            None => close(stream),
        }
    }

    /// The connection as one of those of its address; none where that has as many as it may.
    fn counted(&self, from: IpAddr) -> Option<Arc<Counted>> {
        let is_ours = self.proxies.iter().any(|proxy| proxy.has(from));
        let from = network(from);
        let mut open = self.lock();
        let count = open.entry(from).or_default();
        if *count >= self.most && !is_ours {
            return None;
        }
        *count += 1;
        Some(Arc::new(Counted { from, of: self.clone() }))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u128, u32>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a connection both ways, so that the worker that has it finds it closed.
fn close(stream: &Stream) {
    let same = stream.as_fd().try_clone_to_owned().map(TcpStream::from);
    if let Err(fault) = same.and_then(|stream| stream.shutdown(Shutdown::Both)) {
        log::debug!("a connection too many was gone already: {fault}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // HT-11
    #[test]
    fn an_address_holds_so_many_and_gets_a_place_back_with_each_that_ends() {
        let all = Connections::new(2, vec!["10.0.0.1".parse().unwrap()]);
        let from = |address: &str| all.counted(address.parse().unwrap());
        let (first, _second) = (from("192.0.2.1"), from("192.0.2.1"));
        assert!(from("192.0.2.1").is_none());
        assert!(from("192.0.2.2").is_some(), "another address has its own");

        drop(first);

        assert!(from("192.0.2.1").is_some());
        let through: Vec<_> = (0..9).map(|_| from("10.0.0.1")).collect();
        assert!(through.iter().all(Option::is_some), "behind our own proxy stand many");
        assert!(all.apart(1).counted("192.0.2.1".parse().unwrap()).is_some(), "another listener counts for itself");
        drop(through);
        assert_eq!(all.lock().len(), 1, "whoever has none is forgotten");
    }
}
