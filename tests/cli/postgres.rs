//! A new PostgreSQL as the README has it: the owner migrates, a role that owns nothing does everything else.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use super::support::cluster::Cluster;
use super::{Folder, Running, told};

// OP-04
#[test]
fn the_owner_migrates_and_a_role_that_owns_nothing_does_everything_else() {
    let Some(cluster) = Cluster::start() else {
        assert!(std::env::var_os("APLP_DEMAND_POSTGRES").is_none(), "PostgreSQL is demanded and not there");
        return;
    };
    let folder = Folder::new();
    folder.issues();
    let mut admin = PgConnection::establish(&cluster.url()).unwrap();
    for statement in [
        "CREATE ROLE aplp_owner LOGIN PASSWORD 'owner'",
        "CREATE ROLE aplp_app LOGIN PASSWORD 'app'",
        "CREATE DATABASE aplp OWNER aplp_owner",
    ] {
        admin.batch_execute(statement).unwrap();
    }
    let at = |role: &str, database: &str| format!("postgres://{role}@127.0.0.1:{}/{database}", cluster.port());
    let (owner, role) = (at("aplp_owner:owner", "aplp"), at("aplp_app:app", "aplp"));
    let (as_owner, as_role) = ([("DATABASE_URL", owner.as_str())], [("DATABASE_URL", role.as_str())]);

    let migrated = folder.aplp(&["migrate"], &as_owner);
    assert!(migrated.status.success(), "{}", told(&migrated));
    let grants = String::from_utf8(folder.aplp(&["grants", "aplp_app"], &[]).stdout).unwrap();
    PgConnection::establish(&owner).unwrap().batch_execute(&grants).unwrap();
    let mut bare = PgConnection::establish(&role).unwrap();
    assert!(bare.batch_execute("CREATE TABLE mine (id int)").is_err(), "the role may make tables");

    let serve = [("DATABASE_URL", role.as_str()), ("APLP_LISTEN", "127.0.0.1:0")];
    let issuer = aplp::http::token::DEMO_ISSUER;
    let admit = ["clients", "admit", "--issuer", issuer, "--client-id", "demo", "--subject", "admin"];
    let admitted = folder.aplp(&admit, &as_role);
    assert!(admitted.status.success(), "{}", told(&admitted));
    let running = Running::start(&mut folder.command(&["serve"], &serve));
    let token = String::from_utf8(folder.aplp(&["token", "--role", "admin"], &[]).stdout).unwrap();
    let ready = running.get("/readyz", token.trim());
    let programmes = running.get("/v1/programmes?code=state", token.trim());
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    assert!(programmes.starts_with("HTTP/1.1 200") && programmes.contains("\"code\":\"state\""), "{programmes}");
    let rest = running.stop();
    assert!(!rest.contains("ERROR") && !rest.contains("WARN"), "{rest}");

    let backup = folder.file("backup");
    for arguments in [&["tick"][..], &["checkpoint"], &["keys", "status"], &["backup", &backup], &["verify"]] {
        let done = folder.aplp(arguments, &as_role);
        assert!(done.status.success(), "{arguments:?}: {}", told(&done));
    }
    refusals(&folder, &at, &mut admin);
}

/// What is said of a server that does not let us in; no password is.
fn refusals(folder: &Folder, at: &dyn Fn(&str, &str) -> String, admin: &mut PgConnection) {
    let nobody_there = "postgres://aplp_app:hunter2@127.0.0.1:1/aplp".to_owned();
    for (url, sentence) in [
        (at("aplp_app:hunter2", "nowhere"), "the server has no database of that name"),
        (at("nobody:hunter2", "aplp"), "the server has no role of that name"),
        (nobody_there, "no PostgreSQL listens there"),
        ("postgres://aplp_app:hunter2%zz@127.0.0.1/aplp".to_owned(), "the address cannot be read"),
    ] {
        for command in ["verify", "migrate"] {
            let output = folder.aplp(&[command], &[("DATABASE_URL", &url)]);
            let told = told(&output);
            assert_eq!(output.status.code(), Some(1), "{told}");
            assert!(told.starts_with("DATABASE_URL: ") && told.contains(sentence), "{told}");
            assert!(!told.contains("hunter2"), "{told}");
        }
    }
    admin.batch_execute("ALTER DATABASE aplp SET default_transaction_read_only = on").unwrap();
    let settings = [("DATABASE_URL", &*at("aplp_owner:owner", "aplp"))];
    let output = folder.aplp(&["keys", "rotate"], &settings);
    assert!(told(&output).contains("the database takes no writes"), "{}", told(&output));
}
