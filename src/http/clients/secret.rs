//! What a token for a script looks like: `aplp_live_…`, so that one which got out is recognised wherever it lies.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::cipher::random;
use crate::error::Error;

/// How many characters the random part of a token has: 256 bits.
const RANDOM_CHARS: usize = 43;
/// How many bytes of its own digest stand at its end, so that one that was cut or made up is known without the database.
const CHECK_BYTES: usize = 6;

/// How tokens begin: real ones, and those of a service whose data is not real.
fn prefix(livemode: bool) -> &'static str {
    if livemode { "aplp_live_" } else { "aplp_test_" }
}

/// A new token.
///
/// # Errors
/// `Internal` when the machine has no random bytes.
pub(super) fn new(livemode: bool) -> Result<String, Error> {
    let body = format!("{}{}", prefix(livemode), URL_SAFE_NO_PAD.encode(random()?));
    Ok(format!("{body}{}", check(&body)))
}

/// What is kept of a token, if it is one of this kind and whole.
pub(in crate::http) fn digest(token: &str, livemode: bool) -> Option<[u8; 32]> {
    let (body, given) = token.split_at_checked(prefix(livemode).len() + RANDOM_CHARS)?;
    (body.starts_with(prefix(livemode)) && given == check(body)).then(|| Sha256::digest(token).into())
}

fn check(body: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..CHECK_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_look_and_no_other_is() {
        for livemode in [true, false] {
            let token = new(livemode).unwrap();

            assert!(digest(&token, livemode).is_some() && digest(&token, !livemode).is_none(), "{token}");
            for at in 0..token.len() {
                let other = if &token[at..=at] == "A" { "B" } else { "A" };
                let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
                assert_eq!(digest(&changed, livemode), None, "{changed}");
            }
            for wrong in
                ["", "aplp_", "aplp_live_", &token[1..], &token[..token.len() - 1], &format!("{token}A"), "āāāā"]
            {
                assert_eq!(digest(wrong, livemode), None, "{wrong}");
            }
        }
        assert_ne!(new(true).unwrap(), new(true).unwrap());
    }
}
