//! `aplp health`: asks the service on its own address whether it lives, for whoever watches the process.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::Error;

/// How long the service may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks `GET /livez` of the service that listens on an address.
///
/// # Errors
/// `Unavailable` when nobody answers, or something else than 200.
pub fn ask(listen: SocketAddr) -> Result<(), Error> {
    let away = |fault: std::io::Error| Error::Unavailable(format!("{listen}: {fault} (APLP_LISTEN)"));
    let mut stream = TcpStream::connect_timeout(&reachable(listen), PATIENCE).map_err(away)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(away)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(away)?;
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").map_err(away)?;
    let mut status = [0; 12];
    stream.read_exact(&mut status).map_err(away)?;
    if &status == b"HTTP/1.1 200" {
        Ok(())
    } else {
        Err(Error::Unavailable(format!("{listen} does not live (APLP_LISTEN)")))
    }
}

/// Who listens on every address is asked on this machine's own.
fn reachable(listen: SocketAddr) -> SocketAddr {
    match listen {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => (Ipv4Addr::LOCALHOST, v4.port()).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => (Ipv6Addr::LOCALHOST, v6.port()).into(),
        known => known,
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("HTTP/1.1 200 OK\r\n\r\n", true)]
    #[case("HTTP/1.1 503 Service Unavailable\r\n\r\n", false)]
    #[case("HTTP/1.1 20", false)]
    fn only_a_service_that_answers_200_lives(#[case] answer: &'static str, #[case] lives: bool) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 15];
            stream.read_exact(&mut asked).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            asked
        });

        let found = ask(SocketAddr::from(([0, 0, 0, 0], port)));

        assert_eq!(&server.join().unwrap(), b"GET /livez HTTP");
        assert_eq!(found.is_ok(), lives);
    }

    #[test]
    fn a_service_that_does_not_listen_does_not_live() {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

        assert!(ask(free).is_err());
    }
}
