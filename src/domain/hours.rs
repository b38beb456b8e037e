//! The hours of support: how an entry is split into days, and whether it may be posted.

mod reversal;

use crate::agreement::Employment;
use crate::areas::Area;
use crate::code::Code;
use crate::dates::{has_come, later_than};
use crate::day;
use crate::figure::{Figure, Since, Unit};
use crate::grant::{Contents, Interval, Service, State, remaining};
use crate::law::Source;
use crate::quantity::Minutes;
use crate::refusal::Refusal;
use crate::riga::{riga_day, riga_midnight};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

pub use reversal::{EntryState, may_reverse};

/// Which part of the service an entry belongs to (Labklājības ministrija, pakalpojuma apraksts: "sevī ietver").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Component {
    /// Building a relation of trust.
    TrustBuilding,
    /// Finding the areas and the intensity of support.
    NeedsDefinition,
    /// Supporting a decision.
    DecisionSupport,
    /// Widening the circle of support.
    CircleBuilding,
    /// Explaining the person's will to third parties.
    ThirdParty,
}

crate::codes!(Component {
    TrustBuilding = "trust_building",
    NeedsDefinition = "needs_definition",
    DecisionSupport = "decision_support",
    CircleBuilding = "circle_building",
    ThirdParty = "third_party",
});

/// How support was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Face to face.
    InPerson,
    /// By telephone.
    Phone,
    /// By video call.
    Video,
    /// In writing.
    Written,
}

crate::codes!(Mode { InPerson = "in_person", Phone = "phone", Video = "video", Written = "written" });

/// Whether support was a contact with the person in both directions (design): what is written may not be answered, and what is
/// explained to third parties may be done without the person.
pub fn is_contact(mode: Mode, component: Component) -> bool {
    mode != Mode::Written && component != Component::ThirdParty
}

/// Where support was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// At the person's home.
    Home,
    /// At the association.
    Office,
    /// At an institution.
    Institution,
    /// In a public place.
    PublicPlace,
    /// At a distance.
    Remote,
    /// Elsewhere.
    Other,
}

crate::codes!(PlaceKind {
    Home = "home",
    Office = "office",
    Institution = "institution",
    PublicPlace = "public_place",
    Remote = "remote",
    Other = "other",
});

/// One entry of support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// In which area.
    pub area: Area,
    /// For which part of the service.
    pub component: Component,
    /// In which way.
    pub mode: Mode,
    /// Whether it took place inside the doctor's room.
    pub inside_consultation: bool,
    /// The way there and back; recorded, and not counted.
    pub travel: Minutes,
}

/// A calendar month in Riga: year and month.
pub type Month = (i32, u32);

/// The part of an entry that lies on one day in Riga.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The day.
    pub day: NaiveDate,
    /// Its month, whose volume it uses.
    pub month: Month,
    /// Its length.
    pub minutes: Minutes,
}

const LONGEST: Since =
    Since { day: day(2019, 12, 1), until: None, value: 24 * 60, source: Source::only("design: a day and a night") };

/// How long one entry may be, in minutes.
pub const ENTRY_MINUTES_MAX: Figure = Figure { code: "entry_minutes_max", unit: Unit::Minutes, values: &[LONGEST] };

pub(crate) const FIGURES: &[&Figure] = &[&ENTRY_MINUTES_MAX];

/// How long an entry could be at any time, in minutes: none began longer before its end than that.
pub fn entry_minutes_ever() -> i64 {
    ENTRY_MINUTES_MAX.values.iter().map(|since| since.value).max().unwrap_or_default()
}

/// Splits an entry at every midnight in Riga. Minutes are real ones, also on the days on which the clock is changed.
///
/// # Errors
/// `NotWholeMinutes`, `TooEarly` when the end is not later than the start, `TooLong` above 24 hours,
/// `FigureNotInForce` for a start on a day on which nothing says how long an entry may be.
pub fn split(started_at: DateTime<Utc>, ended_at: DateTime<Utc>) -> Result<Vec<Part>, Refusal> {
    if [started_at, ended_at].into_iter().any(|at| at.second() != 0 || at.nanosecond() != 0) {
        return Err(Refusal::NotWholeMinutes);
    }
    later_than("ended_at", ended_at, started_at)?;
    let most = Minutes(ENTRY_MINUTES_MAX.on(riga_day(started_at))?.value as i32);
    if ended_at - started_at > TimeDelta::minutes(i64::from(most.0)) {
        return Err(Refusal::TooLong { most });
    }
    let mut parts = Vec::with_capacity(2);
    let mut from = started_at;
    while from < ended_at {
        let on = riga_day(from);
        let midnight = on.succ_opt().map_or(ended_at, riga_midnight);
        // Past the last day of the calendar there is no midnight, and the rest stays on that day.
        let to = if midnight > from { midnight.min(ended_at) } else { ended_at };
        let minutes = Minutes((to - from).num_minutes() as i32);
        parts.push(Part { day: on, month: (on.year(), on.month()), minutes });
        from = to;
    }
    Ok(parts)
}

