//! Tokens of the demo issuer, for trying the service out and for tests.

use std::path::Path;

use aplp_domain::code::Code;
use chrono::{DateTime, Utc};
use clap::Args;
use jsonwebtoken::Algorithm;
use uuid::Uuid;

use crate::caller::Role;
use crate::config::keys_folder;
use crate::error::Error;
use crate::http::token::{Claims, Issuer};

/// Whom a token is for.
#[derive(Args, Clone, Debug)]
pub struct TokenWish {
    /// What they do; may be given more than once.
    #[arg(long = "role", required = true, value_parser = role)]
    roles: Vec<Role>,
    /// Who they are to the issuer [default: the first role].
    #[arg(long)]
    subject: Option<String>,
    /// Their name, for documents they sign.
    #[arg(long)]
    name: Option<String>,
    /// The ATVK code of their municipality.
    #[arg(long)]
    municipality: Option<String>,
    /// Who they are in the register of support persons.
    #[arg(long)]
    support_person: Option<Uuid>,
    /// Who they are in the register of persons.
    #[arg(long)]
    person: Option<Uuid>,
    /// A programme they pay for, by code; may be given more than once.
    #[arg(long = "programme")]
    programmes: Vec<String>,
    /// Sign with the P-256 key (ES256) and not with the Ed25519 one.
    #[arg(long)]
    es256: bool,
}

fn role(code: &str) -> Result<Role, String> {
    let all = || Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ");
    Role::from_code(code).ok_or_else(|| format!("roles are: {}", all()))
}

impl TokenWish {
    /// The token, good for an hour from now.
    ///
    /// # Errors
    /// When the data folder has no demo issuer.
    pub fn token(&self, data: &Path, at: DateTime<Utc>) -> Result<String, Error> {
        let first = self.roles.first().map_or("nobody", |role| role.code());
        let claims = Claims {
            name: self.name.clone(),
            municipality: self.municipality.clone(),
            support_person: self.support_person,
            person: self.person,
            programmes: self.programmes.clone(),
            ..Claims::demo(self.subject.as_deref().unwrap_or(first), &self.roles, at)
        };
        let algorithm = if self.es256 { Algorithm::ES256 } else { Algorithm::EdDSA };
        let open = Issuer::open(&keys_folder(data), algorithm);
        open.map_err(|_| Error::Internal(format!("{}: no demo issuer; `aplp demo` makes one", data.display())))?
            .sign(&claims)
    }
}
