//! The way to a PostgreSQL that is not on this machine: only over TLS, to a server that proved who it is.

use std::net::IpAddr;

use super::Place;

/// Whether this build can speak TLS to PostgreSQL.
const HAS_TLS: bool = cfg!(feature = "pg-tls");

impl Place {
    /// Why the database must not be reached as its address says: it asks for TLS that this build has not, or leaves this
    /// machine without. `plain_is_safe` where the network itself keeps others out.
    #[must_use]
    pub fn exposed(&self, plain_is_safe: bool) -> Option<String> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(url) => exposed(url, |name| std::env::var(name).ok(), plain_is_safe, HAS_TLS),
        }
    }
}

fn exposed(url: &str, env: impl Fn(&str) -> Option<String>, plain_is_safe: bool, has_tls: bool) -> Option<String> {
    let Way { mode, stays_here } = Way::of(url, env);
    if ["require", "verify-ca", "verify-full"].contains(&mode.as_str()) && !has_tls {
        return Some(format!("asks for TLS (sslmode={mode}), which this build has not: build with --features pg-tls"));
    }
    let safe = stays_here || mode == "verify-full" || plain_is_safe;
    (!safe).then(|| {
        "names a PostgreSQL on another machine: add sslmode=verify-full and sslrootcert=FILE, or say with \
         APLP_DATABASE_PLAIN=true that the network keeps others out"
            .to_owned()
    })
}

/// What an address says of the way, with what libpq takes from its surroundings.
struct Way {
    mode: String,
    stays_here: bool,
}

impl Way {
    fn of(url: &str, env: impl Fn(&str) -> Option<String>) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (place, asked) = rest.split_once('?').unwrap_or((rest, ""));
        let authority = place.split('/').next().unwrap_or_default();
        let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
        let hosts: String = hosts.split(',').map(without_port).collect::<Vec<_>>().join(",");
        let asked: Vec<(String, String)> = form_urlencoded::parse(asked.as_bytes()).into_owned().collect();
        // Of several the last one holds.
        let asked = |name: &str| asked.iter().rev().find(|(asked, _)| asked == name).map(|(_, value)| value.clone());
        let of_environment = |name: &str| env(name).filter(|value| !value.is_empty());
        // Where both stand, the address is called and the name only verified.
        let called = asked("hostaddr").or_else(|| asked("host")).unwrap_or_else(|| decoded(&hosts));
        let called = Some(called).filter(|hosts| !hosts.is_empty());
        let called = called.or_else(|| of_environment("PGHOSTADDR")).or_else(|| of_environment("PGHOST"));
        // A file of services may name any host.
        let unknown = asked("service").is_some() || of_environment("PGSERVICE").is_some();
        let as_java_says = || asked("ssl").filter(|ssl| ssl == "true").map(|_| "require".to_owned());
        let mode = asked("sslmode").or_else(as_java_says).or_else(|| of_environment("PGSSLMODE"));
        Self {
            mode: mode.unwrap_or_default(),
            stays_here: !unknown && called.is_none_or(|hosts| hosts.split(',').all(is_here)),
        }
    }
}

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// What libpq reads where `%2F` and the like stand.
fn decoded(hosts: &str) -> String {
    form_urlencoded::parse(format!("hosts={hosts}").as_bytes()).next().map_or_else(String::new, |(_, it)| it.into())
}

/// Whether a host is this machine: a socket in the file system, or the loopback.
fn is_here(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host.is_empty() || host.starts_with(['/', '@']) || host == "localhost" || address.is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::exposed;

    const ELSEWHERE: &str = "names a PostgreSQL on another machine";

    /// Nothing in the environment, nothing permitted, a build with TLS.
    fn told(url: &str) -> Option<String> {
        exposed(url, |_| None, false, true)
    }

    #[rstest]
    #[case("postgres://aplp@127.0.0.1:5432/aplp")]
    #[case("postgres://aplp:se%40cret@[::1]:5432/aplp")]
    #[case("postgres://localhost/aplp")]
    #[case("postgres:///aplp")]
    #[case("postgres:///aplp?host=/var/run/postgresql")]
    #[case("postgres://%2Fvar%2Frun%2Fpostgresql/aplp")]
    #[case("postgres://aplp@127.0.0.1,localhost:5433/aplp")]
    #[case("postgres://aplp@db.example/aplp?sslmode=verify-full&sslrootcert=ca.pem")]
    fn what_stays_on_this_machine_or_is_verified_is_reached(#[case] url: &str) {
        assert_eq!(told(url), None);
    }

    #[rstest]
    #[case("postgres://aplp@db.example/aplp")]
    #[case("postgres://aplp@10.0.0.7/aplp")]
    #[case("postgres://aplp@db.example/aplp?sslmode=prefer")]
    #[case("postgres://aplp@db.example/aplp?sslmode=require")]
    #[case("postgres://aplp@db.example/aplp?sslmode=verify-ca")]
    #[case("postgres://aplp@db.example/aplp?sslmode=verify-full&sslmode=disable")]
    #[case("postgres://aplp@127.0.0.1,db.example/aplp")]
    #[case("postgres://aplp@127.0.0.1/aplp?host=db.example")]
    #[case("postgres://aplp@localhost/aplp?hostaddr=10.0.0.7")]
    #[case("postgres://127.0.0.1@db.example/aplp")]
    #[case("postgres:///aplp?service=office")]
    fn what_leaves_this_machine_unverified_is_refused(#[case] url: &str) {
        assert!(told(url).unwrap().starts_with(ELSEWHERE));
        assert_eq!(exposed(url, |_| None, true, true), None, "unless the network is safe");
    }

    #[rstest]
    #[case("require")]
    #[case("verify-ca")]
    #[case("verify-full")]
    fn tls_is_not_asked_of_a_build_without(#[case] mode: &str) {
        let url = format!("postgres://aplp@127.0.0.1/aplp?sslmode={mode}");

        let without = exposed(&url, |_| None, true, false).unwrap();

        assert_eq!(
            without,
            format!("asks for TLS (sslmode={mode}), which this build has not: build with --features pg-tls")
        );
        assert_eq!(told(&url), None);
    }

    #[rstest]
    #[case("PGHOST", "db.example", true)]
    #[case("PGHOSTADDR", "10.0.0.7", true)]
    #[case("PGSERVICE", "office", true)]
    #[case("PGHOST", "/var/run/postgresql", false)]
    #[case("PGHOST", "", false)]
    fn what_libpq_takes_from_its_surroundings_counts(#[case] name: &str, #[case] value: &str, #[case] refused: bool) {
        let told = exposed("postgres:///aplp", |asked| (asked == name).then(|| value.to_owned()), false, true);

        assert_eq!(told.is_some(), refused);
    }

    #[test]
    fn a_mode_from_the_surroundings_holds_where_the_address_names_none() {
        let env = |asked: &str| (asked == "PGSSLMODE").then(|| "verify-full".to_owned());

        assert_eq!(exposed("postgres://db.example/aplp", env, false, true), None);
        assert!(exposed("postgres://db.example/aplp?sslmode=disable", env, false, true).is_some());
    }
}
