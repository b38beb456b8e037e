//! What says that a data folder and a database are the demo's own: it works on no others.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::config::Settings;
use crate::db::Place;
use crate::db::chain::hex;
use crate::error::Error;
use crate::files::{added_to, make_folder, named};

/// What names the folder.
const SETTING: &str = "APLP_DATA";

/// The file in a folder of the demo: a line for each database that it filled.
fn file(data: &Path) -> PathBuf {
    data.join("made-by-demo")
}

/// Makes the folder of the demo, and marks it and its database; refuses those that somebody else made.
///
/// # Errors
/// `Unavailable`, with a sentence; when the folder cannot be made.
pub(super) fn own(settings: &Settings) -> Result<(), Error> {
    let (data, mark) = (&settings.data, file(&settings.data));
    if !mark.exists() && is_filled(data)? {
        let why = "this folder was not made by `aplp demo`, and is left alone: name a new one";
        return Err(Error::Unavailable(format!("{}: {why} ({SETTING})", data.display())));
    }
    let known =
        if mark.exists() { std::fs::read_to_string(&mark).map_err(named(&mark, SETTING))? } else { String::new() };
    let line = line(&settings.place);
    let own = known.lines().any(|known| known == line);
    if !own && !settings.place.is_blank()? {
        let why = "this database was not made by `aplp demo`, and is left alone: name an empty one (DATABASE_URL)";
        return Err(Error::Unavailable(why.to_owned()));
    }
    make_folder(data, SETTING)?;
    if !own {
        use std::io::Write;
        let mut marked = added_to(&mark, SETTING)?;
        marked
            .write_all(format!("{line}\n").as_bytes())
            .and_then(|()| marked.sync_all())
            .map_err(named(&mark, SETTING))?;
    }
    Ok(())
}

/// Whether there is anything in a folder.
fn is_filled(folder: &Path) -> Result<bool, Error> {
    if !folder.exists() {
        return Ok(false);
    }
    Ok(std::fs::read_dir(folder).map_err(named(folder, SETTING))?.next().is_some())
}

/// A database in digits, for an address may hold a password. A file is the same from wherever it is named.
fn line(place: &Place) -> String {
    let named = match place {
        Place::Sqlite(file) => std::path::absolute(file).unwrap_or_else(|_| file.clone()).display().to_string(),
        Place::Postgres(url) => url.rsplit_once('@').map_or(url.as_str(), |(_, at)| at).to_owned(),
    };
    hex(&Sha256::digest(named))
}
