//! What a municipality is told of a decision about money that is not its own.

use super::told::{Addressee, Decision};
use crate::register::persons::outline::{Extent, Outlined};

impl Outlined for Decision {
    fn outlined(self, extent: Extent) -> Self {
        if extent == Extent::Whole {
            return self;
        }
        let Addressee { name, personal_code: _, address: _ } = self.addressee;
        Self {
            addressee: Addressee { name, personal_code: None, address: None },
            replaces_id: None,
            assessment_id: None,
            eligibility: None,
            funding: None,
            ground: None,
            areas: Vec::new(),
            reasoning: None,
            addressee_view: None,
            plain_summary: None,
            norms: Vec::new(),
            warnings: Vec::new(),
            inputs: None,
            trace: None,
            facts: Vec::new(),
            queue_entry_id: None,
            common: self.common,
            number: self.number,
            state: self.state,
            application_id: self.application_id,
            person_id: self.person_id,
            programme_id: self.programme_id,
            outcome: self.outcome,
            institution: self.institution,
            decided_on: self.decided_on,
            official_name: self.official_name,
            official_position: self.official_position,
            effective_on: self.effective_on,
            term_from: self.term_from,
            term_to: self.term_to,
            level: self.level,
            volume_minutes: self.volume_minutes,
            contest: self.contest,
            took_effect_on: self.took_effect_on,
            contest_until: self.contest_until,
            contest_until_lenient: self.contest_until_lenient,
            rules_hash: self.rules_hash,
            grant_id: self.grant_id,
        }
    }
}
