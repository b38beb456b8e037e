//! Personal codes: the first one, the change from legacy to new, and the history.

use actix_web::{get, post, web};
use aplp_domain::dates::has_come;
use aplp_domain::personal_code;

use super::rules::{keep_code, parsed, same_birth, taken, with_birth};
use super::store::Row;
use super::wire::{PersonalCodeInput, PersonalCodeRecord};
use super::{PersonId, object, store};
use crate::db::journal;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// Records a person's code: the first one, or the new one after a change.
///
/// A legacy code is changed once, to a new one, from 2017-07-01 on.
#[utoipa::path(params(("id" = PersonId, Path)), request_body = PersonalCodeInput, responses((status = 201, description = "The code in use.", body = PersonalCodeRecord)), security(("bearer" = ["persons:register"])))]
#[post("/v1/persons/{id}/personal-codes")]
pub(super) async fn record_personal_code(
    who: Allowed<rights::RegisterPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    post: Post<PersonalCodeInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let person = store::claimed(tx, *id, who)?;
        post.seen.is(person.version)?;
        let code = parsed(&new.personal_code)?;
        has_come("valid_from", new.valid_from, who.today())?;
        let mut from = new.valid_from;
        if let Some(before) = store::code_in_use(tx, *id)? {
            let changed_on = from.unwrap_or_else(|| who.today());
            let allowed = personal_code::change_allowed(&parsed(&before.code)?, &code);
            allowed.map_err(|_| Error::Asked("personal_code_change_not_allowed"))?;
            if !personal_code::changed_on(before.valid_from, changed_on) {
                return Err(Error::Asked("personal_code_change_not_allowed"));
            }
            from = Some(changed_on);
        } else if let Some(born_on) = person.born_on {
            same_birth(&code, born_on)?;
        }
        let lives = store::address_on(tx, *id, who.today())?;
        let kept = person.clone().into_details(lives.as_ref());
        let known = with_birth(kept.clone(), Some(&code))?;
        if let Some(refusal) = taken(tx, who, &code)? {
            return Ok(refusal);
        }
        let row = keep_code(tx, who, *id, &code, from)?;
        journal::keep(tx, who, object(&person), &kept)?;
        let before = person;
        let person = Row::new(*id, known, before.version + 1, before.created_at, who.at.naive_utc())?;
        store::update(tx, &before, &person)?;
        journal::record(tx, who, "personal_code_recorded", object(&person))?;
        let location = format!("/v1/persons/{id}/personal-codes");
        Answer::created(location, 1, &PersonalCodeRecord::of(row, None, who))
    })
    .await
}

/// Lists the codes a person has had.
///
/// The newest first.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The codes.", body = Page<PersonalCodeRecord>)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons/{id}/personal-codes")]
pub(super) async fn list_personal_codes(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let person = store::find(conn, *id, who)?;
            let rows = store::codes(conn, person.id)?;
            // A code ends when the one after it is recorded.
            let recorded: Vec<_> = rows.iter().map(|row| row.recorded_at).collect();
            let shown = |row: store::CodeRow| {
                let later = recorded.iter().copied().filter(|at| *at > row.recorded_at).min();
                let ended_at = later.filter(|_| row.valid_to.is_some());
                PersonalCodeRecord::of(row, ended_at, who)
            };
            Ok(rows.into_iter().map(shown).collect())
        })
        .await
}
