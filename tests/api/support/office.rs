//! An office with its own database, clock and keys, served over real HTTP on a port of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use actix_web::dev::ServerHandle;
use actix_web::web;
use aplp::caller::Role;
use aplp::clock::Clock;
use aplp::config::{Settings, keys_folder};
use aplp::db::{Conn, Place};
use aplp::disk::FREE_PERCENT_MIN;
use aplp::http::forwarded::Field;
use aplp::http::limits::Quotas;
use aplp::http::origins::Origins;
use aplp::http::token::{Claims, DEMO_ISSUER, Issuer, Jwks};
use aplp::http::{App, server};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use diesel::connection::{Connection, SimpleConnection};
use diesel::prelude::*;
use diesel::result::Error::RollbackTransaction;
use jsonwebtoken::Algorithm;
use serde_json::Value;
use uuid::Uuid;

use super::database::{self, database, master_key, scratch};
use super::desk::Desk;
use super::{Reply, contract, logs};

/// An office that is open on a day of its own.
pub struct Office {
    pub base: String,
    pub app: web::Data<App>,
    /// The database as its owner reaches it; it is served as a role that owns nothing.
    pub place: Place,
    pub settings: Settings,
    issuer: Issuer,
    agent: ureq::Agent,
    server: ServerHandle,
    pub folder: PathBuf,
}

impl Office {
    /// An office at nine in the morning of Monday, 2 March 2026.
    pub fn open() -> Self {
        Self::open_on("2026-03-02T07:00:00Z")
    }

    /// An office at some moment.
    pub fn open_on(at: &str) -> Self {
        Self::open_in(at, database::postgres())
    }

    /// An office at some moment, on PostgreSQL if a server is given and else on SQLite.
    pub fn open_in(at: &str, server: Option<String>) -> Self {
        Self::open_as(at, server, |_| {})
    }

    /// An office with settings of its own.
    pub fn open_as(at: &str, server: Option<String>, differs: impl FnOnce(&mut Settings)) -> Self {
        Self::open_below(&scratch(), at, server, differs)
    }

    /// As `open_as`, with its files below a folder.
    pub fn open_below(parent: &Path, at: &str, server: Option<String>, differs: impl FnOnce(&mut Settings)) -> Self {
        let folder = parent.join(format!("aplp-office-{}", Uuid::new_v4().simple()));
        std::fs::create_dir_all(keys_folder(&folder)).unwrap();
        let place = database(&folder, server);
        Self::furnished(place, folder, &master_key(), at, differs)
    }

    /// An office at some moment on a database that is there already.
    pub fn at(place: Place, master_key: &Path, at: &str) -> Self {
        let folder = scratch().join(format!("aplp-office-{}", Uuid::new_v4().simple()));
        std::fs::create_dir_all(keys_folder(&folder)).unwrap();
        database::grant(&place);
        Self::furnished(place, folder, master_key, at, |_| {})
    }

    fn furnished(
        place: Place,
        folder: PathBuf,
        master_key: &Path,
        at: &str,
        differs: impl FnOnce(&mut Settings),
    ) -> Self {
        logs::keep();
        Issuer::prepare(&keys_folder(&folder)).unwrap();
        std::fs::copy(master_key, keys_folder(&folder).join("master.key")).unwrap();
        let mut settings = Settings {
            data: folder.clone(),
            place: database::as_role(&place),
            listen: "127.0.0.1:0".parse().unwrap(),
            metrics: None,
            master_key: keys_folder(&folder).join("master.key"),
            jwks: Jwks::File(keys_folder(&folder).join("jwks.json")),
            outbound_hosts: Vec::new(),
            issuers: vec![DEMO_ISSUER.to_owned()],
            registered_only: false,
            single_admin: false,
            workers: 1,
            // Most of what a story on PostgreSQL costs is the opening of connections.
            database_connections: 3,
            disk_free_percent: FREE_PERCENT_MIN,
            quotas: Quotas::WIDE,
            proxies: Vec::new(),
            forwarded: Field::XForwardedFor,
            connections_per_address: 10_000,
            origins: Origins::default(),
        };
        differs(&mut settings);
        let workers = settings.workers;
        let clock = Clock::standing_at(at.parse().unwrap());
        let app = web::Data::new(aplp::service::open(&settings, clock, false).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (tell, told) = mpsc::channel();
        let for_thread = app.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let server = server::start(for_thread, listener, workers).unwrap();
                tell.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let issuer = Issuer::open(&keys_folder(&folder), Algorithm::EdDSA).unwrap();
        Self { base, app, place, settings, issuer, agent, server: told.recv().unwrap(), folder }
    }

    /// Lets the issuer of another office issue its tokens.
    pub fn take_issuer_of(&mut self, other: &Self) {
        self.issuer = Issuer::open(&keys_folder(&other.folder), Algorithm::EdDSA).unwrap();
    }

    /// What `aplp verify` finds.
    pub fn faults(&self) -> Vec<String> {
        self.faults_on(&mut self.place.open(true).unwrap())
    }

    fn faults_on(&self, conn: &mut Conn) -> Vec<String> {
        let _held = self.app.db.keyring().here();
        let checkpoints = aplp::insight::checkpoints::store::file(&self.folder);
        aplp::verify::faults_beside(conn, &checkpoints).unwrap()
    }

    /// Whether its database is SQLite's.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.place, Place::Sqlite(_))
    }

