//! A database for each office, copied from one that was migrated once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use aplp::db::{Place, privileges};
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use uuid::Uuid;

/// Where temporary files are quickest.
pub fn scratch() -> PathBuf {
    let shm = PathBuf::from("/dev/shm");
    if shm.is_dir() { shm } else { std::env::temp_dir() }
}

/// Where PostgreSQL is, if this run is for it.
pub fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// Where its files and its log are, if it is a server of our own.
#[allow(dead_code, reason = "only the canaries are looked for there")]
pub fn files() -> Option<PathBuf> {
    std::env::var_os("TEST_DATABASE_FILES").map(PathBuf::from)
}

fn admin_connection(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap()
}

/// When the databases of all offices were prepared: before the first of them opens.
fn prepared_at() -> DateTime<Utc> {
    "2019-01-01T00:00:00Z".parse().unwrap()
}

/// The master key of all offices of this run.
pub fn master_key() -> PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    let made = || {
        let file = scratch().join(format!("aplp-master-{}.key", std::process::id()));
        std::fs::write(&file, [42; 32]).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        file
    };
    FILE.get_or_init(made).clone()
}

/// A database of its own, copied from one that was prepared once.
pub fn database(folder: &Path, server: Option<String>) -> Place {
    static SQLITE: OnceLock<String> = OnceLock::new();
    static POSTGRES: OnceLock<String> = OnceLock::new();
    let Some(admin) = server else {
        let template = SQLITE.get_or_init(|| {
            let file = scratch().join(format!("aplp-template-{}.sqlite", std::process::id()));
            let _ = std::fs::remove_file(&file);
            let place = Place::Sqlite(file.clone());
            aplp::service::prepare(&place, &master_key(), prepared_at()).unwrap();
            file.to_string_lossy().into_owned()
        });
        let file = folder.join("aplp.sqlite");
        std::fs::copy(template, &file).unwrap();
        return Place::Sqlite(file);
    };
    let (server, _) = admin.rsplit_once('/').unwrap();
    let template = POSTGRES.get_or_init(|| {
        let name = format!("aplp_template_{}", std::process::id());
        let mut conn = admin_connection(&admin);
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let place = Place::Postgres(format!("{server}/{name}"));
        aplp::service::prepare(&place, &master_key(), prepared_at()).unwrap();
        grant(&place);
        name
    });
    let name = format!("office_{}", Uuid::new_v4().simple());
    admin_connection(&admin)
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        .unwrap();
    Place::Postgres(format!("{server}/{name}"))
}

/// The role that serves: it owns nothing.
const ROLE: &str = "aplp_stories";

/// Gives the role what the service needs, as the owner does after a migration.
pub fn grant(place: &Place) {
    let Place::Postgres(url) = place else { return };
    // Several runs may share a server.
    let made = format!(
        "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN PASSWORD 'stories'; \
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$; "
    );
    admin_connection(url).batch_execute(&(made + &privileges::statements(ROLE).unwrap())).unwrap();
}

/// The same database as the service reaches it: as the role. The file of SQLite has no roles.
#[allow(dead_code, reason = "the tests of the schema serve nothing")]
pub fn as_role(place: &Place) -> Place {
    let Place::Postgres(url) = place else { return place.clone() };
    let (scheme, rest) = url.split_once("://").unwrap();
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    Place::Postgres(format!("{scheme}://{ROLE}:stories@{host}"))
}

/// An empty database on a server.
#[allow(dead_code, reason = "the tests of the schema have no need of it")]
pub fn empty(admin: &str) -> Place {
    let (server, _) = admin.rsplit_once('/').unwrap();
    let name = format!("office_{}", Uuid::new_v4().simple());
    admin_connection(admin).batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    Place::Postgres(format!("{server}/{name}"))
}

/// Drops a database of its own where it is not just a file in its office's folder.
pub fn remove(place: &Place) {
    if let (Place::Postgres(url), Some(admin)) = (place, postgres()) {
        let name = url.rsplit('/').next().unwrap();
        let _ = admin_connection(&admin).batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}
