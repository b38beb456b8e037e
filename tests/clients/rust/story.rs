//! The story, told through the client of openapi-generator's `rust`.

use std::collections::HashSet;

use aplp_client::apis::configuration::Configuration;
use aplp_client::apis::{applications_api as applications, persons_api as persons, Error};
use aplp_client::models::{ApplicationInput, Channel, FormKind, Person, PersonDetailsPatch, PersonInput, Problem, RegisteredPerson};

type Told<T> = Result<T, String>;

fn client(address: &str) -> Configuration {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let bearer_access_token = Some(of("CLIENT_TOKEN"));
    Configuration { base_path: of(address), bearer_access_token, ..Configuration::new() }
}

fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn step<T>(name: &str, story: Told<T>) -> Option<T> {
    match &story {
        Ok(_) => println!("{name} ok"),
        Err(why) => println!("{name} FAILED {}", why.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
    story.ok()
}

fn holds(fact: bool, what: impl std::fmt::Debug) -> Told<()> {
    if fact {
        Ok(())
    } else {
        Err(format!("{what:?}"))
    }
}

/// What a registration says beyond the person is who else it may be.
fn members(person: &impl serde::Serialize) -> serde_json::Value {
    let mut members = serde_json::to_value(person).unwrap_or_default();
    members.as_object_mut().map(|members| members.remove("possible_duplicates"));
    members
}

async fn create(client: &Configuration) -> Told<RegisteredPerson> {
    let chance = uuid::Uuid::new_v4().as_u128();
    let mut body = PersonInput::new("Zīle".into(), "Anna".into());
    body.personal_code = Some(Some(format!("38{:04}-{:05}", chance % 10_000, (chance >> 64) % 100_000)));
    body.born_on = Some(chrono::NaiveDate::from_ymd_opt(1984, 3, 15));
    body.born_on_source = Some(Some("identity document".into()));
    body.address = Some(Some("Brīvības iela 1".into()));
    body.municipality = Some(Some("0001000".into()));
    body.phone = Some(Some("+371 20000001".into()));
    let call = persons::CreatePersonParams {
        idempotency_key: key(),
        person_input: body,
        aplp_purpose: None,
        accept_language: None,
    };
    match persons::create_person(client, call).await.map_err(|why| why.to_string())?.entity {
        Some(persons::CreatePersonSuccess::Status201(person)) => Ok(person),
        other => Err(format!("{other:?}")),
    }
}

async fn read(client: &Configuration, id: uuid::Uuid) -> Told<Person> {
    let call = persons::GetPersonParams {
        id: id.to_string(),
        if_none_match: None,
        aplp_purpose: None,
        accept_language: None,
    };
    match persons::get_person(client, call).await.map_err(|why| why.to_string())?.entity {
        Some(persons::GetPersonSuccess::Status200(person)) => Ok(person),
        other => Err(format!("{other:?}")),
    }
}

async fn page(client: &Configuration, cursor: Option<String>) -> Told<(Vec<Person>, Option<String>)> {
    let call = persons::ListPersonsParams { limit: Some(2), cursor, ..Default::default() };
    match persons::list_persons(client, call).await.map_err(|why| why.to_string())?.entity {
        Some(persons::ListPersonsSuccess::Status200(page)) => Ok((page.items, page.next_cursor.flatten())),
        other => Err(format!("{other:?}")),
    }
}

async fn list(client: &Configuration) -> Told<()> {
    let (mut items, next) = page(client, None).await?;
    items.extend(page(client, next).await?.0);
    let ids: HashSet<_> = items.iter().map(|person| person.id).collect();
    holds(ids.len() == 4, ids)
}

/// The client shows no headers, so the version stands for the ETag.
async fn patch(client: &Configuration, seen: &Person) -> Told<()> {
    let body = PersonDetailsPatch { phone: Some(Some("+371 20000002".into())), ..PersonDetailsPatch::new() };
    let call = persons::ChangePersonParams {
        id: seen.id.to_string(),
        if_match: format!("\"{}\"", seen.version),
        person_details_patch: body,
        aplp_purpose: None,
        accept_language: None,
    };
    persons::change_person(client, call).await.map_err(|why| why.to_string())?;
    let changed = read(client, seen.id).await?;
    let expected = Person {
        phone: Some(Some("+371 20000002".into())),
        version: 2,
        updated_at: changed.updated_at,
        ..seen.clone()
    };
    holds(changed == expected, changed)
}

async fn unknown_person(client: &Configuration) -> Told<Problem> {
    let today = chrono::Utc::now().date_naive();
    let body = ApplicationInput::new(Channel::InPerson, FormKind::FreeForm, uuid::Uuid::new_v4(), today);
    let call = applications::CreateApplicationParams {
        idempotency_key: key(),
        application_input: body,
        aplp_purpose: None,
        accept_language: None,
    };
    match applications::create_application(client, call).await {
        Err(Error::ResponseError(refused)) => match refused.entity {
            Some(applications::CreateApplicationError::Status400(problem)) => Ok(problem),
            other => Err(format!("{other:?} of {}", refused.content)),
        },
        other => Err(format!("{other:?}")),
    }
}

async fn problem(client: &Configuration) -> Told<()> {
    let told = unknown_person(client).await?;
    let faults = told.errors.unwrap_or_default();
    let codes = (told.code.to_string(), faults.first().map(|fault| fault.code.to_string()));
    holds(codes == ("invalid_request".into(), Some("reference_unknown".into())), codes)
}

async fn unknown(client: &Configuration, made: uuid::Uuid) -> Told<()> {
    let person = read(client, made).await?;
    holds(person.family_name == "Zīle", person)?;
    let call = applications::ListApplicationsParams { limit: Some(1), ..Default::default() };
    match applications::list_applications(client, call).await.map_err(|why| why.to_string())?.entity {
        Some(applications::ListApplicationsSuccess::Status200(page)) => holds(page.items.len() == 1, page)?,
        other => return Err(format!("{other:?}")),
    }
    let told = unknown_person(client).await?;
    holds(told.status == 400, told)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let here = client("CLIENT_URL");
    let Some(made) = step("create", create(&here).await) else { return };
    let seen = read(&here, made.id).await.and_then(|seen| holds(members(&seen) == members(&made), &seen).map(|()| seen));
    let Some(seen) = step("read", seen) else { return };
    step("list", list(&here).await);
    step("patch", patch(&here, &seen).await);
    step("problem", problem(&here).await);
    step("unknown", unknown(&client("CLIENT_TOMORROW"), made.id).await);
}
