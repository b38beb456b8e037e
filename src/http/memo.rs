//! What is the same for everybody and changes seldom: read once and remembered for a second.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::App;
use crate::caller::Sight;
use crate::db::Conn;
use crate::error::Error;

/// How long an instance remembers; one that changes such a thing itself forgets at once.
const REMEMBERED: Duration = Duration::from_secs(1);

/// The things that were read lately, one of each type.
#[derive(Default)]
pub struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    things: HashMap<TypeId, (Arc<dyn Any + Send + Sync>, Duration)>,
    /// Counts how often something was forgotten, so that what was read before is not remembered after.
    forgotten: u64,
}

impl Memo {
    /// The thing of this type, as it was a second ago at the most.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn of<T, F>(&self, app: &App, read: F) -> Result<Arc<T>, Error>
    where
        T: Send + Sync + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let now = app.clock.elapsed();
        let forgotten = {
            let known = self.known();
            let fresh = |at: Duration| at <= now && now - at < REMEMBERED;
            let thing = known.things.get(&TypeId::of::<T>()).filter(|(_, at)| fresh(*at));
            if let Some(thing) = thing.and_then(|(thing, _)| Arc::clone(thing).downcast().ok()) {
                return Ok(thing);
            }
            known.forgotten
        };
        let thing = Arc::new(app.db.read(Sight::Nobody, read).await?);
        let mut known = self.known();
        if known.forgotten == forgotten {
            known.things.insert(TypeId::of::<T>(), (Arc::<T>::clone(&thing), now));
        }
        Ok(thing)
    }

    /// Forgets the thing of this type, because it was changed.
    pub fn forget<T: 'static>(&self) {
        let mut known = self.known();
        known.things.remove(&TypeId::of::<T>());
        known.forgotten += 1;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
