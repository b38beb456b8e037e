//! Whose word is taken: for who calls, from where, and from which pages.

use std::path::Path;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args};

use super::keys_folder;
use crate::http::forwarded::{Field, Network};
use crate::http::origins::Origins;
use crate::http::outbound::Outbound;
use crate::http::token::{DEMO_ISSUER, Jwks};

/// The issuers, proxies and origins as given.
#[derive(Args, Clone, Debug)]
pub(super) struct GivenAccess {
    /// The public keys whose tokens are accepted, a JWKS file or its https address [default: the demo issuer's in the data folder].
    #[arg(long, env = "APLP_JWKS")]
    jwks: Option<String>,
    /// The hosts that the service may fetch from, between commas [default: none].
    #[arg(long, env = "APLP_OUTBOUND_HOSTS", value_delimiter = ',')]
    outbound_hosts: Vec<String>,
    #[command(flatten)]
    issuers: GivenIssuers,
    /// Lets in only clients that are registered; `false` lets in whoever has a token of an issuer.
    #[arg(long, env = "APLP_REGISTERED_ONLY", value_parser = BoolishValueParser::new(), action = ArgAction::Set,
        num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true")]
    registered_only: bool,
    /// Lets one admin alone let clients in; without it a client that opens persons waits for a second admin.
    #[arg(long, env = "APLP_SINGLE_ADMIN")]
    single_admin: bool,
    /// The proxies whose word is taken for where a request comes from: addresses or networks, between commas [default: none].
    #[arg(long, env = "APLP_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Vec<String>,
    /// The one header in which those proxies say it, `forwarded` or `x-forwarded-for`; needed where there are any.
    #[arg(long, env = "APLP_FORWARDED_HEADER")]
    forwarded_header: Option<String>,
    /// The origins whose pages may call from a browser, between commas [default: none].
    #[arg(long, env = "APLP_CORS_ORIGINS", value_delimiter = ',')]
    cors_origins: Vec<String>,
}

/// The issuers as given.
#[derive(Args, Clone, Debug)]
pub struct GivenIssuers {
    /// Who may issue tokens, between commas [default: the demo issuer].
    #[arg(long, env = "APLP_ISSUERS", value_delimiter = ',')]
    issuers: Vec<String>,
}

impl GivenIssuers {
    /// The issuers as they hold.
    #[must_use]
    pub fn issuers(self) -> Vec<String> {
        if self.issuers.is_empty() { vec![DEMO_ISSUER.to_owned()] } else { self.issuers }
    }
}

/// The same as it holds.
pub(super) struct Access {
    pub(super) jwks: Jwks,
    pub(super) outbound_hosts: Vec<String>,
    pub(super) issuers: Vec<String>,
    pub(super) registered_only: bool,
    pub(super) single_admin: bool,
    pub(super) proxies: Vec<Network>,
    pub(super) forwarded: Field,
    pub(super) origins: Origins,
}

impl GivenAccess {
    pub(super) fn checked(self, data: &Path, faults: &mut Vec<String>) -> Access {
        let issuers = self.issuers.issuers();
        if issuers.iter().any(|issuer| issuer.trim().is_empty()) {
            faults.push("APLP_ISSUERS has an empty name".to_owned());
        }
        let proxies: Result<Vec<Network>, ()> = self.trusted_proxies.iter().map(|network| network.parse()).collect();
        let proxies = proxies.unwrap_or_else(|()| {
            faults.push("APLP_TRUSTED_PROXIES has something that is neither an address nor a network".to_owned());
            Vec::new()
        });
        let forwarded = match self.forwarded_header.as_deref().map(str::parse) {
            Some(Ok(field)) => field,
            None if self.trusted_proxies.is_empty() => Field::XForwardedFor,
            None => {
                let why = "say which one header they write, forwarded or x-forwarded-for; a client may write the other";
                faults.push(format!("APLP_FORWARDED_HEADER is needed beside APLP_TRUSTED_PROXIES: {why}"));
                Field::XForwardedFor
            }
            Some(Err(())) => {
                faults.push("APLP_FORWARDED_HEADER is neither forwarded nor x-forwarded-for".to_owned());
                Field::XForwardedFor
            }
        };
        let origins = Origins::new(self.cors_origins).unwrap_or_else(|wrong| {
            faults.push(format!("APLP_CORS_ORIGINS: {wrong:?} is not an origin as a browser writes it"));
            Origins::default()
        });
        let jwks = match self.jwks {
            None => Jwks::File(keys_folder(data).join("jwks.json")),
            Some(page) if page.contains("://") => {
                if let Err(why) = Outbound::new(&self.outbound_hosts).permits(&page) {
                    faults.push(format!("APLP_JWKS {why}"));
                }
                Jwks::Page(page)
            }
            Some(file) => Jwks::File(file.into()),
        };
        let (registered_only, single_admin) = (self.registered_only, self.single_admin);
        let outbound_hosts = self.outbound_hosts;
        Access { jwks, outbound_hosts, issuers, registered_only, single_admin, proxies, forwarded, origins }
    }
}
