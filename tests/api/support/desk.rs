//! Somebody at a desk in an office, and what they send.

use aplp::http::token::Claims;
use serde_json::Value;
use uuid::Uuid;

use super::{Office, Reply};

/// Somebody at a desk: who they are to the service, and in which language they read.
#[derive(Clone)]
pub struct Desk<'a> {
    pub office: &'a Office,
    pub claims: Claims,
    pub language: &'static str,
}

impl<'a> Desk<'a> {
    pub fn named(mut self, name: &str) -> Self {
        self.claims.name = Some(name.to_owned());
        self
    }

    #[allow(clippy::wrong_self_convention, reason = "at the desk sits somebody as this subject")]
    pub fn as_subject(mut self, subject: &str) -> Self {
        self.claims.sub = subject.to_owned();
        self
    }

    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// The token of this desk, for an hour from now.
    pub fn bearer(&self) -> String {
        let mut claims = self.claims.clone();
        claims.iat = self.office.now().timestamp();
        claims.exp = claims.iat + 3600;
        self.office.token(&claims)
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        let token = format!("Bearer {}", self.bearer());
        vec![("authorization", token), ("accept-language", self.language.to_owned())]
    }

    pub fn get(&self, path: &str) -> Reply {
        self.office.send("GET", path, &self.headers(), None)
    }

    /// Posts under a fresh key.
    pub fn post(&self, path: &str, body: Value) -> Reply {
        self.post_with_key(path, body, &Uuid::new_v4().to_string())
    }

    pub fn post_with_key(&self, path: &str, body: Value, key: &str) -> Reply {
        let mut headers = self.headers();
        headers.push(("idempotency-key", key.to_owned()));
        self.office.send("POST", path, &headers, Some(("application/json", body.to_string())))
    }

    /// Patches the newest version.
    pub fn patch(&self, path: &str, body: Value) -> Reply {
        let etag = self.get(path).header("etag").unwrap();
        self.patch_version(path, &etag, body)
    }

    pub fn patch_version(&self, path: &str, etag: &str, body: Value) -> Reply {
        let mut headers = self.headers();
        headers.push(("if-match", etag.to_owned()));
        self.office.send("PATCH", path, &headers, Some(("application/merge-patch+json", body.to_string())))
    }

    /// Sends with further headers and a body as it is.
    pub fn send(&self, method: &str, path: &str, more: &[(&'static str, &str)], body: Option<(&str, String)>) -> Reply {
        let mut headers = self.headers();
        headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        self.office.send(method, path, &headers, body)
    }
}
