//! Which check a token did not pass: the operator's log names it, the caller is told one of three codes.

use std::fmt;

/// A check that a token did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCheck {
    /// There is none.
    Missing,
    /// What stands in `Authorization` is no bearer token.
    Scheme,
    /// There are several, so that it would be unclear who asks.
    Several,
    /// It is no token at all, or one with an algorithm that nobody knows.
    Form,
    /// Its `typ` is not that of an access token.
    Type,
    /// It asks for an extension that must be understood.
    Critical,
    /// It names no key.
    KeyMissing,
    /// It names a key that is not in the set.
    KeyUnknown,
    /// There are no keys that may still be used.
    NoKeys,
    /// Its algorithm is not one of its key's.
    Algorithm,
    /// Its signature is not by the key that it names.
    Signature,
    /// It was issued by somebody else.
    Issuer,
    /// It is not for us alone.
    Audience,
    /// It does not say something that it must.
    ClaimMissing(&'static str),
    /// Something that it says has the wrong type.
    ClaimType,
    /// A text that it says is empty, too long, or has characters that hide or steer.
    ClaimText(&'static str),
    /// A text that it says is not in NFC.
    ClaimNotNfc(&'static str),
    /// Its time is over.
    Expired,
    /// Its time has not begun.
    NotYet,
    /// It would hold for too long, or ended before it was made.
    Lifetime,
    /// Nobody has registered its program or user.
    NotRegistered,
    /// A second admin has not approved its client yet.
    NotApproved,
    /// Its client is suspended.
    Suspended,
    /// It is a token for a script that was never made, or was cut.
    ScriptUnknown,
    /// It is a token for a script that was taken back.
    ScriptRevoked,
    /// It is a token for a script that a second admin has not approved yet.
    ScriptNotApproved,
    /// It is a token for a script that comes from another address.
    ScriptAddress,
}

impl TokenCheck {
    /// What the caller is told: no more than these three, so that nobody learns from it who is registered.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing | Self::Scheme => "token_missing",
            Self::Expired => "token_expired",
            _ => "token_invalid",
        }
    }

    /// What `WWW-Authenticate` says (RFC 6750 §3.1): no error where there is no token.
    #[must_use]
    pub fn challenge(self) -> &'static str {
        match self.code() {
            "token_missing" => r#"Bearer realm="aplp""#,
            "token_expired" => {
                r#"Bearer realm="aplp", error="invalid_token", error_description="The token has expired""#
            }
            _ => r#"Bearer realm="aplp", error="invalid_token", error_description="The token is not accepted""#,
        }
    }
}

/// As it stands in the log.
impl fmt::Display for TokenCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Missing => "missing",
            Self::Scheme => "scheme",
            Self::Several => "several_tokens",
            Self::Form => "form",
            Self::Type => "typ",
            Self::Critical => "crit",
            Self::KeyMissing => "kid_missing",
            Self::KeyUnknown => "kid_unknown",
            Self::NoKeys => "no_keys",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::ClaimMissing(claim) => return write!(f, "claim_missing:{claim}"),
            Self::ClaimType => "claim_type",
            Self::ClaimText(claim) => return write!(f, "claim_text:{claim}"),
            Self::ClaimNotNfc(claim) => return write!(f, "claim_not_nfc:{claim}"),
            Self::Expired => "expired",
            Self::NotYet => "not_yet_valid",
            Self::Lifetime => "lifetime",
            Self::NotRegistered => "client_not_registered",
            Self::NotApproved => "client_not_approved",
            Self::Suspended => "client_suspended",
            Self::ScriptUnknown => "script_token_unknown",
            Self::ScriptRevoked => "script_token_revoked",
            Self::ScriptNotApproved => "script_token_not_approved",
            Self::ScriptAddress => "script_token_address",
        };
        f.write_str(name)
    }
}
