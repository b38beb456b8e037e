//! What is done again and again while the service runs. A failure is told and holds nothing else up.

pub mod tick;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt;
use actix_web::web::Data;
use tokio::time::{MissedTickBehavior, interval};

use crate::caller::Sight;
use crate::db::{chain, standing};
use crate::error::Error;
use crate::http::{App, repeat};
use crate::insight::checkpoints;
use crate::insight::checkpoints::key::SigningKey;
use crate::insight::checkpoints::wire::Checkpoint;
use crate::intake::applications;
use crate::metrics::SecurityEvent;
use crate::timers::tick::Ticked;

/// How often answers that were kept long enough are forgotten.
const PURGE_EVERY: Duration = Duration::from_secs(3600);
/// How often the figures that only the database knows are counted.
const WATCH_EVERY: Duration = Duration::from_secs(60);
/// How often data keys are looked for that another process made.
const RENEW_KEYS_EVERY: Duration = Duration::from_secs(30);
/// How often rows of the journal get their place in the chain; one instance does it at a time for all.
const SEQUENCE_EVERY: Duration = Duration::from_millis(200);
/// How often what has run out is ended, and what is due is raised.
const TICK_EVERY: Duration = Duration::from_secs(600);
/// How often the newest place is signed.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(3600);
/// How long something rests that failed, at the least.
const REST: Duration = Duration::from_secs(5);

/// Starts what every instance does.
pub fn start(app: &Data<App>, key: &Arc<SigningKey>, data: &Path) {
    every(PURGE_EVERY, "stored answers were not purged", app, async |app| {
        standing::believed(doubt(app).await?)?;
        repeat::purge(&app.db, app.clock.now()).await
    });
    every(RENEW_KEYS_EVERY, "the data keys were not looked for", app, async |app| app.db.renew_keys().await);
    every(SEQUENCE_EVERY, "rows of the journal have no place yet", app, async |app| chain::sequence(&app.db).await);
    every(TICK_EVERY, "what is due was not done", app, due);
    let (key, data) = (key.clone(), data.to_owned());
    every(CHECKPOINT_EVERY, "the journal was not signed", app, async move |app| signed(app, key.clone(), &data).await);
}

/// Does what is due. Where the clock is in doubt nothing is done that cannot be undone: that is an alarm.
///
/// # Errors
/// When the database does not answer, or the clock is in doubt.
pub async fn due(app: &App) -> Result<Ticked, Error> {
    if let Some(why) = doubt(app).await? {
        app.metrics.alarm(SecurityEvent::ClockDoubted);
        log::error!(target: "aplp::alarm", "event={} {why}", SecurityEvent::ClockDoubted.code());
        return Err(Error::Unavailable(why));
    }
    tick::on_a_day(&app.db, app.clock.now(), app.livemode, false).await
}

async fn doubt(app: &App) -> Result<Option<String>, Error> {
    let at = app.clock.now();
    app.db.read(Sight::Nobody, move |conn| standing::doubt(conn, at)).await
}

async fn signed(app: &App, key: Arc<SigningKey>, data: &Path) -> Result<Option<Checkpoint>, Error> {
    let at = app.clock.now();
    standing::believed(app.db.read(Sight::Nobody, move |conn| standing::before(conn, at)).await?)?;
    checkpoints::store::make(&app.db, key, data, at).await
}

/// Keeps the figures that only the database knows, for those who watch them.
pub fn watch(app: &Data<App>) {
    every(WATCH_EVERY, "overdue applications and waiting rows were not counted", app, async |app| {
        let today = app.clock.today();
        // A figure of the whole office, which names nobody.
        let counted = app
            .db
            .read(Sight::All, move |conn| Ok((applications::store::overdue(conn, today)?, chain::waiting(conn)?)));
        let (overdue, waiting) = counted.await?;
        app.metrics.overdue_applications.set(overdue);
        app.metrics.sequencer_lag.set(waiting);
        Ok(())
    });
}

/// Signs how far the journal has come. That it could not be signed holds nobody up: the next statement holds everything
/// before it.
pub async fn sign(app: &App, key: Arc<SigningKey>, data: &Path) {
    if let Err(fault) = signed(app, key, data).await {
        log::error!(target: "aplp::failure", "the journal was not signed: {fault}");
    }
}

/// Does something at once and then every so often; says what a failure means.
fn every<T>(
    period: Duration,
    failed: &'static str,
    app: &Data<App>,
    work: impl AsyncFn(&App) -> Result<T, Error> + 'static,
) {
    let app = app.clone();
    rt::spawn(async move {
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(fault) = work(&app).await {
                log::warn!("{failed}: {fault}");
                ticks.reset_after(period.max(REST));
            }
        }
    });
}
