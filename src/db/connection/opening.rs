//! What is said of a database that cannot be opened: which one, what is wrong, what to do. No password is repeated.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use form_urlencoded::parse;
use rustix::fs::{Access, access};

use super::Place;
use crate::error::Error;
use crate::files;

/// What names a database.
const SETTING: &str = "DATABASE_URL; without it the file is in APLP_DATA";

/// How libpq says what is wrong, and what that means.
const TOLD: [(&str, &str); 14] = [
    ("Connection refused", "no PostgreSQL listens there: start it, or name the address where it does"),
    ("No such file or directory", "no PostgreSQL listens at that socket: start it, or name the address where it does"),
    ("could not translate host name", "nobody knows a machine of that name: name the right one"),
    ("timeout expired", "the machine does not answer: look at the network and the address"),
    ("password authentication failed", "the password is not the one of that role: set the right one"),
    (
        "no password supplied",
        "the role needs a password and none was given: add it to the address, or to a file of passwords",
    ),
    ("no pg_hba.conf entry", "the server lets nobody in so: add a line to its pg_hba.conf"),
    (
        "certificate verify failed",
        "the certificate of the server is not of the authority in sslrootcert: name the right file",
    ),
    ("root certificate file", "the file of sslrootcert cannot be used: name the right one"),
    ("does not match host name", "the certificate of the server is of another name: use the name that stands in it"),
    ("server does not support SSL", "the server has no TLS: switch it on there"),
    ("too many clients", "the server takes no more connections: raise its max_connections, or run fewer instances"),
    ("permission denied for database", "the role may not connect to that database: grant it CONNECT"),
    ("starting up", "the server has not started yet: wait"),
];

/// Whether a name is a file of ours, and not an address that SQLite reads itself.
pub(super) fn is_plain(file: &Path) -> bool {
    !file.to_string_lossy().starts_with("file:")
}

/// Whether there is no file of that name yet.
pub(super) fn is_absent(file: &Path) -> bool {
    is_plain(file) && !file.exists()
}

/// Makes an empty database file for its owner only, if there is none.
pub(super) fn make(file: &Path) -> Result<(), Error> {
    if !is_plain(file) || file.exists() {
        return Ok(());
    }
    if let Some(folder) = folder(file).filter(|folder| !folder.exists()) {
        must_have_parent(&folder)?;
        files::make_folder(&folder, SETTING)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(fault) if fault.kind() != ErrorKind::AlreadyExists => Err(files::named(file, SETTING)(fault)),
        _ => Ok(()),
    }
}

/// A folder is made in one that is there; a path of which more is missing is rather misspelt.
fn must_have_parent(folder: &Path) -> Result<(), Error> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists());
    parent.map_or(Ok(()), |missing| Err(files::named(missing, SETTING)(ErrorKind::NotFound.into())))
}

/// Refuses a file that is not there, which SQLite would make.
pub(super) fn must_be_there(file: &Path) -> Result<(), Error> {
    if !is_plain(file) {
        return Ok(());
    }
    let told = files::named(file, SETTING);
    match std::fs::metadata(file) {
        Ok(found) if found.is_dir() => Err(told(ErrorKind::IsADirectory.into())),
        Err(fault) if fault.kind() == ErrorKind::NotFound => {
            let folder = folder(file).filter(|folder| !folder.exists());
            Err(folder.map_or_else(
                || {
                    let why = "there is no database yet: run `aplp migrate` first, or name another";
                    Error::Unavailable(format!("{}: {why} ({SETTING})", file.display()))
                },
                |folder| files::named(&folder, SETTING)(ErrorKind::NotFound.into()),
            ))
        }
        Err(fault) => Err(told(fault)),
        Ok(_) => Ok(()),
    }
}

/// Takes away what others may do with a database and with what SQLite keeps beside it.
pub(super) fn tighten(file: &Path) {
    if is_plain(file) {
        for beside in ["", "-wal", "-shm"] {
            files::tighten(&PathBuf::from(format!("{}{beside}", file.display())));
        }
    }
}

/// The folder of a file, where its name has one.
pub(super) fn folder(file: &Path) -> Option<PathBuf> {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).map(PathBuf::from)
}

/// Whether this process may write to a file, and to the folder in which SQLite keeps its log beside it.
pub(super) fn must_take_writes(file: &Path) -> Result<(), Error> {
    if !is_plain(file) {
        return Ok(());
    }
    let refused = |path: &Path, asked| {
        let found = access(path, asked).map_err(io::Error::from);
        found.map_err(|fault| Error::Storage(files::named(path, SETTING)(fault).to_string()))
    };
    refused(file, Access::READ_OK | Access::WRITE_OK)?;
    folder(file).map_or(Ok(()), |folder| refused(&folder, Access::WRITE_OK | Access::EXEC_OK))
}

impl Place {
    /// A fault met while opening this place, with what is wrong and what to do.
    pub(super) fn cannot_open(&self, fault: &str) -> Error {
        match self {
            Self::Sqlite(file) => of_file(file, fault),
            Self::Postgres(url) => Error::Unavailable(of_server(url, fault)),
        }
    }
}

