//! Who may do what: the right stands in the handler's signature.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use aplp_domain::code::Code;

use super::asked::Asked;
use super::identity::Identity;
use super::purpose::purpose;
use super::rights::{self, Right, roles_with};
use crate::caller::Caller;
use crate::error::Error;

/// A caller who has the right `R`. Without this in its signature a handler knows nobody.
pub struct Allowed<R> {
    /// Who it is.
    pub caller: Caller,
    right: PhantomData<R>,
}

/// A caller who asked for what none of their roles carries.
#[derive(Clone)]
pub(super) struct Denied(pub(super) Caller);

impl<R> Deref for Allowed<R> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl<R: Right> FromRequest for Allowed<R> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(allowed(request, R::CODE).map(|caller| {
            request.extensions_mut().insert(caller.clone());
            Self { caller, right: PhantomData }
        }))
    }
}

/// Who is asking, as far as they have a right. Somebody with two jobs does each within its own bounds: what the right is used
/// for, and on whom, follows from the roles that carry it.
///
/// # Errors
/// `token_missing` and its like; `forbidden`; `purpose_not_registered`.
pub(super) fn allowed(request: &HttpRequest, right: &'static str) -> Result<Caller, Error> {
    let mut caller = caller(request)?;
    let carried = carries(&caller, right);
    let refusal = forbidden(&caller, right);
    caller.roles.retain(|role| carried && roles_with(right).contains(role));
    let named = request.extensions().get::<Arc<Asked>>().and_then(|asked| asked.purpose.clone());
    let purpose = if caller.roles.is_empty() { Err(refusal) } else { purpose(&caller, named.as_deref()) };
    match purpose {
        Ok(purpose) => Ok(Caller { purpose, ..caller }),
        Err(refusal) => {
            request.extensions_mut().insert(Denied(caller));
            Err(refusal)
        }
    }
}

/// Who the door found to be asking.
fn caller(request: &HttpRequest) -> Result<Caller, Error> {
    let extensions = request.extensions();
    extensions.get::<Identity>().ok_or_else(|| Error::Internal("no door".to_owned()))?.caller().cloned()
}

/// Whether a token for a script may carry a right: who is let in is for people to decide.
#[must_use]
pub fn is_for_scripts(right: &str) -> bool {
    !right.starts_with("clients:")
}

/// Whether a token that names its rights names this one.
fn carries(caller: &Caller, right: &str) -> bool {
    let named = |scopes: &Vec<String>| is_for_scripts(right) && scopes.iter().any(|scope| scope == right);
    caller.scopes.as_ref().is_none_or(named)
}

/// Whether one of the caller's roles carries a right.
#[must_use]
pub fn may(caller: &Caller, right: &str) -> bool {
    carries(caller, right) && roles_with(right).iter().any(|role| caller.roles.contains(role))
}

/// What a caller is told who lacks a right: which roles have it, and which they have themselves.
#[must_use]
pub fn forbidden(caller: &Caller, right: &'static str) -> Error {
    Error::Forbidden(right, caller.roles.iter().map(|role| role.code()).collect())
}

/// Every right of a caller, in the order of their names.
#[must_use]
pub fn rights_of(caller: &Caller) -> Vec<&'static str> {
    let mut all: Vec<_> = caller.roles.iter().flat_map(|role| rights::of(*role)).collect();
    all.retain(|right| carries(caller, right));
    all.sort_unstable();
    all.dedup();
    all
}
