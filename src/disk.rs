//! How much room is left on the disks that the service writes to.

use std::path::PathBuf;

use rustix::fs::statvfs;

use crate::config::Settings;
use crate::db::Place;
use crate::error::Error;

/// How much of a disk must be free for the service to work, in percent, where no other share is set.
pub const FREE_PERCENT_MIN: u8 = 5;

/// The folders that the service writes to, and how much must be free there.
pub struct Disks {
    folders: Vec<PathBuf>,
    place: Place,
    /// How much of each disk must be free, in percent.
    pub free_percent_min: u8,
}

impl Disks {
    /// Those of the settings: a database on another machine looks after its own.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let mut folders = vec![settings.data.clone()];
        folders.extend(settings.place.folder());
        Self { folders, place: settings.place.clone(), free_percent_min: settings.disk_free_percent }
    }

    /// Refuses a database file that may not be written to.
    ///
    /// # Errors
    /// `Storage`, with the path.
    pub fn must_take_writes(&self) -> Result<(), Error> {
        self.place.must_take_writes()
    }

    /// How much of the fullest disk is free for us, in percent, rounded down.
    ///
    /// # Errors
    /// `Unavailable` when a folder is not there.
    pub fn free_percent(&self) -> Result<u64, Error> {
        let mut least = 100;
        for folder in &self.folders {
            let fault = |fault| Error::Unavailable(format!("{}: {fault}", folder.display()));
            let disk = statvfs(folder).map_err(fault)?;
            // A file system that does not say how large it is has no share to be free.
            let free = disk.f_bavail.saturating_mul(100).checked_div(disk.f_blocks);
            least = least.min(free.unwrap_or(100));
        }
        Ok(least)
    }
}
