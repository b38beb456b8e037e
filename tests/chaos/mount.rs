//! A small disk of its own, which can be filled to the last byte.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// A small file system in memory, gone when it is dropped.
pub struct Mount(pub PathBuf);

impl Mount {
    /// One of so many MiB; none where this process may not mount.
    pub fn of(mebibytes: u32) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("aplp-chaos-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={mebibytes}m"), "tmpfs"]).arg(&folder);
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        let _ = std::fs::remove_dir(&folder);
        None
    }

    /// Takes all the space that is left.
    pub fn fill(&self) {
        let mut file = std::fs::File::create(self.0.join("filler")).unwrap();
        for size in [256 * 1024, 4 * 1024, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives it back.
    pub fn free(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}