/// What has to be known of a grant before an entry is posted on it.
#[derive(Debug, Clone, Copy)]
pub struct PostingFacts<'a> {
    /// The recorded state of the grant.
    pub state: State,
    /// The first day of its term.
    pub term_from: NaiveDate,
    /// The last day of service: that of its term, or the one on which it was ended.
    pub term_to: NaiveDate,
    /// Areas and volume, by days; the volume is not less in a month that begins or ends within the term (design).
    pub contents: &'a Contents,
    /// When the last of the three parties signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// When another agreement took its place; none while it stands.
    pub replaced_at: Option<DateTime<Utc>>,
    /// When the support person is employed.
    pub support_person: Employment,
    /// The first day of the programme.
    pub programme_from: NaiveDate,
    /// The last day of the programme.
    pub programme_to: Option<NaiveDate>,
    /// The suspensions.
    pub suspensions: &'a [Interval],
    /// What was used already, by month; a month that is not listed is unused.
    pub used: &'a [(Month, Minutes)],
    /// The other services of the person under the same programme.
    pub beside: &'a [Service<'a>],
    /// Whether the person has another entry at that time.
    pub overlaps_person: bool,
    /// Whether the support person has another entry at that time.
    pub overlaps_support_person: bool,
}

/// Whether an entry may be posted, and on which days it counts.
///
/// # Errors
/// The first rule that says no: the times, the agreement, the days, the area, an overlap, the volume of a month.
pub fn post(facts: &PostingFacts<'_>, entry: &Entry, now: DateTime<Utc>) -> Result<Vec<Part>, Refusal> {
    let parts = split(entry.started_at, entry.ended_at)?;
    has_come("ended_at", entry.ended_at, now)?;
    if facts.signed_at.is_none_or(|signed_at| entry.started_at < signed_at) {
        return Err(Refusal::BeforeSignature);
    }
    // Hours belong to the agreement that was in force at that minute, so late is judged like in time.
    if facts.replaced_at.is_some_and(|replaced_at| replaced_at < entry.ended_at) {
        return Err(Refusal::AfterReplacement);
    }
    parts.iter().try_for_each(|part| served_on(facts, part.day))?;
    parts.iter().try_for_each(|part| granted_on(facts, entry.area, part.day))?;
    if entry.area == Area::Health && entry.inside_consultation {
        return Err(Refusal::InsideConsultation);
    }
    if facts.overlaps_person {
        return Err(Refusal::OverlapsPerson);
    }
    if facts.overlaps_support_person {
        return Err(Refusal::OverlapsSupportPerson);
    }
    parts.iter().try_for_each(|part| within_volume(facts, &parts, part.month))?;
    Ok(parts)
}

fn served_on(facts: &PostingFacts<'_>, on: NaiveDate) -> Result<(), Refusal> {
    let PostingFacts { term_from, term_to, programme_from: starts_on, programme_to: ends_on, .. } = *facts;
    if on < starts_on || ends_on.is_some_and(|last| last < on) {
        return Err(Refusal::OutsideTheProgramme { starts_on, ends_on });
    }
    if on < term_from || term_to < on {
        return Err(Refusal::OutsideTheTerm { term_from, term_to });
    }
    // What is recorded late is judged by the day on which it was done, not by what has become of the grant since.
    if facts.state == State::Granted {
        return Err(Refusal::NotActive);
    }
    if facts.suspensions.iter().any(|interval| interval.holds(on)) {
        return Err(Refusal::Suspended);
    }
    if facts.support_person.covers(on) { Ok(()) } else { Err(Refusal::NotEmployed) }
}

fn granted_on(facts: &PostingFacts<'_>, area: Area, on: NaiveDate) -> Result<(), Refusal> {
    let granted = facts.contents.on(on).areas;
    if granted.contains(area) {
        Ok(())
    } else {
        Err(Refusal::AreaNotGranted { granted: granted.iter().map(Area::code).collect() })
    }
}

fn within_volume(facts: &PostingFacts<'_>, parts: &[Part], month: Month) -> Result<(), Refusal> {
    let wanted: Minutes = parts.iter().filter(|part| part.month == month).map(|part| part.minutes).sum();
    let PostingFacts { contents, term_from, term_to: last_day, used, beside, .. } = *facts;
    let remaining = remaining(&Service { contents, term_from, last_day, hour_rate: None, used }, beside, month);
    if wanted <= remaining { Ok(()) } else { Err(Refusal::OverTheVolume { remaining }) }
}

/// Which of two equal local times is meant, when the clock showed it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first one, in summer time.
    Earlier,
    /// The second one, in winter time.
    Later,
}

crate::codes!(Fold { Earlier = "earlier", Later = "later" });

/// The instant at which the clock of Riga shows a local time.
///
/// # Errors
/// `NoSuchLocalTime` for a time that the clock jumped over in spring.
pub fn local_instant(local: NaiveDateTime, fold: Fold) -> Result<DateTime<Utc>, Refusal> {
    let shown = chrono_tz::Europe::Riga.from_local_datetime(&local);
    let instant = match fold {
        Fold::Earlier => shown.earliest(),
        Fold::Later => shown.latest(),
    };
    instant.map(|at| at.with_timezone(&Utc)).ok_or(Refusal::NoSuchLocalTime)
}
