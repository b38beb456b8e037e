//! What should happen seldom: logged and counted, so that somebody can be woken when there is much of it.

use super::asked::Asked;
use super::identity::Identity;
use super::{App, alarms};
use crate::error::Error;
use crate::metrics::SecurityEvent;

/// Notices a refusal that may be part of an attack. The line names the program
/// and which check a token did not pass, never a subject, an address or a token.
pub(super) fn notice(app: &App, asked: &Asked, identity: &Identity, route: Option<&str>, error: &Error) {
    let event = match (error, identity) {
        (Error::Unauthenticated(_) | Error::TooMany(..), Identity::Refused(_)) => SecurityEvent::TokenRefused,
        (Error::Asked("token_in_query"), _) => SecurityEvent::TokenMisplaced,
        (Error::Forbidden(..) | Error::Asked("purpose_not_registered"), _) => SecurityEvent::RightMissing,
        (Error::TooMany(..), _) => SecurityEvent::QuotaUsedUp,
        _ => return,
    };
    let client = match identity {
        Identity::Known(caller) => caller.client.as_str(),
        Identity::Stranger | Identity::Refused(_) | Identity::Unclear(_) => "-",
    };
    let check = match identity {
        Identity::Refused(check) => format!(" check={check}"),
        _ => String::new(),
    };
    app.metrics.security(event);
    log::warn!(
        target: "aplp::security",
        "request={} trace={} event={} route={} client={client:?}{check}",
        asked.request,
        asked.trace,
        event.code(),
        route.unwrap_or("-"),
    );
    alarms::counted(app, asked, identity, event);
}
