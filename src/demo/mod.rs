//! `aplp demo`: a small synthetic office, loaded through the API, and what one needs to try it out.

mod marker;
mod office;
mod people;
mod steps;
mod teller;
pub mod token;

pub use token::TokenWish;

use std::io::Write;

use actix_web::web;
use aplp_domain::code::Code;
use chrono::{DateTime, Duration, DurationRound, Utc};
use diesel::prelude::*;
use jsonwebtoken::Algorithm;

use self::teller::Teller;
use crate::caller::{Caller, Role, Sight};
use crate::clock::Clock;
use crate::config::{Settings, keys_folder};
use crate::db::schema::persons;
use crate::db::{Coded, Keyring};
use crate::error::Error;
use crate::files::make_folder;
use crate::http::clients::admission::admit_once;
use crate::http::clients::wire::ClientDetails;
use crate::http::token::{DEMO_ISSUER, Issuer};
use crate::service;

/// The program of the demo's tokens.
const PROGRAM: &str = "demo";
/// How long ago the demo's office opened, in days: long enough for a case to have a history.
const OPENED_DAYS_AGO: i64 = 70;

/// Makes what is missing of the data folder, and serves it.
///
/// # Errors
/// When the folder was not made by it or cannot be written, or the database is away.
pub fn run(settings: &Settings) -> Result<(), Error> {
    marker::own(settings)?;
    make_folder(&keys_folder(&settings.data), "APLP_DATA")?;
    Issuer::prepare(&keys_folder(&settings.data))?;
    let now = Clock::System.now();
    service::prepare(&settings.place, &settings.master_key, now)?;
    admitted(settings, now)?;
    let minute = now.duration_trunc(Duration::minutes(1)).unwrap_or(now);
    let clock = Clock::standing_at(minute - Duration::days(OPENED_DAYS_AGO));
    let app = web::Data::new(service::open(settings, clock, false)?);
    let issuer = Issuer::open(&keys_folder(&settings.data), Algorithm::EdDSA)?;
    let guide = actix_web::rt::System::new().block_on(async {
        let empty = app.db.read(Sight::All, |conn| Ok(persons::table.count().get_result::<i64>(conn)? == 0)).await?;
        let teller = Teller::of(app, issuer).await;
        // The office is loaded through the API; who tries the demo out wants to see their own requests logged only.
        let level = log::max_level();
        log::set_max_level(log::LevelFilter::Warn);
        if empty {
            office::load(&teller).await?;
        }
        let guide = office::guide(&teller).await;
        log::set_max_level(level);
        guide
    })?;
    // Nobody waits for what a demo does by its clock, however long it was left alone.
    service::tick(&settings.whereabouts(), Some(Clock::System.today()), false)?;
    service::serve(settings, false, |address| {
        // Who pipes this into something that stops reading still wants the service.
        let _ = writeln!(std::io::stdout(), "{}", guide.text(address));
        Ok(())
    })
}

/// Registers the program by which the demo's tokens are made, with every role: `aplp token` says which one somebody has.
fn admitted(settings: &Settings, now: DateTime<Utc>) -> Result<(), Error> {
    let details = ClientDetails {
        name: "Demo".to_owned(),
        issuer: DEMO_ISSUER.to_owned(),
        client_id: PROGRAM.to_owned(),
        subject: None,
        roles: Role::ALL.iter().copied().map(Coded).collect(),
        municipality: None,
    };
    let mut conn = settings.place.open(false)?;
    let _held = Keyring::read(&mut conn, &settings.master_key)?.here();
    admit_once(&mut conn, details, &Caller::operator(now, false))
}
