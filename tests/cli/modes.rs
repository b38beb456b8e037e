//! Files of the service are for their owner only, whatever the shell permits.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Folder, Running, told};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    found
        .flat_map(|path| if path.is_dir() { [vec![path.clone()], below(&path)].concat() } else { vec![path] })
        .collect()
}

/// The binary as a shell that permits everything starts it.
fn careless(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_aplp")]).args(arguments);
    command.env_remove("DATABASE_URL").env("APLP_DATA", data).env("APLP_LISTEN", "127.0.0.1:0");
    command
}

// OP-02
#[test]
fn files_are_for_their_owner_only_whatever_the_shell_permits() {
    let folder = Folder::new();
    let data = folder.0.join("data");
    let backup = folder.file("data/backup");

    assert!(careless(&data, &["migrate"]).status().unwrap().success());
    aplp::http::token::Issuer::prepare(&data.join("keys")).unwrap();
    assert!(careless(&data, &["backup", &backup]).output().unwrap().status.success());
    assert!(careless(&data, &["tick"]).output().unwrap().status.success());
    assert!(careless(&data, &["checkpoint"]).output().unwrap().status.success());
    let running = Running::start(&mut careless(&data, &["serve"]));
    assert!(running.get("/livez", "-").starts_with("HTTP/1.1 200"));
    let while_it_ran = below(&data);
    let modes: Vec<(PathBuf, u32)> = while_it_ran.iter().map(|path| (path.clone(), mode(path))).collect();
    running.stop();

    assert_eq!(mode(&data), 0o700);
    for (path, mode) in &modes {
        assert_eq!(*mode, if path.ends_with("keys") { 0o700 } else { 0o600 }, "{}", path.display());
    }
    for name in [
        "aplp.sqlite",
        "aplp.sqlite-wal",
        "aplp.sqlite-shm",
        "aplp.lock",
        "backup",
        "keys/master.key",
        "keys/cursor.key",
        "checkpoints.ndjson",
    ] {
        assert!(while_it_ran.contains(&data.join(name)), "{name} is not among {while_it_ran:?}");
    }
}

// OP-02
#[test]
fn a_database_that_others_can_use_is_closed_to_them_with_a_warning() {
    let folder = Folder::ready();
    let file = folder.0.join("aplp.sqlite");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o664)).unwrap();

    let first = folder.aplp(&["verify"], &[]);
    let again = folder.aplp(&["verify"], &[]);

    assert!(first.status.success() && told(&first).contains("others could use this file"), "{}", told(&first));
    assert!(again.status.success() && !told(&again).contains("others"), "{}", told(&again));
    assert_eq!(mode(&file), 0o600);
}
