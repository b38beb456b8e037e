//! The binary: sub-commands, and the only place that ends the process.

use std::process::ExitCode;

use aplp::clock::Clock;
use aplp::config::{Given, Settings};
use aplp::error::Error;
use aplp::http::{document, server};
use aplp::service;
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
    /// Serves the API.
    Serve,
    /// Brings the database to the newest version.
    Migrate,
    /// Prints the OpenAPI document.
    Openapi,
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
        Command::Serve => service::serve(settings, true, |_| Ok(())),
        Command::Migrate => {
            println!("{} steps", service::prepare(&settings.place, Clock::System.now())?);
            Ok(())
        }
        Command::Openapi => {
            print!("{}", document::text(&server::document()));
            Ok(())
        }
    }
}
