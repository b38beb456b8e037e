//! The service as a whole: opened from its settings, served until it is told to stop.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};

use crate::caller::Caller;
use crate::cipher::random;
use crate::clock::Clock;
use crate::config::{Settings, Whereabouts, keys_folder};
use crate::db::evidence::{self, structure};
use crate::db::{Conn, Db, Keyring, Place, standing};
use crate::delivery::grants;
use crate::disk::Disks;
use crate::error::Error;
use crate::files::{make_folder, must_be_private, named, write_private};
use crate::http::alarms::Alarms;
use crate::http::connections::Connections;
use crate::http::contract::Contract;
use crate::http::cursor::CursorKey;
use crate::http::denials::Denials;
use crate::http::expand::Expansion;
use crate::http::known::Known;
use crate::http::limits::Limits;
use crate::http::memo::Memo;
use crate::http::outbound::Outbound;
use crate::http::reports::Reports;
use crate::http::token::Keys;
use crate::http::{App, server};
use crate::insight::checkpoints;
use crate::insight::checkpoints::key::SigningKey;
use crate::insight::checkpoints::wire::Checkpoint;
use crate::intake::{applications, decisions};
use crate::metrics::{Metrics, listener};
use crate::register;
use crate::register::persons::store as persons;
use crate::register::programmes::built_in;
use crate::register::support_persons::store as support_persons;
use crate::timers;
use crate::timers::tick::{self, Ticked};

/// Brings the database to the newest version, adds the data keys and built-in programmes it lacks, sorts names by
/// the rules of this release, and says how many steps that took.
///
/// # Errors
/// As `Place::migrate` and `Keyring::open`.
pub fn prepare(place: &Place, master_key: &Path, now: DateTime<Utc>) -> Result<usize, Error> {
    let steps = place.migrate()?;
    place.must_be_of_this_release()?;
    let mut conn = place.open_whole(false)?;
    let _held = Keyring::open(&mut conn, master_key, now.naive_utc())?.here();
    let who = Caller::service(now, true);
    let installed = evidence::within(&mut conn, |tx| {
        let installed = built_in::install(tx, now.naive_utc())?;
        if !structure::keep(tx, &who)? && installed > 0 {
            evidence::housekeeping(tx, &who, "programmes_installed")?;
        }
        Ok(installed)
    })?;
    let anew = |tx: &mut Conn| evidence::housekeeping(tx, &who, "names_sorted_anew");
    let names = persons::names::renew(&mut conn, anew)? + support_persons::names::renew(&mut conn, anew)?;
    if names > 0 {
        log::info!("{names} names were sorted by the rules of this release");
    }
    Ok(steps + installed)
}

/// Why names cannot be listed in order, if they cannot.
fn unsorted(place: &Place) -> Result<Option<String>, Error> {
    let mut conn = place.open_whole(true)?;
    let other =
        persons::names::are_of_other_rules(&mut conn)? || support_persons::names::are_of_other_rules(&mut conn)?;
    Ok(other.then(|| "names are sorted by the rules of another release: run `aplp migrate` first".to_owned()))
}

/// Opens everything that the handlers need. The database is at its newest version already.
///
/// # Errors
/// A sentence for the one who starts the service.
pub fn open(settings: &Settings, clock: Clock, livemode: bool) -> Result<App, Error> {
    let keyring = Keyring::open(&mut settings.place.open(false)?, &settings.master_key, clock.now().naive_utc())?;
    let db = Db::open(&settings.place, &keyring, settings.database_connections)?;
    let outbound = Arc::new(Outbound::new(&settings.outbound_hosts));
    let keys = Keys::open(&settings.jwks, settings.issuers.clone(), &clock, outbound).map_err(Error::Internal)?;
    Ok(App {
        metrics: Metrics::new(db.clone()),
        db,
        limits: Limits::new(settings.quotas, &clock),
        clock,
        keys: Arc::new(keys),
        known: Known::new(settings.registered_only),
        memo: Memo::default(),
        origins: settings.origins.clone(),
        proxies: settings.proxies.clone(),
        forwarded: settings.forwarded,
        connections: Connections::new(settings.connections_per_address, settings.proxies.clone()),
        cursor_key: cursor_key(&settings.data)?,
        contract: Contract::committed()?,
        denials: Denials::default(),
        alarms: Alarms::default(),
        disks: Arc::new(Disks::of(settings)),
        expansions,
        may_see: crate::delivery::told_again::may_see,
        reports: Reports::default(),
        single_admin: settings.single_admin,
        livemode,
        stopping: AtomicBool::new(false),
    })
}

/// How a kind of resources is read that lists bring along: as its own list reads it, so that nobody sees more of it there.
fn expansions(kind: &str) -> Option<Expansion> {
    Some(match kind {
        "application" => applications::EXPANSION,
        "decision" => decisions::EXPANSION,
        "grant" => grants::EXPANSION,
        "person" => register::persons::EXPANSION,
        "programme" => register::programmes::EXPANSION,
        "support_person" => register::support_persons::EXPANSION,
        _ => return None,
    })
}

