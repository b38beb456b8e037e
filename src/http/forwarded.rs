//! The address that a request really comes from, where proxies that the operator named have passed it on.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;

/// How many proxies may stand one behind another.
const HOPS_MAX: usize = 16;

/// The header in which the proxies that the operator named say where a request comes from. The other one is whatever a
/// client wrote, and is never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `Forwarded` (RFC 7239).
    Forwarded,
    /// `X-Forwarded-For`.
    XForwardedFor,
}

impl FromStr for Field {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.trim().to_ascii_lowercase().as_str() {
            "forwarded" => Ok(Self::Forwarded),
            "x-forwarded-for" => Ok(Self::XForwardedFor),
            _ => Err(()),
        }
    }
}

/// A network of addresses: `10.0.0.0/8`, or one address alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: u128,
    mask: u128,
}

/// An address of either version as a number of one.
fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let ip: IpAddr = address.trim().parse().map_err(|_| ())?;
        let longest = if ip.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(longest), |length| length.trim().parse::<u32>().map_err(|_| ()))?;
        let free = longest.checked_sub(length).ok_or(())?;
        let mask = u128::MAX.checked_shl(free).unwrap_or(0);
        Ok(Self { address: number(ip) & mask, mask })
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}/{}", self.address, self.mask.leading_ones())
    }
}

impl Network {
    /// Whether an address is in it.
    #[must_use]
    pub fn has(&self, ip: IpAddr) -> bool {
        number(ip) & self.mask == self.address
    }
}

/// The address of whoever sent a request: that of the connection or, where that is a proxy of ours, the last one in the
/// chain that is not. What stands before that in the chain anybody may have written (HT-10).
pub(super) fn address(request: &ServiceRequest, proxies: &[Network], field: Field) -> IpAddr {
    // Calls from inside the process have no connection.
    let mut address = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.ip().to_canonical());
    let ours = |ip: IpAddr| proxies.iter().any(|network| network.has(ip));
    if !ours(address) {
        return address;
    }
    for hop in chain(request.headers(), field).into_iter().rev().take(HOPS_MAX) {
        // A hop that names no address hides what is before it; then the proxy before it is all that is known.
        let Some(ip) = hop else { break };
        address = ip;
        if !ours(ip) {
            break;
        }
    }
    address
}

/// The network around an address, too large to tell of one person: 24 bits or, with IPv6, 48.
pub(super) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => format!("{}/24", Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8)),
        IpAddr::V6(v6) => format!("{}/48", Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80)),
    }
}

/// Who passed a request on, the first one first, as one header tells it; where that comes in several lines, they are one.
fn chain(headers: &HeaderMap, field: Field) -> Vec<Option<IpAddr>> {
    let (name, source): (_, fn(&str) -> Option<IpAddr>) = match field {
        Field::Forwarded => ("forwarded", source),
        Field::XForwardedFor => ("x-forwarded-for", node),
    };
    // What a client wrote into the line may be no text at all; what our own proxy added to it is read all the same.
    let lines = headers.get_all(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    lines.flat_map(|line| line.split(',').map(source).collect::<Vec<_>>()).collect()
}

/// The address that a hop of `Forwarded` came from.
fn source(hop: &str) -> Option<IpAddr> {
    let mut pairs = hop.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| name.eq_ignore_ascii_case("for")).and_then(|(_, value)| node(value))
}