fn of_file(file: &Path, fault: &str) -> Error {
    let why = match fault {
        told if told.contains("not a database") => "is not a database of SQLite: name the right file".to_owned(),
        told if told.contains("database is locked") => {
            "another process has locked it: end that one, or wait for it".to_owned()
        }
        // SQLite does not say which of several files it may not open.
        told => match must_take_writes(file).and_then(|()| File::open(file).map_err(files::named(file, SETTING))) {
            Err(fault) => return fault,
            Ok(_) => told.to_owned(),
        },
    };
    let told = format!("{}: {why} ({SETTING})", file.display());
    if crate::error::says_full(fault) { Error::Storage(told) } else { Error::Unavailable(told) }
}

fn of_server(url: &str, fault: &str) -> String {
    let missing = |what: &str| fault.contains(&format!("{what} \"")) && fault.contains("does not exist");
    let known = TOLD.iter().find(|(sign, _)| fault.contains(sign)).map(|(_, meaning)| *meaning);
    let meaning = if missing("database") {
        "the server has no database of that name: create it, or name another"
    } else if missing("role") {
        "the server has no role of that name: create it, or name another"
    } else if let Some(known) = known {
        known
    } else if fault.starts_with("invalid ") || fault.starts_with("missing ") || fault.starts_with("unexpected ") {
        // What libpq cannot read it repeats, whatever it is.
        return "DATABASE_URL: the address cannot be read: write it as postgres://ROLE@HOST:PORT/DATABASE".to_owned();
    } else {
        "PostgreSQL cannot be reached"
    };
    let line = fault.lines().next().unwrap_or_default().trim();
    format!("DATABASE_URL: {meaning} ({})", without(line, &secrets(url)))
}

/// What stands as a password in an address, as it is written and as it is meant.
fn secrets(url: &str) -> Vec<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (place, asked) = rest.split_once('?').unwrap_or((rest, ""));
    let user = place.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, secret)| secret.to_owned());
    let asked = asked.split('&').filter_map(|one| one.split_once('=')).filter(|(name, _)| name.ends_with("password"));
    let written =
        user.into_iter().chain(asked.map(|(_, secret)| secret.to_owned())).filter(|secret| !secret.is_empty());
    written.flat_map(|secret| [meant(&secret), secret]).collect()
}

/// What libpq reads where `%65` and the like stand.
fn meant(secret: &str) -> String {
    let text = format!("s={}", secret.replace('+', "%2B"));
    parse(text.as_bytes()).next().map_or_else(String::new, |(_, meant)| meant.into_owned())
}

fn without(line: &str, secrets: &[String]) -> String {
    secrets
        .iter()
        .fold(line.to_owned(), |line, secret| if secret.is_empty() { line } else { line.replace(secret, "…") })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const URL: &str = "postgres://aplp:hunt%65r2@127.0.0.1:5432/aplp";

    #[rstest]
    #[case(
        "connection to server at \"127.0.0.1\", port 5432 failed: Connection refused\n\tIs it running?",
        "no PostgreSQL listens there"
    )]
    #[case("FATAL:  password authentication failed for user \"aplp\"", "the password is not the one")]
    #[case("fe_sendauth: no password supplied", "the role needs a password")]
    #[case("FATAL:  database \"aplp\" does not exist", "no database of that name")]
    #[case("FATAL:  role \"aplp\" does not exist", "no role of that name")]
    #[case("SSL error: certificate verify failed", "not of the authority in sslrootcert")]
    #[case("server does not support SSL, but SSL was required", "the server has no TLS")]
    #[case("root certificate file \"ca.pem\" does not exist", "the file of sslrootcert cannot be used")]
    #[case("could not translate host name \"db\" to address", "nobody knows a machine of that name")]
    #[case("FATAL:  no pg_hba.conf entry for host \"10.0.0.1\"", "lets nobody in so")]
    #[case("FATAL:  sorry, too many clients already", "takes no more connections")]
    #[case("something with hunter2 and hunt%65r2 in it", "PostgreSQL cannot be reached (something with … and … in it)")]
    #[case("invalid percent-encoded token: \"hunter2%zz\"", "the address cannot be read")]
    fn a_server_that_cannot_be_reached_is_told_with_what_to_do_and_without_its_password(
        #[case] fault: &str,
        #[case] meaning: &str,
    ) {
        let told = of_server(URL, fault);

        assert!(told.starts_with("DATABASE_URL: ") && told.contains(meaning), "{told}");
        assert!(!told.contains("hunter2") && !told.contains("hunt%65r2") && told.lines().count() == 1, "{told}");
    }

    #[rstest]
    #[case("file is not a database", "is not a database of SQLite", false)]
    #[case("database is locked", "another process has locked it", false)]
    #[case("database or disk is full", "is full", true)]
    fn a_file_that_cannot_be_opened_is_told_with_its_path(#[case] fault: &str, #[case] why: &str, #[case] full: bool) {
        let file = std::env::temp_dir().join(format!("aplp-opening-{}", uuid::Uuid::new_v4().simple()));
        std::fs::write(&file, "").unwrap();

        let told = of_file(&file, fault);
        std::fs::remove_file(&file).unwrap();

        assert_eq!(matches!(told, Error::Storage(_)), full);
        let told = told.to_string();
        assert!(
            told.starts_with(&file.display().to_string()) && told.contains(why) && told.contains("DATABASE_URL"),
            "{told}"
        );
    }
}
