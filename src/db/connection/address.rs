//! What libpq is told besides the address: not to wait for ever for a server that is gone.

/// Two seconds to connect; a connection whose other end does not acknowledge is given up after five.
const LIMITS: [(&str, u32); 5] = [
    ("connect_timeout", 2),
    ("tcp_user_timeout", 5_000),
    ("keepalives_idle", 5),
    ("keepalives_interval", 2),
    ("keepalives_count", 2),
];

/// An address with the limits that it does not name itself.
pub(super) fn limited(url: &str) -> String {
    let mut limited = url.to_owned();
    for (name, value) in LIMITS.iter().filter(|(name, _)| !url.contains(&format!("{name}="))) {
        limited.push(if limited.contains('?') { '&' } else { '?' });
        limited.push_str(&format!("{name}={value}"));
    }
    limited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_does_not_say_is_added() {
        assert_eq!(
            limited("postgres://ilze@db/aplp"),
            "postgres://ilze@db/aplp?connect_timeout=2&tcp_user_timeout=5000&keepalives_idle=5&keepalives_interval=2\
             &keepalives_count=2"
        );
    }

    #[test]
    fn what_an_address_says_holds() {
        let all = limited("postgres://ilze@db/aplp?sslmode=disable&connect_timeout=9");

        assert!(all.starts_with("postgres://ilze@db/aplp?sslmode=disable&connect_timeout=9&tcp_user_timeout=5000&"));
        assert_eq!(all.matches("connect_timeout").count(), 1);
    }
}
