//! Files and folders of the service: for their owner only, and faults that say which one, what is wrong and what to do.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::process::geteuid;

use crate::error::Error;

/// How a file of ours may be used: by its owner.
const OWNERS: u32 = 0o600;
/// What everybody else may do with it: nothing.
const OTHERS: u32 = 0o077;

/// Says of a fault which file it happened to, and which setting names that.
pub fn named<'a>(path: &'a Path, setting: &'a str) -> impl Fn(io::Error) -> Error + 'a {
    move |fault| {
        let told = format!("{}: {} ({setting})", path.display(), reason(&fault));
        if says_no_write(fault.kind()) { Error::Storage(told) } else { Error::Unavailable(told) }
    }
}

/// Whether it is the disk that takes nothing more.
pub(crate) fn says_no_write(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem)
}

/// What is wrong with a file, in the words of whoever can mend it.
pub(crate) fn reason(fault: &io::Error) -> String {
    match fault.kind() {
        ErrorKind::NotFound => "is not there: make it, or name another".to_owned(),
        ErrorKind::PermissionDenied => {
            format!("user {} has no right to use it: give it to that user, or run as its owner", geteuid().as_raw())
        }
        ErrorKind::StorageFull => "the disk is full: make room there".to_owned(),
        ErrorKind::QuotaExceeded => "the quota of the disk is used up: make room there".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system takes no writes: mount it so that it does".to_owned(),
        ErrorKind::IsADirectory => "is a folder and not a file: name a file".to_owned(),
        ErrorKind::NotADirectory => "goes through something that is no folder: name another".to_owned(),
        ErrorKind::AlreadyExists => "is there already: name another".to_owned(),
        ErrorKind::AddrInUse => "another program listens there: stop it, or name another address".to_owned(),
        ErrorKind::AddrNotAvailable => "is no address of this machine: name another".to_owned(),
        _ => fault.to_string(),
    }
}

/// Makes a folder, and those above it, for their owner only. One that is there is left as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(folder: &Path, setting: &str) -> Result<(), Error> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(named(folder, setting))
}

/// Opens a file to add to it; a new one is for its owner only.
///
/// # Errors
/// When it cannot be opened.
pub fn added_to(file: &Path, setting: &str) -> Result<File, Error> {
    let opened = OpenOptions::new().create(true).append(true).mode(OWNERS).open(file).map_err(named(file, setting))?;
    tighten(file);
    Ok(opened)
}

/// Takes away what others may do with a file, if that is anything.
pub(crate) fn tighten(file: &Path) {
    if !is_open_to_others(file) {
        return;
    }
    match std::fs::set_permissions(file, Permissions::from_mode(OWNERS)) {
        Ok(()) => log::warn!("{}: others could use this file; now only its owner can", file.display()),
        Err(fault) => log::warn!("{}: others can use this file: {}", file.display(), reason(&fault)),
    }
}

/// Whether anybody but its owner can read or change a file that is there.
#[must_use]
pub fn is_open_to_others(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|found| found.permissions().mode() & OTHERS != 0)
}

/// Refuses a key that others can use.
///
/// # Errors
/// `Unavailable`, with a sentence.
pub fn must_be_private(key: &Path) -> Result<(), Error> {
    let why = || Error::Unavailable(format!("{}: others on this machine can use this key: chmod 600", key.display()));
    if is_open_to_others(key) { Err(why()) } else { Ok(()) }
}

/// Writes a file that only its owner may read. It is there whole and for good, or not at all: a key of which a crash left the
/// beginning would keep the service from ever starting again.
pub(crate) fn write_private(file: &Path, bytes: &[u8], setting: &str) -> Result<(), Error> {
    let told = |path: &Path, done: io::Result<()>| done.map_err(named(path, setting));
    let unfinished = file.with_extension("unfinished");
    if unfinished.exists() {
        told(&unfinished, std::fs::remove_file(&unfinished))?;
    }
    let begun = OpenOptions::new().write(true).create_new(true).mode(OWNERS).open(&unfinished);
    let mut begun = begun.map_err(named(&unfinished, setting))?;
    told(&unfinished, begun.write_all(bytes).and_then(|()| begun.sync_all()))?;
    told(file, std::fs::rename(&unfinished, file))?;
    // A name without a folder is in the one that is worked in.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    told(folder, File::open(folder).and_then(|folder| folder.sync_all()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(ErrorKind::NotFound, "is not there", false)]
    #[case(ErrorKind::PermissionDenied, "has no right to use it", false)]
    #[case(ErrorKind::StorageFull, "the disk is full", true)]
    #[case(ErrorKind::QuotaExceeded, "the quota of the disk is used up", true)]
    #[case(ErrorKind::ReadOnlyFilesystem, "the file system takes no writes", true)]
    #[case(ErrorKind::IsADirectory, "is a folder and not a file", false)]
    #[case(ErrorKind::NotADirectory, "goes through something that is no folder", false)]
    #[case(ErrorKind::AlreadyExists, "is there already", false)]
    #[case(ErrorKind::AddrInUse, "another program listens there", false)]
    fn a_fault_names_the_file_the_setting_and_what_to_do(
        #[case] kind: ErrorKind,
        #[case] what: &str,
        #[case] storage: bool,
    ) {
        let fault = named(Path::new("/srv/aplp/x"), "APLP_DATA")(kind.into());

        let told = fault.to_string();
        assert!(told.starts_with("/srv/aplp/x: ") && told.contains(what) && told.contains(": "), "{told}");
        assert!(told.ends_with("(APLP_DATA)"), "{told}");
        assert_eq!(matches!(fault, Error::Storage(_)), storage);
    }

    #[test]
    fn a_key_that_a_crash_left_half_written_does_not_count_as_one() {
        let folder = std::env::temp_dir().join(format!("aplp-key-{}", uuid::Uuid::new_v4().simple()));
        make_folder(&folder.join("keys"), "APLP_DATA").unwrap();
        let file = folder.join("keys/cursor.key");
        std::fs::write(folder.join("keys/cursor.unfinished"), [1; 7]).unwrap();
        assert!(!file.exists());

        write_private(&file, &[2; 32], "APLP_DATA").unwrap();

        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(std::fs::read(&file).unwrap(), [2; 32]);
        assert_eq!((mode(&folder), mode(&folder.join("keys")), mode(&file)), (0o700, 0o700, 0o600));
        assert!(!folder.join("keys/cursor.unfinished").exists());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
