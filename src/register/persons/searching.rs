//! Searches for persons: by what is known of them, which stands in the body.

use actix_web::http::StatusCode;
use actix_web::{post, web};

use super::rows::phone_digits;
use super::rules::parsed;
use super::store::searches::{self, Fact};
use super::store::{self, Known};
use super::wire::{FoundPerson, MatchedBy, Person, PersonSearch, PersonsFound};
use crate::error::Error;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Question};
use crate::register::names::words::words;

/// How many persons a search names at the most.
const FOUND_MAX: usize = 50;

/// Finds persons by personal code, name, day of birth or telephone.
///
/// Each search but those by name is recorded in the journal.
#[utoipa::path(request_body = PersonSearch, responses((status = 200, description = "Who was found.", body = PersonsFound)), security(("bearer" = ["persons:read"])))]
#[post("/v1/persons/search")]
pub(super) async fn search_persons(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    question: Question<PersonSearch>,
) -> Result<Answer, Error> {
    let mut found = match question.0 {
        PersonSearch::PersonalCode { personal_code } => {
            let (code, caller) = (parsed(&personal_code)?, who.caller.clone());
            let found = match app.db.write(move |tx| searches::by_code(tx, &caller, &code)).await? {
                Some(id) => app.db.look_up(who.sight(), (id, who.today()), store::known).await?,
                None => None,
            };
            // Whose a code is, is told to those only who may see the code.
            found.filter(|known| known.whole).map(|known| (known, MatchedBy::PersonalCode)).into_iter().collect()
        }
        PersonSearch::Name { name } => {
            let (asked, caller, most) = (words(&name), who.caller.clone(), FOUND_MAX + 1);
            if asked.is_empty() {
                return Err(Error::invalid("#/name", "not_valid"));
            }
            let found = app.db.read(who.sight(), move |conn| searches::by_name(conn, &caller, &asked, most)).await?;
            let by = |is_former| if is_former { MatchedBy::FormerName } else { MatchedBy::Name };
            found.into_iter().map(|(known, is_former)| (known, by(is_former))).collect()
        }
        PersonSearch::BornOn { born_on } => by_fact(&app, &who, Fact::BornOn(born_on), MatchedBy::BornOn).await?,
        PersonSearch::Phone { phone } => {
            let digits = phone_digits(&phone).ok_or_else(|| Error::invalid("#/phone", "not_valid"))?;
            by_fact(&app, &who, Fact::Phone(digits), MatchedBy::Phone).await?
        }
    };
    let more = found.len() > FOUND_MAX;
    found.truncate(FOUND_MAX);
    let items =
        found.into_iter().map(|(known, matched_by)| FoundPerson { person: Person::of(known, &who), matched_by });
    let items: Vec<_> = items.collect();
    Ok(Answer { rows: items.len(), ..Answer::json(StatusCode::OK, &PersonsFound { items, more })? })
}

/// The persons of whom a fact is true, in the order of their names; one more than are named, where there are more.
async fn by_fact(
    app: &App,
    who: &Allowed<rights::ReadPersons>,
    fact: Fact,
    by: MatchedBy,
) -> Result<Vec<(Known, MatchedBy)>, Error> {
    let caller = who.caller.clone();
    let ids = app.db.write(move |tx| searches::by_fact(tx, &caller, &fact, FOUND_MAX + 1)).await?;
    let (sight, today) = (who.sight(), who.today());
    let read = app.db.read(who.sight(), move |conn| {
        let ids: Vec<_> = ids.iter().map(|id| (*id, today)).collect();
        store::known(conn, &sight, &ids)
    });
    let mut found: Vec<Known> = read.await?.into_iter().map(|(_, known)| known).collect();
    // A day of birth is told of those only whose whole file is open.
    found.retain(|known| known.whole || by == MatchedBy::Phone);
    found.sort_by(|one, other| (&one.row.sort_key, one.row.id).cmp(&(&other.row.sort_key, other.row.id)));
    Ok(found.into_iter().map(|known| (known, by)).collect())
}
