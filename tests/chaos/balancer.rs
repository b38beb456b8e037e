//! A balancer before several instances: it asks each whether it is ready, and sends a request elsewhere only while nothing of
//! it has left, as balancers do that cannot know what may be done twice.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::drive::{Wire, request};

/// How often each instance is asked.
const EVERY: Duration = Duration::from_millis(100);

/// An instance, and whether it said last that it is ready.
struct Instance {
    address: String,
    ready: AtomicBool,
}

/// A balancer; its threads end with the process.
pub struct Balancer {
    pub address: String,
}

impl Balancer {
    pub fn before(addresses: &[&str]) -> Self {
        let instances: Arc<Vec<Instance>> = Arc::new(
            addresses.iter().map(|&to| Instance { address: to.to_owned(), ready: AtomicBool::new(false) }).collect(),
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        for number in 0..instances.len() {
            let instances = instances.clone();
            std::thread::spawn(move || instances[number].watch());
        }
        let turn = Arc::new(AtomicUsize::new(0));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (instances, turn) = (instances.clone(), turn.clone());
                std::thread::spawn(move || serve(client, &instances, &turn));
            }
        });
        Self { address }
    }
}

impl Instance {
    fn watch(&self) {
        loop {
            let asked =
                Wire::try_open(&self.address).and_then(|mut wire| wire.send(&request("GET", "/readyz", "", "", "")));
            self.ready.store(matches!(asked, Ok(200)), Ordering::SeqCst);
            super::pass(EVERY);
        }
    }
}

/// Takes request after request from a client until it goes.
fn serve(mut client: TcpStream, instances: &[Instance], turn: &AtomicUsize) {
    let mut wires: Vec<Option<Wire>> = instances.iter().map(|_| None).collect();
    while let Some(asked) = whole(&mut client) {
        let first = turn.fetch_add(1, Ordering::SeqCst);
        let order = (0..instances.len()).map(|next| (first + next) % instances.len());
        // Those that are ready come first; a last resort is better than nobody.
        let (ready, others): (Vec<_>, Vec<_>) = order.partition(|one| instances[*one].ready.load(Ordering::SeqCst));
        let open = ready.into_iter().chain(others).find_map(|one| {
            let kept = wires[one].take().filter(Wire::is_open);
            kept.or_else(|| Wire::try_open(&instances[one].address).ok()).map(|wire| (one, wire))
        });
        let answered = open.and_then(|(one, mut wire)| wire.send(&asked).ok().map(|_| (one, wire)));
        let Some((one, wire)) = answered else {
            let none = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
            if client.write_all(none.as_bytes()).is_err() {
                return;
            }
            continue;
        };
        if client.write_all(wire.answer()).is_err() {
            return;
        }
        let closes = wire.header("connection").is_some_and(|word| word.eq_ignore_ascii_case("close"));
        wires[one] = Some(wire).filter(|_| !closes);
    }
}

/// A request as it came, with its body.
fn whole(client: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let count = client.read(&mut part).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if bytes.len() >= head + 4 + length.unwrap_or(0) {
            return Some(bytes);
        }
    }
}
