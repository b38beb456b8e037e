//! A file as frames, each sealed for its place in it.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::damaged;
use crate::cipher::{Cipher, KEY, LONGER, random};
use crate::db::keyring::Master;
use crate::error::Error;
use crate::files::named;

/// What names a backup.
const FILE: &str = "the FILE of the sub-command";
/// How a backup begins.
const MAGIC: &[u8; 8] = b"APLPBAK1";
/// What the master key wraps the file's key as.
const PURPOSE: &str = "aplp backup";
/// How much stands in a frame at the most, in bytes, before it is sealed.
const FRAME: usize = 64 * 1024;
/// How long a sealed frame can be: with nonce and tag.
const SEALED_MAX: usize = FRAME + LONGER;
/// How long the wrapped key is.
const WRAPPED: usize = KEY + LONGER;

/// Where a frame stands, and whether it is the last one.
fn place(number: u64, last: bool) -> [u8; 9] {
    let mut place = [0; 9];
    place[..8].copy_from_slice(&number.to_be_bytes());
    place[8] = u8::from(last);
    place
}

/// Writes a backup.
pub(super) struct Writer {
    path: PathBuf,
    file: BufWriter<File>,
    key: Cipher,
    waiting: Vec<u8>,
    number: u64,
}

impl Writer {
    /// A new file, for its owner only.
    pub(super) fn create(file: &Path, master: &Master) -> Result<Self, Error> {
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        let opened = opened.map_err(named(file, FILE))?;
        let bytes = random()?;
        let key = Cipher::new(&bytes).ok_or_else(damaged)?;
        let mut out = BufWriter::new(opened);
        let wrapped = master.wrap(PURPOSE, &bytes)?;
        out.write_all(MAGIC).and_then(|()| out.write_all(&wrapped)).map_err(named(file, FILE))?;
        Ok(Self { path: file.to_owned(), file: out, key, waiting: Vec::with_capacity(FRAME), number: 0 })
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while self.waiting.len() + bytes.len() > FRAME {
            let (fits, rest) = bytes.split_at(FRAME - self.waiting.len());
            self.waiting.extend_from_slice(fits);
            self.frame(false)?;
            bytes = rest;
        }
        self.waiting.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes the last frame, and sees to it that the file is on the disk.
    pub(super) fn end(mut self) -> Result<(), Error> {
        self.frame(true)?;
        self.file.flush().and_then(|()| self.file.get_ref().sync_all()).map_err(named(&self.path, FILE))
    }

    fn frame(&mut self, last: bool) -> Result<(), Error> {
        let sealed = self.key.seal(&place(self.number, last), &self.waiting)?;
        self.waiting.clear();
        let length = u32::try_from(sealed.len()).map_err(|_| damaged())?;
        let written = self.file.write_all(&length.to_be_bytes()).and_then(|()| self.file.write_all(&sealed));
        written.map_err(named(&self.path, FILE))?;
        self.number += 1;
        Ok(())
    }
}

/// Reads a backup, line by line.
pub(super) struct Reader {
    file: BufReader<File>,
    key: Cipher,
    plain: Vec<u8>,
    at: usize,
    number: u64,
    ended: bool,
}

impl Reader {
    pub(super) fn open(file: &Path, master: &Master) -> Result<Self, Error> {
        let mut opened = BufReader::new(File::open(file).map_err(named(file, FILE))?);
        let mut head = [0; MAGIC.len() + WRAPPED];
        opened.read_exact(&mut head).map_err(|_| damaged())?;
        let wrapped = head.strip_prefix(MAGIC.as_slice()).ok_or_else(damaged)?;
        let key = master.unwrap(PURPOSE, wrapped).and_then(|key| Cipher::new(&key)).ok_or_else(damaged)?;
        Ok(Self { file: opened, key, plain: Vec::new(), at: 0, number: 0, ended: false })
    }

    /// The next line; none after the last frame, behind which nothing may stand.
    pub(super) fn line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            if let Some(end) = self.plain[self.at..].iter().position(|byte| *byte == b'\n') {
                let line = self.plain[self.at..self.at + end].to_vec();
                self.at += end + 1;
                return Ok(Some(line));
            }
            if self.ended {
                let rest = self.plain.len() - self.at + self.file.read(&mut [0])?;
                return if rest == 0 { Ok(None) } else { Err(damaged()) };
            }
            self.plain.drain(..self.at);
            self.at = 0;
            self.frame()?;
        }
    }

    fn frame(&mut self) -> Result<(), Error> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length).map_err(|_| damaged())?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| damaged())?;
        if length > SEALED_MAX {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        self.file.read_exact(&mut sealed).map_err(|_| damaged())?;
        let opened = |last| Some((self.key.open(&place(self.number, last), &sealed)?, last));
        let (plain, last) = opened(false).or_else(|| opened(true)).ok_or_else(damaged)?;
        self.plain.extend_from_slice(&plain);
        self.number += 1;
        self.ended = last;
        Ok(())
    }
}