    /// Plants each fault by itself, and undoes it when `verify` has found it.
    #[track_caller]
    pub fn finds_each(&self, conn: &mut Conn, faults: &[(impl AsRef<str>, &str)]) {
        // A wall that was taken away is a fault of its own.
        let before = self.faults_on(conn);
        for (plant, expected) in faults {
            let plant = plant.as_ref();
            assert!(!before.iter().any(|line| line.contains(expected)), "{expected} without a plant");
            let mut found = Vec::new();
            let undone = conn.transaction(|tx| -> QueryResult<()> {
                tx.batch_execute(plant)?;
                found = self.faults_on(tx);
                Err(RollbackTransaction)
            });
            assert_eq!(undone, Err(RollbackTransaction), "{plant}");
            assert!(found.iter().any(|line| line.contains(expected)), "{plant}: {found:#?}");
        }
        assert_eq!(self.faults_on(conn), before);
    }

    /// The file with the master key.
    pub fn master_key(&self) -> std::path::PathBuf {
        keys_folder(&self.folder).join("master.key")
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    pub fn today(&self) -> NaiveDate {
        self.app.clock.today()
    }

    pub fn move_to(&self, at: &str) {
        self.app.clock.move_to(at.parse().unwrap());
    }

    pub fn pass_days(&self, days: i64) {
        self.app.clock.move_to(self.now() + Duration::days(days));
    }

    /// Somebody with one role.
    pub fn desk(&self, role: Role) -> Desk<'_> {
        let subject = format!("{role:?}").to_lowercase();
        Desk { office: self, claims: Claims::demo(&subject, &[role], self.now()), language: "en" }
    }

    /// Ilze, who takes applications in and assesses needs.
    pub fn coordinator(&self) -> Desk<'_> {
        self.desk(Role::Coordinator).named("Ilze Kalniņa")
    }

    /// Andris, who signs decisions.
    pub fn decision_maker(&self) -> Desk<'_> {
        self.desk(Role::DecisionMaker).named("Andris Ozols")
    }

    /// Ieva, who hears contests.
    pub fn director(&self) -> Desk<'_> {
        self.desk(Role::Director).named("Ieva Zīle")
    }

    /// A municipality's social service.
    pub fn municipality(&self, atvk: &str) -> Desk<'_> {
        let mut desk = self.desk(Role::Municipality);
        desk.claims.sub = format!("municipality-{atvk}");
        desk.claims.municipality = Some(atvk.to_owned());
        desk
    }

    /// A support person, by their id in the register.
    pub fn support_person(&self, id: &str) -> Desk<'_> {
        let mut desk = self.desk(Role::SupportPerson);
        desk.claims.sub = format!("support-person-{id}");
        desk.claims.support_person = Some(id.parse().unwrap());
        desk
    }

    /// A person with their own file.
    pub fn person(&self, id: &str) -> Desk<'_> {
        let mut desk = self.desk(Role::Person);
        desk.claims.person = Some(id.parse().unwrap());
        desk
    }

    /// A request without a token.
    pub fn anyone(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.send(method, path, &[], body.map(|body| ("application/json", body.to_string())))
    }

    pub fn token(&self, claims: &Claims) -> String {
        self.issuer.sign(claims).unwrap()
    }

    /// Sends exactly what is given, and holds the answer against the contract.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, String)], body: Option<(&str, String)>) -> Reply {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let response = match body {
            Some((media, body)) => {
                if !media.is_empty() {
                    request = request.header("content-type", media);
                }
                self.agent.run(request.body(body).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = response.unwrap();
        let bytes = response.body_mut().read_to_vec().unwrap();
        // A workbook is no text.
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let status = response.status().as_u16();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let reply = Reply { status, headers, bytes, text, body };
        let media = reply.header("content-type").unwrap_or_default();
        contract::hold(&method.to_lowercase(), path, status, &media, &reply.body);
        reply
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        drop(self.server.stop(false));
        let _ = std::fs::remove_dir_all(&self.folder);
        database::remove(&self.place);
    }
}
