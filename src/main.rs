//! The binary: sub-commands, and the only place that ends the process.

use std::path::PathBuf;
use std::process::ExitCode;

use aplp::backup::{self, Counts};
use aplp::clock::Clock;
use aplp::config::{Given, GivenAddress, GivenFolder, GivenWhereabouts, Whereabouts, misspelt};
use aplp::db::keyring::Master;
use aplp::db::{Keyring, privileges};
use aplp::demo::{self, TokenWish};
use aplp::error::Error;
use aplp::http::{document, server};
use aplp::insight::checkpoints::store;
use aplp::keys::KeysWish;
use aplp::verify;
use aplp::{health, service};
use clap::{CommandFactory, Parser, Subcommand};

/// Administers the service Atbalsta persona lēmumu pieņemšanā over HTTP.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What the binary does; each takes the settings that it reads.
#[derive(Subcommand)]
enum Command {
    /// Makes a data folder with a small synthetic office and serves it, for trying the service out.
    Demo(Box<Given>),
    /// Serves the API.
    Serve(Box<Given>),
    /// Asks the service on its address whether it lives: exit 0 if it does, else 1.
    Health(GivenAddress),
    /// Brings the database to the newest version.
    Migrate(GivenWhereabouts),
    /// Prints a token of the demo issuer.
    Token {
        #[command(flatten)]
        wish: TokenWish,
        #[command(flatten)]
        folder: GivenFolder,
    },
    /// Writes everything to a new file, encrypted under the master key; the service may run meanwhile.
    Backup {
        /// The file; there is none yet.
        file: PathBuf,
        #[command(flatten)]
        at: GivenWhereabouts,
    },
    /// Puts everything from a backup into an empty database of either kind.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Only reads the backup through, and touches no database.
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        at: GivenWhereabouts,
    },
    /// Prints the statements that give a role of PostgreSQL what the service needs and no more; the owner runs them.
    Grants {
        /// The role.
        role: String,
    },
    /// Looks after the keys of the sealed data.
    #[command(mut_args(|argument| argument.global(true)))]
    Keys {
        #[command(subcommand)]
        wish: KeysWish,
        #[command(flatten)]
        at: GivenWhereabouts,
    },
    /// Prints the OpenAPI document.
    Openapi,
    /// Ends what has run out and raises what is due, now; a service that runs does so every ten minutes.
    Tick(GivenWhereabouts),
    /// Signs how far the journal has come, and prints that.
    Checkpoint(GivenWhereabouts),
    /// Checks every invariant on the database: a line for each fault; exit 0 if there is none, else 1.
    Verify(GivenWhereabouts),
}

/// Why a sub-command did not do what it was asked.
enum Failure {
    /// The settings cannot hold, for these reasons.
    Settings(Vec<String>),
    /// It could not be done.
    Undone(Error),
}

impl From<Vec<String>> for Failure {
    fn from(faults: Vec<String>) -> Self {
        Self::Settings(faults)
    }
}

impl From<Error> for Failure {
    fn from(fault: Error) -> Self {
        Self::Undone(fault)
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let env = env_logger::Env::default().default_filter_or("warn,aplp=info");
    env_logger::Builder::from_env(env).format_timestamp_millis().init();
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for warning in misspelt::warnings(&misspelt::known(&Cli::command()), names) {
        log::warn!("{warning}");
    }
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Settings(faults)) => {
            eprintln!("The settings cannot hold:\n  {}", faults.join("\n  "));
            ExitCode::from(2)
        }
        Err(Failure::Undone(fault)) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(given) => demo::run(&given.settings()?)?,
        Command::Serve(given) => service::serve(&given.settings()?, true, |_| Ok(()))?,
        Command::Health(given) => health::ask(given.address()?)?,
        Command::Migrate(given) => {
            let at = given.whereabouts()?;
            println!("{} steps", service::prepare(&at.place, &at.master_key, Clock::System.now())?);
        }
        Command::Token { wish, folder } => println!("{}", wish.token(&folder.data, Clock::System.now())?),
        Command::Checkpoint(given) => match service::checkpoint(&given.whereabouts()?)? {
            Some(made) => print!("{}", made.line().unwrap_or_default()),
            None => println!("nothing was added to the journal since the last one"),
        },
        Command::Tick(given) => println!("{}", service::tick(&given.whereabouts()?)?),
        Command::Verify(given) => verified(&given.whereabouts()?)?,
        Command::Backup { file, at } => {
            let at = at.whereabouts()?;
            told(&backup::backup(&at.place, &Master::read(&at.master_key)?, &file)?);
        }
        Command::Restore { file, check, at } => {
            let at = at.whereabouts()?;
            let master = Master::read(&at.master_key)?;
            let counts = if check { backup::check(&master, &file) } else { backup::restore(&at.place, &master, &file) };
            told(&counts?);
        }
        Command::Grants { role } => print!("{}", privileges::statements(&role)?),
        Command::Keys { wish, at } => {
            println!("{}", wish.fulfil(&at.whereabouts()?, Clock::System.now().naive_utc())?);
        }
        Command::Openapi => print!("{}", document::text(&server::document())),
    }
    Ok(())
}

fn told(counts: &Counts) {
    for (table, count) in counts.iter().filter(|(_, count)| count.rows > 0) {
        println!("{table}: {} rows {}", count.rows, count.digest);
    }
}

fn verified(at: &Whereabouts) -> Result<(), Error> {
    let mut conn = at.place.open_whole(true)?;
    let _held = Keyring::read(&mut conn, &at.master_key)?.here();
    let faults = verify::faults_beside(&mut conn, &store::file(&at.data))?;
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} invariants checked, {} faults", verify::count(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(Error::Internal("the database is not whole".to_owned())) }
}