/// The address in the name of a hop: `192.0.2.1`, `192.0.2.1:80`, `"[2001:db8::1]:80"`; none in `unknown` and `_hidden`.
fn node(name: &str) -> Option<IpAddr> {
    let name = name.trim().trim_matches('"');
    let bare = match name.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None if name.matches(':').count() == 1 => name.split(':').next().unwrap_or_default(),
        None => name,
    };
    bare.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    const OURS: &str = "x-forwarded-for";

    fn found(field: Field, peer: &str, headers: &[(&str, &str)]) -> IpAddr {
        let proxies: Vec<Network> = ["10.0.0.0/8", "::1"].map(|network| network.parse().unwrap()).to_vec();
        let request = TestRequest::default().peer_addr(peer.parse().unwrap());
        let value = |value: &str| HeaderValue::from_bytes(value.as_bytes()).unwrap();
        let with = |request: TestRequest, header: &(&str, &str)| request.append_header((header.0, value(header.1)));
        address(&headers.iter().fold(request, with).to_srv_request(), &proxies, field)
    }

    // HT-10
    #[rstest]
    #[case("192.0.2.9:1", &[(OURS, "198.51.100.7")], "192.0.2.9")]
    #[case("10.0.0.1:1", &[], "10.0.0.1")]
    #[case("10.0.0.1:1", &[(OURS, "198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "203.0.113.5, 198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "203.0.113.5, 198.51.100.7, 10.0.0.2")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "203.0.113.5"), (OURS, "10.0.0.2")], "203.0.113.5")]
    #[case("10.0.0.1:1", &[(OURS, "203.0.113.5, unknown")], "10.0.0.1")]
    #[case("10.0.0.1:1", &[(OURS, "ā, 198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "198.51.100.7:4711")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "10.0.0.3, 10.0.0.2")], "10.0.0.3")]
    #[case("10.0.0.1:1", &[("forwarded", "for=203.0.113.5"), (OURS, "198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[("forwarded", "for=203.0.113.5")], "10.0.0.1")]
    #[case("[::1]:1", &[(OURS, "198.51.100.7")], "198.51.100.7")]
    #[case("[::ffff:10.0.0.1]:1", &[(OURS, "::ffff:198.51.100.7")], "198.51.100.7")]
    fn a_chain_is_believed_as_far_as_our_own_proxies_wrote_it(
        #[case] peer: &str,
        #[case] headers: &[(&str, &str)],
        #[case] address: IpAddr,
    ) {
        assert_eq!(found(Field::XForwardedFor, peer, headers), address);
    }

    // HT-10
    #[rstest]
    #[case("192.0.2.9:1", &[("forwarded", "for=198.51.100.7")], "192.0.2.9")]
    #[case("10.0.0.1:1", &[("forwarded", "for=198.51.100.7;proto=https;by=10.0.0.1")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[("forwarded", "For=\"[2001:db8:cafe::17]:4711\"")], "2001:db8:cafe::17")]
    #[case("10.0.0.1:1", &[("forwarded", "for=_hidden, for=10.0.0.2")], "10.0.0.2")]
    #[case("10.0.0.1:1", &[("forwarded", "for=203.0.113.5"), ("forwarded", "for=198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[("forwarded", "for=\"203.0.113.5, for=198.51.100.7")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[("forwarded", "for=198.51.100.7"), (OURS, "203.0.113.5")], "198.51.100.7")]
    #[case("10.0.0.1:1", &[(OURS, "203.0.113.5")], "10.0.0.1")]
    fn the_standard_header_is_read_alone_where_it_is_the_one_that_is_named(
        #[case] peer: &str,
        #[case] headers: &[(&str, &str)],
        #[case] address: IpAddr,
    ) {
        assert_eq!(found(Field::Forwarded, peer, headers), address);
    }

    // AD-02
    #[rstest]
    #[case("192.0.2.77", "192.0.2.0/24")]
    #[case("127.0.0.1", "127.0.0.0/24")]
    #[case("::ffff:192.0.2.77", "192.0.2.0/24")]
    #[case("2001:db8:cafe:17::1", "2001:db8:cafe::/48")]
    #[case("::1", "::/48")]
    fn what_is_recorded_of_an_address_is_its_network(#[case] address: &str, #[case] recorded: &str) {
        assert_eq!(network(address.parse().unwrap()), recorded);
    }

    #[rstest]
    #[case("10.0.0.0/8", "10.255.0.1", true)]
    #[case("10.0.0.0/8", "11.0.0.1", false)]
    #[case("10.0.0.7", "10.0.0.7", true)]
    #[case("10.0.0.7", "10.0.0.8", false)]
    #[case("0.0.0.0/0", "192.0.2.1", true)]
    #[case("0.0.0.0/0", "2001:db8::1", false)]
    #[case("2001:db8::/32", "2001:db8:1::1", true)]
    #[case("::/0", "192.0.2.1", true)]
    fn a_network_has_the_addresses_that_begin_like_it(#[case] network: &str, #[case] ip: &str, #[case] has: bool) {
        assert_eq!(network.parse::<Network>().unwrap().has(ip.parse().unwrap()), has);
    }

    #[rstest]
    #[case("")]
    #[case("proxy.example")]
    #[case("10.0.0.0/33")]
    #[case("10.0.0.0/")]
    #[case("::1/129")]
    #[case("10.0.0")]
    fn what_is_no_network_is_refused(#[case] text: &str) {
        assert!(text.parse::<Network>().is_err());
    }
}
