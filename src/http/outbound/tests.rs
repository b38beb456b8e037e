//! Where the service may fetch from (AZ-08): nowhere that an operator did not name, and nowhere inside, however it is written.

use rstest::rstest;

use super::*;

const HOSTS: [&str; 12] = [
    "issuer.example",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "10.0.0.1",
    "169.254.169.254",
    "[fd00::1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:127.0.0.1]",
    "8.8.8.8",
    "0.0.0.0",
    "2130706433",
];

fn outbound() -> Outbound {
    Outbound::new(&HOSTS.map(str::to_owned))
}

#[rstest]
#[case("https://issuer.example/jwks.json", true)]
#[case("https://ISSUER.example/jwks.json", true)]
#[case("https://issuer.example:8443/jwks.json", true)]
#[case("https://8.8.8.8/", true)]
#[case("http://127.0.0.1:9000/jwks.json", true)]
#[case("http://localhost:9000/jwks.json", true)]
#[case("http://[::1]:9000/jwks.json", true)]
#[case("https://127.0.0.1/", true)]
#[case("http://issuer.example/jwks.json", false)]
#[case("https://other.example/jwks.json", false)]
#[case("https://issuer.example.other.example/", false)]
#[case("https://other.example/issuer.example", false)]
#[case("https://issuer.example@other.example/", false)]
#[case("https://other.example@issuer.example/", false)]
#[case("https://user:word@issuer.example/", false)]
#[case("https://issuer.example.", false)]
#[case("ftp://issuer.example/", false)]
#[case("file:///etc/passwd", false)]
#[case("gopher://issuer.example/", false)]
#[case("//issuer.example/", false)]
#[case("/jwks.json", false)]
#[case("issuer.example", false)]
#[case("", false)]
#[case("https://", false)]
#[case("https://10.0.0.1/", false)]
#[case("http://10.0.0.1/", false)]
#[case("https://169.254.169.254/latest/meta-data/", false)]
#[case("https://[fd00::1]/", false)]
#[case("https://[::ffff:10.0.0.1]/", false)]
#[case("https://[::ffff:127.0.0.1]/", false)]
#[case("http://[::ffff:127.0.0.1]/", false)]
#[case("https://0.0.0.0/", false)]
#[case("http://0.0.0.0/", false)]
fn only_named_hosts_are_fetched_from_over_https(#[case] address: &str, #[case] permitted: bool) {
    assert_eq!(outbound().permits(address).is_ok(), permitted, "{:?}", outbound().permits(address));
}

#[rstest]
#[case("8.8.8.8", true)]
#[case("193.40.0.1", true)]
#[case("2a00:1450:4001::1", true)]
#[case("::ffff:8.8.8.8", true)]
#[case("0.0.0.0", false)]
#[case("10.1.2.3", false)]
#[case("100.64.0.1", false)]
#[case("100.127.255.255", false)]
#[case("100.128.0.1", true)]
#[case("127.0.0.1", false)]
#[case("127.8.8.8", false)]
#[case("169.254.169.254", false)]
#[case("172.16.0.1", false)]
#[case("172.32.0.1", true)]
#[case("192.0.0.170", false)]
#[case("192.0.2.1", false)]
#[case("192.168.1.1", false)]
#[case("198.18.0.1", false)]
#[case("198.51.100.1", false)]
#[case("203.0.113.1", false)]
#[case("224.0.0.1", false)]
#[case("240.0.0.1", false)]
#[case("255.255.255.255", false)]
#[case("::", false)]
#[case("::1", false)]
#[case("::127.0.0.1", false)]
#[case("::ffff:10.0.0.1", false)]
#[case("::ffff:169.254.169.254", false)]
#[case("64:ff9b::10.0.0.1", false)]
#[case("2001:db8::1", false)]
#[case("2001::1", false)]
#[case("2002:0a00:0001::1", false)]
#[case("fc00::1", false)]
#[case("fd00:ec2::254", false)]
#[case("fe80::1", false)]
#[case("fec0::1", false)]
#[case("ff02::1", false)]
fn only_the_public_network_is_connected_to(#[case] address: &str, #[case] is_public: bool) {
    assert_eq!(public(address.parse().unwrap()), is_public);
}

#[rstest]
#[case("https://2130706433/")]
#[case("https://0x7f.1/")]
#[case("https://127.1/")]
#[case("http://localhost.localdomain/")]
fn a_name_that_leads_inside_is_not_connected_to(#[case] address: &str) {
    let hosts = ["2130706433", "0x7f.1", "127.1", "localhost.localdomain"];

    let fetched = Outbound::new(&hosts.map(str::to_owned)).get(address, 1_000);

    let why = fetched.unwrap_err();
    assert!(why == "is not https" || why.contains("host not found") || why.contains("failed to lookup"), "{why}");
}
