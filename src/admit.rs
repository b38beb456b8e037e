//! `aplp clients`: whom the operator lets in on the machine itself, so that somebody can let in the others.

use clap::{Args, Subcommand};

use crate::caller::{Caller, Role};
use crate::clock::Clock;
use crate::config::{GivenIssuers, Whereabouts};
use crate::db::{Coded, Keyring};
use crate::error::Error;
use crate::http::clients::admission::admit;
use crate::http::clients::wire::ClientDetails;
use crate::http::text;

/// How long an issuer may be, and a program, a user or a name.
const LONGEST: [usize; 2] = [300, 200];

/// What is done with clients on the machine of the service.
#[derive(Subcommand, Clone, Debug)]
pub enum ClientsCommand {
    /// Lets in one user of a program as an admin, without a second admin; the journal says that it was done on this machine.
    Admit(Admission),
}

/// Who is let in.
#[derive(Args, Clone, Debug)]
pub struct Admission {
    /// Who issues their tokens, one of `APLP_ISSUERS`.
    #[arg(long)]
    issuer: String,
    /// The program through which they ask, as in `client_id`.
    #[arg(long)]
    client_id: String,
    /// The user, as in `sub`.
    #[arg(long)]
    subject: String,
    /// What this client is called [default: the user].
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    issuers: GivenIssuers,
}

impl ClientsCommand {
    /// Does it, and says what was done.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn run(self, at: &Whereabouts) -> Result<String, Error> {
        let Self::Admit(Admission { issuer, client_id, subject, name, issuers }) = self;
        let allowed = issuers.issuers();
        if !allowed.contains(&issuer) {
            return Err(Error::Internal(format!("--issuer is none of APLP_ISSUERS: {}", allowed.join(", "))));
        }
        let name = name.unwrap_or_else(|| subject.clone());
        let [issuer_max, text_max] = LONGEST;
        for (argument, text, max) in [
            ("--issuer", &issuer, issuer_max),
            ("--client-id", &client_id, text_max),
            ("--subject", &subject, text_max),
            ("--name", &name, text_max),
        ] {
            if !text::is_plain(text) || text.chars().count() > max {
                return Err(Error::Internal(format!(
                    "{argument} is empty, too long, not in NFC or has hidden characters"
                )));
            }
        }
        at.place.must_be_of_this_release()?;
        let mut conn = at.place.open(false)?;
        let _held = Keyring::read(&mut conn, &at.master_key)?.here();
        let who = Caller::operator(Clock::System.now(), true);
        let roles = vec![Coded(Role::Admin)];
        let details = ClientDetails { name, issuer, client_id, subject: Some(subject), roles, municipality: None };
        match admit(&mut conn, details, &who) {
            Ok(id) => Ok(format!("let in as an admin: client {id}")),
            Err(Error::Conflict(_)) => {
                Err(Error::Internal("this user of the program is registered already".to_owned()))
            }
            Err(fault) => Err(fault),
        }
    }
}