/// Serves until SIGTERM or SIGINT; requests in flight are ended properly. `ready` is called when the listener is open.
///
/// # Errors
/// When the address is taken or the database is away.
pub fn serve(settings: &Settings, livemode: bool, ready: impl FnOnce(&str) -> Result<(), Error>) -> Result<(), Error> {
    let mut reasons = settings.place.unfit()?;
    let _alone = alone(settings)?;
    reasons.extend(open_keys(&keys_folder(&settings.data), &settings.master_key)?);
    if reasons.is_empty() {
        reasons.extend(standing::before(&mut settings.place.open(true)?, Clock::System.now())?);
        reasons.extend(unsorted(&settings.place)?);
    }
    if !reasons.is_empty() {
        return Err(Error::Unavailable(reasons.join("\n")));
    }
    if !settings.place.open(true)?.is_bound_by_sight()? {
        log::warn!("serving as the owner of the tables, whom no policy binds: see `aplp grants`");
    }
    if settings.single_admin {
        log::warn!("one admin alone lets clients in: APLP_SINGLE_ADMIN waives the second one");
    }
    let app = web::Data::new(open(settings, Clock::System, livemode)?);
    let key = Arc::new(SigningKey::open(&keys_folder(&settings.data))?);
    let listener = bind(settings.listen, "APLP_LISTEN")?;
    let address = listener.local_addr()?;
    let figures = settings.metrics.map(|at| bind(at, "APLP_METRICS_LISTEN")).transpose()?;
    actix_web::rt::System::new().block_on(async {
        let server = server::start(app.clone(), listener, settings.workers)?;
        actix_web::rt::spawn(server::stop_on_signal(app.clone(), server.handle()));
        timers::start(&app, &key, &settings.data);
        if let Some(figures) = figures {
            log::info!("figures on http://{}/metrics", figures.local_addr()?);
            actix_web::rt::spawn(listener::start(app.clone(), figures)?);
            timers::watch(&app);
        }
        log::info!("listening on http://{address}");
        ready(&format!("http://{address}"))?;
        server.await?;
        timers::sign(&app, key, &settings.data).await;
        Ok(())
    })
}

/// Listens at an address.
fn bind(at: SocketAddr, setting: &str) -> Result<TcpListener, Error> {
    TcpListener::bind(at).map_err(named(Path::new(&at.to_string()), setting))
}

/// Keys that others on the machine can use: every file of the folder but the public ones.
fn open_keys(folder: &Path, master_key: &Path) -> Result<Vec<String>, Error> {
    let mut keys = BTreeSet::from([master_key.to_owned()]);
    if folder.exists() {
        for file in std::fs::read_dir(folder).map_err(named(folder, "APLP_DATA"))? {
            keys.insert(file?.path());
        }
    }
    let secret = keys.iter().filter(|path| path.extension().is_none_or(|ending| ending != "json"));
    Ok(secret.filter_map(|path| must_be_private(path).err()).map(|why| why.to_string()).collect())
}

/// Takes a SQLite file for this server alone, for as long as the returned file is open.
fn alone(settings: &Settings) -> Result<Option<File>, Error> {
    let Some(path) = settings.place.lock_file() else { return Ok(None) };
    let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path);
    let file = file.map_err(named(&path, "DATABASE_URL; without it the file is in APLP_DATA"))?;
    let taken = |_| Error::Unavailable(format!("{}: another server has this database: stop it first", path.display()));
    file.try_lock().map_err(taken)?;
    Ok(Some(file))
}

/// Signs how far the journal has come, now.
///
/// # Errors
/// When the database does not answer, or the file of checkpoints cannot be written.
pub fn checkpoint(at: &Whereabouts) -> Result<Option<Checkpoint>, Error> {
    at.place.must_be_of_this_release()?;
    let now = Clock::System.now();
    standing::believed(standing::before(&mut at.place.open(true)?, now)?)?;
    let key = Arc::new(SigningKey::open(&keys_folder(&at.data))?);
    let keys = Keyring::open(&mut at.place.open(false)?, &at.master_key, now.naive_utc())?;
    let db = Db::open(&at.place, &keys, 1)?;
    let made = checkpoints::store::make(&db, key, &at.data, now);
    actix_web::rt::System::new().block_on(made)
}

/// Ends what has run out and raises what is due, now, and says how much of it there was. An operator may say which day it is.
///
/// # Errors
/// When the database does not answer, the day is not today, or the clock is in doubt and nobody said which day it is.
pub fn tick(at: &Whereabouts, day: Option<NaiveDate>, livemode: bool) -> Result<String, Error> {
    at.place.must_be_of_this_release()?;
    let today = Clock::System.today();
    if day.is_some_and(|day| day != today) {
        let why = format!(
            "by the clock of this machine today is {today} in Riga, and --day says otherwise: nothing was done"
        );
        return Err(Error::Unavailable(why));
    }
    let now = Clock::System.now();
    let keys = Keyring::open(&mut at.place.open(false)?, &at.master_key, now.naive_utc())?;
    let db = Db::open(&at.place, &keys, 1)?;
    let Ticked { ended, started, resumed, settled, lapsed, not_submitted, raised, failed } =
        actix_web::rt::System::new().block_on(tick::on_a_day(&db, now, livemode, day.is_some()))?;
    Ok(format!(
        "{ended} ended, {started} started, {resumed} resumed, {settled} settled, {lapsed} lapsed, \
         {not_submitted} not submitted, {raised} raised, {failed} failed"
    ))
}

/// The key that seals cursors, made at the first start. It is no secret of anybody's: losing it ends open walks through lists.
fn cursor_key(data: &Path) -> Result<CursorKey, Error> {
    let file = keys_folder(data).join("cursor.key");
    if !file.exists() {
        make_folder(&keys_folder(data), "APLP_DATA")?;
        write_private(&file, &random()?, "APLP_DATA")?;
    }
    CursorKey::new(&std::fs::read(&file).map_err(named(&file, "APLP_DATA"))?)
}
