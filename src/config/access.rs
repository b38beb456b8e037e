//! Whose word is taken: for who calls, from where, and from which pages.

use std::path::Path;

use clap::Args;

use super::keys_folder;
use crate::http::forwarded::Network;
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
    /// Who may issue tokens, between commas [default: the demo issuer].
    #[arg(long, env = "APLP_ISSUERS", value_delimiter = ',')]
    issuers: Vec<String>,
    /// Lets in only whom an operator has registered.
    #[arg(long, env = "APLP_REGISTERED_ONLY")]
    registered_only: bool,
    /// The proxies whose word is taken for where a request comes from: addresses or networks, between commas [default: none].
    #[arg(long, env = "APLP_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Vec<String>,
    /// The origins whose pages may call from a browser, between commas [default: none].
    #[arg(long, env = "APLP_CORS_ORIGINS", value_delimiter = ',')]
    cors_origins: Vec<String>,
}

/// The same as it holds.
pub(super) struct Access {
    pub(super) jwks: Jwks,
    pub(super) outbound_hosts: Vec<String>,
    pub(super) issuers: Vec<String>,
    pub(super) registered_only: bool,
    pub(super) proxies: Vec<Network>,
    pub(super) origins: Origins,
}

impl GivenAccess {
    pub(super) fn checked(self, data: &Path, faults: &mut Vec<String>) -> Access {
        let issuers = if self.issuers.is_empty() { vec![DEMO_ISSUER.to_owned()] } else { self.issuers };
        if issuers.iter().any(|issuer| issuer.trim().is_empty()) {
            faults.push("APLP_ISSUERS has an empty name".to_owned());
        }
        let proxies: Result<Vec<Network>, ()> = self.trusted_proxies.iter().map(|network| network.parse()).collect();
        let proxies = proxies.unwrap_or_else(|()| {
            faults.push("APLP_TRUSTED_PROXIES has something that is neither an address nor a network".to_owned());
            Vec::new()
        });
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
        let (outbound_hosts, registered_only) = (self.outbound_hosts, self.registered_only);
        Access { jwks, outbound_hosts, issuers, registered_only, proxies, origins }
    }
}
