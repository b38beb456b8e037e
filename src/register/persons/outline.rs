//! How much of a thing a caller is shown: the one place that says which members are left out for whom.
//!
//! Whose rows somebody sees at all, `persons::sight` says. Of these a municipality is shown whole what it pays itself; of what
//! others pay, and of a granted service whose person it sees no more, only figures. A support person who has not got all three
//! signatures yet is shown a draft.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::db::schema::{persons, programmes};
use crate::error::Error;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{paid, seen_by};
use crate::register::programmes::ProgrammeId;

/// How much of a thing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// What came out and when, term, level and volume, and minutes by month.
    Figures,
    /// What there is to sign for, and nothing of what has been done.
    Draft,
}

/// What can be shown in part. An implementation names every member, so that a new one is decided upon.
pub trait Outlined: Sized {
    /// The thing without what the extent leaves out.
    #[must_use]
    fn outlined(self, extent: Extent) -> Self;
}

/// What decides how much a caller is shown of things about some persons.
pub struct Outlines {
    sight: Sight,
    own: HashSet<ProgrammeId>,
    seen: HashSet<PersonId>,
}

impl Outlines {
    /// What decides for a caller and things about these persons.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn of(conn: &mut Conn, who: &Caller, about: &[PersonId]) -> Result<Self, Error> {
        let sight = who.sight();
        let (mut own, mut seen) = (HashSet::new(), HashSet::new());
        if let Sight::Territory(..) = sight {
            let paid = programmes::table.filter(paid(programmes::id, &sight)).select(programmes::id);
            own.extend(paid.load::<ProgrammeId>(conn)?);
        }
        if let Sight::Territory(..) | Sight::Caseload(..) = sight {
            let these = persons::table.filter(seen_by(&sight)).filter(persons::id.eq_any(about)).select(persons::id);
            seen.extend(these.load::<PersonId>(conn)?);
        }
        Ok(Self { sight, own, seen })
    }

    /// How much is shown of a decision about a programme's money.
    #[must_use]
    pub fn decision(&self, programme: ProgrammeId) -> Extent {
        match self.sight {
            Sight::Territory(..) if !self.own.contains(&programme) => Extent::Figures,
            _ => Extent::Whole,
        }
    }

    /// How much is shown of a person's granted service that a programme pays.
    #[must_use]
    pub fn grant(&self, person: PersonId, programme: ProgrammeId) -> Extent {
        match self.sight {
            Sight::Territory(..) if !self.own.contains(&programme) || !self.seen.contains(&person) => Extent::Figures,
            Sight::Caseload(..) if !self.seen.contains(&person) => Extent::Draft,
            _ => Extent::Whole,
        }
    }

    /// How much is shown of a month of a granted service: what a municipality paid, it is shown for good.
    #[must_use]
    pub fn month(&self, programme: ProgrammeId) -> Extent {
        self.decision(programme)
    }
}
