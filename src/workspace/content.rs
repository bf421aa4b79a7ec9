//! What is in a file: its digest, and whether it has some content. Large files are not taken into
//! memory for either.

use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::Error;

/// How much of a file is looked at in one piece, in bytes, where it is compared.
const PART: usize = 64 * 1024;

/// An ordinary file, opened. What kind it is, is asked before: opening a pipe waits for somebody to
/// write into it, and a device may never end.
pub(super) fn open(path: &Path) -> io::Result<std::fs::File> {
    let kind = std::fs::metadata(path)?;
    match () {
        () if kind.is_file() => std::fs::File::open(path),
        () if kind.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        () => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// Whether a file has this very content; it is not taken into memory for that.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn holds(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let compare = || -> io::Result<bool> {
        let mut file = open(path)?;
        let mut part = vec![0; PART];
        let mut rest = bytes;
        loop {
            let count = file.read(&mut part)?;
            match rest.split_at_checked(count) {
                _ if count == 0 => return Ok(rest.is_empty()),
                Some((own, others)) if own == &part[..count] => rest = others,
                _ => return Ok(false),
            }
        }
    };
    compare().map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// SHA-256 of some bytes, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a file of any size.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read.
pub fn sha256_of(path: &Path) -> Result<String, Error> {
    let hash = || -> io::Result<String> {
        let mut hasher = Sha256::new();
        io::copy(&mut open(path)?, &mut hasher)?;
        Ok(hexadecimal(&hasher.finalize()))
    };
    hash().map_err(|source| Error::Read { path: path.to_owned(), source })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
