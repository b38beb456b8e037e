//! What the checks of an application come to: each fact with the row that holds it.

use aplp_domain::application::Checks;
use aplp_domain::disability::{Answer, Certificate, Confirmation, Disability, Source, confirm};
use chrono::NaiveDate;

use super::store::{CertificateRequestRow, CertificateRow, RegistryCheckRow};

/// The newest answer of each source; a source that has not answered is absent.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// What the disability information system said last.
    pub iis: Option<RegistryCheckRow>,
    /// What VDEĀVK said last.
    pub vdeavk: Option<RegistryCheckRow>,
    /// The newest request for a certificate.
    pub request: Option<CertificateRequestRow>,
    /// The certificate that answers it.
    pub certificate: Option<CertificateRow>,
}

impl Findings {
    /// Whether nobody has asked anything yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { iis, vdeavk, request, certificate } = self;
        iis.is_none() && vdeavk.is_none() && request.is_none() && certificate.is_none()
    }

    /// How far each source has come on a day: a certificate that is still out after its deadline is not given.
    #[must_use]
    pub fn checks(&self, today: NaiveDate) -> Checks {
        let answer =
            |row: &Option<RegistryCheckRow>| row.as_ref().map_or(Answer::NotChecked, |row| row.mental_disorder.0);
        let certificate = match (&self.request, &self.certificate) {
            (_, Some(row)) if row.confirms => Certificate::Confirms,
            (_, Some(_)) => Certificate::Denies,
            (Some(request), None) if request.answer_by < today => Certificate::NotGiven,
            (Some(_), None) => Certificate::Requested,
            (None, None) => Certificate::NotRequested,
        };
        Checks { iis: answer(&self.iis), vdeavk: answer(&self.vdeavk), certificate }
    }

    /// Where the cascade stands on a day.
    #[must_use]
    pub fn confirmation(&self, today: NaiveDate) -> Confirmation {
        let Checks { iis, vdeavk, certificate } = self.checks(today);
        confirm(iis, vdeavk, certificate)
    }

    /// The checks on which it rests on a day whether there is a mental disorder: VDEĀVK's only where IIS did not settle it.
    pub fn on_mental_disorder(&self, on: NaiveDate) -> impl Iterator<Item = &RegistryCheckRow> {
        let by_iis = self.confirmation(on).source() == Some(Source::Iis);
        self.iis.iter().chain(self.vdeavk.iter().filter(move |_| !by_iis))
    }

    /// The disability, with the check that told it: that of the disability information system before that of VDEĀVK.
    #[must_use]
    pub fn disability(&self) -> Option<(Disability, &RegistryCheckRow)> {
        self.rows().find_map(|row| {
            let group = row.disability_group?.0;
            Some((Disability { group, valid_from: row.valid_from, valid_to: row.valid_to }, row))
        })
    }

    /// The day of birth, with the check that told it.
    #[must_use]
    pub fn born_on(&self) -> Option<(NaiveDate, &RegistryCheckRow)> {
        self.rows().find_map(|row| Some((row.born_on?, row)))
    }

    fn rows(&self) -> impl Iterator<Item = &RegistryCheckRow> {
        self.iis.iter().chain(&self.vdeavk)
    }
}
