//! The binary: sub-commands, and the only place that ends the process.

use std::path::PathBuf;
use std::process::ExitCode;

use aplp::backup::{self, Counts};
use aplp::clock::Clock;
use aplp::config::{Given, Settings};
use aplp::db::keyring::Master;
use aplp::db::{Keyring, privileges};
use aplp::demo::{self, TokenWish};
use aplp::error::Error;
use aplp::http::{document, server};
use aplp::insight::checkpoints::store;
use aplp::keys::KeysWish;
use aplp::verify;
use aplp::{health, service};
use clap::{Parser, Subcommand};

/// Administers the service Atbalsta persona lēmumu pieņemšanā over HTTP.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    given: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Makes a data folder with a small synthetic office and serves it, for trying the service out.
    Demo,
    /// Serves the API.
    Serve,
    /// Asks the service on its address whether it lives: exit 0 if it does, else 1.
    Health,
    /// Brings the database to the newest version.
    Migrate,
    /// Prints a token of the demo issuer.
    Token(TokenWish),
    /// Writes everything to a new file, encrypted under the master key; the service may run meanwhile.
    Backup {
        /// The file; there is none yet.
        file: PathBuf,
    },
    /// Puts everything from a backup into an empty database of either kind.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Only reads the backup through, and touches no database.
        #[arg(long)]
        check: bool,
    },
    /// Prints the statements that give a role of PostgreSQL what the service needs and no more; the owner runs them.
    Grants {
        /// The role.
        role: String,
    },
    /// Looks after the keys of the sealed data.
    Keys {
        #[command(subcommand)]
        wish: KeysWish,
    },
    /// Prints the OpenAPI document.
    Openapi,
    /// Ends what has run out and raises what is due, now; a service that runs does so every ten minutes.
    Tick,
    /// Signs how far the journal has come, and prints that.
    Checkpoint,
    /// Checks every invariant on the database: a line for each fault; exit 0 if there is none, else 1.
    Verify,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let env = env_logger::Env::default().default_filter_or("warn,aplp=info");
    env_logger::Builder::from_env(env).format_timestamp_millis().init();
    let settings = match cli.given.settings() {
        Ok(settings) => settings,
        Err(faults) => {
            eprintln!("The settings cannot hold:\n  {}", faults.join("\n  "));
            return ExitCode::from(2);
        }
    };
    match run(&cli.command, &settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command, settings: &Settings) -> Result<(), Error> {
    match command {
        Command::Demo => demo::run(settings),
        Command::Serve => service::serve(settings, true, |_| Ok(())),
        // There it is answered whatever crowd there is at the service itself.
        Command::Health => health::ask(settings.metrics.unwrap_or(settings.listen)),
        Command::Migrate => {
            println!("{} steps", service::prepare(&settings.place, &settings.master_key, Clock::System.now())?);
            Ok(())
        }
        Command::Token(wish) => {
            println!("{}", wish.token(&settings.data, Clock::System.now())?);
            Ok(())
        }
        Command::Checkpoint => {
            match service::checkpoint(settings)? {
                Some(made) => print!("{}", made.line().unwrap_or_default()),
                None => println!("nothing was added to the journal since the last one"),
            }
            Ok(())
        }
        Command::Tick => {
            println!("{}", service::tick(settings)?);
            Ok(())
        }
        Command::Verify => verified(settings),
        Command::Backup { file } => {
            told(&backup::backup(&settings.place, &Master::read(&settings.master_key)?, file)?);
            Ok(())
        }
        Command::Restore { file, check } => {
            let master = Master::read(&settings.master_key)?;
            told(&if *check {
                backup::check(&master, file)?
            } else {
                backup::restore(&settings.place, &master, file)?
            });
            Ok(())
        }
        Command::Grants { role } => {
            print!("{}", privileges::statements(role)?);
            Ok(())
        }
        Command::Keys { wish } => {
            println!("{}", wish.fulfil(settings, Clock::System.now().naive_utc())?);
            Ok(())
        }
        Command::Openapi => {
            print!("{}", document::text(&server::document()));
            Ok(())
        }
    }
}

fn told(counts: &Counts) {
    for (table, count) in counts.iter().filter(|(_, count)| count.rows > 0) {
        println!("{table}: {} rows {}", count.rows, count.digest);
    }
}

fn verified(settings: &Settings) -> Result<(), Error> {
    let mut conn = settings.place.open_whole(true)?;
    let _held = Keyring::read(&mut conn, &settings.master_key)?.here();
    let faults = verify::faults_beside(&mut conn, &store::file(&settings.data))?;
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} invariants checked, {} faults", verify::count(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(Error::Internal("the database is not whole".to_owned())) }
}
