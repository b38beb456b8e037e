//! The one way out of the service: to hosts that the operator named, at addresses of the public network, and nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error as Fault};

/// How long an answer may take, from the look-up of the name to the last byte.
const SECONDS_MAX: u64 = 5;

/// The way out.
pub struct Outbound {
    hosts: Vec<String>,
    /// Made when something is fetched for the first time: most services fetch nothing, and the machine's certificates are
    /// hundreds of files.
    agent: OnceLock<Agent>,
}

impl Outbound {
    /// A way to these hosts only.
    #[must_use]
    pub fn new(hosts: &[String]) -> Self {
        Self { hosts: hosts.iter().map(|host| host.to_ascii_lowercase()).collect(), agent: OnceLock::new() }
    }

    /// What fetches. Certificates are held against those that the machine trusts.
    fn agent() -> Agent {
        let roots: Vec<_> = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root.as_ref()).to_owned()).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(SECONDS_MAX)))
            .build();
        Agent::with_parts(config, DefaultConnector::default(), Checked(DefaultResolver::default()))
    }

    /// Whether something may be fetched from an address.
    ///
    /// # Errors
    /// Why not, for the one who named the address.
    pub fn permits(&self, address: &str) -> Result<(), &'static str> {
        let uri: Uri = address.parse().map_err(|_| "is not an address")?;
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        if uri.authority().is_none_or(|authority| authority.as_str().contains('@')) {
            return Err("names no host alone");
        }
        let here = loopback(&host);
        if uri.scheme_str() != Some("https") && !(here && uri.scheme_str() == Some("http")) {
            return Err("is not https");
        }
        if !self.hosts.contains(&host) {
            return Err("is at a host that is not among APLP_OUTBOUND_HOSTS");
        }
        match literal(&host) {
            Some(ip) if !here && !public(ip) => Err("is not in the public network"),
            _ => Ok(()),
        }
    }

    /// Fetches what is at an address: an answer of 200 and of so many bytes at the most. Blocks.
    ///
    /// # Errors
    /// Why it could not be fetched, for the log.
    pub fn get(&self, address: &str, bytes_max: u64) -> Result<Vec<u8>, String> {
        self.permits(address)?;
        let mut answer = self.agent.get_or_init(Self::agent).get(address).call().map_err(|fault| fault.to_string())?;
        if answer.status() != 200 {
            return Err(format!("answered {}", answer.status()));
        }
        answer.body_mut().with_config().limit(bytes_max).read_to_vec().map_err(|fault| fault.to_string())
    }
}

/// Looks names up, and gives only addresses out that may be connected to: what was checked is what is connected to.
#[derive(Debug)]
struct Checked(DefaultResolver);

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Fault> {
        let here = loopback(&uri.host().unwrap_or_default().to_ascii_lowercase());
        let found = self.0.resolve(uri, config, timeout)?;
        let mut permitted = self.empty();
        for address in found.iter() {
            let own = here && address.ip().to_canonical().is_loopback();
            if own || (!here && public(address.ip())) {
                permitted.push(*address);
            }
        }
        if permitted.is_empty() { Err(Fault::HostNotFound) } else { Ok(permitted) }
    }
}

/// Whether a host is this machine by its name: for a proxy beside the service, and for tests.
fn loopback(host: &str) -> bool {
    host == "localhost" || literal(host).is_some_and(|ip| ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST)
}

/// The address that a host is written as, if it is one.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an address belongs to the public network: neither to this machine, nor to a network behind a router, nor to
/// several machines at once, nor to one of these in another writing.
fn public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let special = a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b));
            !(special
                || v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_documentation())
        }
        // What is not in 2000::/3 is not given out; inside it are the addresses that carry those of version 4.
        IpAddr::V6(v6) => {
            let [a, b, ..] = v6.segments();
            let special = (a == 0x2001 && (b < 0x200 || b == 0xdb8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
            a & 0xe000 == 0x2000 && !special
        }
    }
}

#[cfg(test)]
mod tests;
