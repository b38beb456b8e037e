//! What the registers say of a person's disability.

use crate::refusal::Refusal;
use chrono::NaiveDate;

/// The group of a disability; `None` is a known answer: there is no group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Very severe disability.
    I,
    /// Severe disability.
    II,
    /// Moderate disability.
    III,
    /// No disability is established.
    None,
}

crate::codes!(Group { I = "i", II = "ii", III = "iii", None = "none" });

/// An established disability and the days on which it is valid, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disability {
    /// Its group.
    pub group: Group,
    /// The first valid day; none when it began before anything asked here.
    pub valid_from: Option<NaiveDate>,
    /// The last valid day; none for life.
    pub valid_to: Option<NaiveDate>,
}

impl Disability {
    /// Whether it has begun and has not run out on a day.
    #[must_use]
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}

/// Whether the person has a mental disorder in the sense of the service ("garīga rakstura traucējumi").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentalDisorder {
    /// A register or a certificate says so.
    Confirmed,
    /// The cascade ended without a confirmation.
    Absent,
    /// The cascade has not ended.
    Unknown,
}

crate::codes!(MentalDisorder { Confirmed = "confirmed", Absent = "absent", Unknown = "unknown" });

/// What a register answered about the mark; a register that could not be asked is `NotChecked`, never `Absent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The mark is there.
    Present,
    /// The register was asked and has no mark.
    Absent,
    /// The register has not answered.
    NotChecked,
}

crate::codes!(Answer { Present = "present", Absent = "absent", NotChecked = "not_checked" });

/// How far the psychiatrist's certificate has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certificate {
    /// Nobody asked for one.
    NotRequested,
    /// Asked for, its deadline runs.
    Requested,
    /// Received; it confirms the disorder.
    Confirms,
    /// Received; it denies the disorder.
    Denies,
    /// Not received by the deadline.
    NotGiven,
}

crate::codes!(Certificate as "CertificateState" => {
    NotRequested = "not_requested",
    Requested = "requested",
    Confirms = "confirms",
    Denies = "denies",
    NotGiven = "not_given",
});

/// Who settled the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The disability information system.
    Iis,
    /// The State Medical Commission for the Assessment of Health Condition and Working Ability.
    Vdeavk,
    /// The psychiatrist's certificate, or its absence after it was asked for.
    Certificate,
}

crate::codes!(Source { Iis = "iis", Vdeavk = "vdeavk", Certificate = "certificate" });

/// A register that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Register {
    /// The disability information system.
    Iis,
    /// The State Medical Commission for the Assessment of Health Condition and Working Ability.
    Vdeavk,
}

crate::codes!(Register { Iis = "iis", Vdeavk = "vdeavk" });

/// The step the cascade waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Look into the disability information system.
    CheckIis,
    /// Ask VDEĀVK for its data.
    CheckVdeavk,
    /// Ask the person for a psychiatrist's certificate.
    RequestCertificate,
    /// Wait for the certificate until its deadline.
    AwaitCertificate,
}

crate::codes!(Step {
    CheckIis = "check_iis",
    CheckVdeavk = "check_vdeavk",
    RequestCertificate = "request_certificate",
    AwaitCertificate = "await_certificate",
});

/// Where the cascade stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// The source has settled the question; the disorder is confirmed or absent.
    Settled(MentalDisorder, Source),
    /// This step comes next.
    Waiting(Step),
}

impl Confirmation {
    /// The answer for the check of eligibility; unknown while a step is open.
    pub fn mental_disorder(self) -> MentalDisorder {
        match self {
            Self::Settled(answer, _) => answer,
            Self::Waiting(_) => MentalDisorder::Unknown,
        }
    }

    /// Who settled it, if anybody has.
    pub fn source(self) -> Option<Source> {
        match self {
            Self::Settled(_, source) => Some(source),
            Self::Waiting(_) => None,
        }
    }
}

/// The cascade IIS, then VDEĀVK, then the certificate: a later answer counts only after the earlier ones are absent.
///
/// Source: MK 625, 14.2 and 15, and Labklājības ministrija, pakalpojuma apraksts ("Ja IIS nav pazīmes … un VDEĀVK rīcībā nav datu").
pub fn confirm(iis: Answer, vdeavk: Answer, certificate: Certificate) -> Confirmation {
    use Confirmation::{Settled, Waiting};
    match (iis, vdeavk, certificate) {
        (Answer::Present, _, _) => Settled(MentalDisorder::Confirmed, Source::Iis),
        (Answer::NotChecked, _, _) => Waiting(Step::CheckIis),
        (Answer::Absent, Answer::Present, _) => Settled(MentalDisorder::Confirmed, Source::Vdeavk),
        (Answer::Absent, Answer::NotChecked, _) => Waiting(Step::CheckVdeavk),
        (Answer::Absent, Answer::Absent, Certificate::NotRequested) => Waiting(Step::RequestCertificate),
        (Answer::Absent, Answer::Absent, Certificate::Requested) => Waiting(Step::AwaitCertificate),
        (Answer::Absent, Answer::Absent, Certificate::Confirms) => {
            Settled(MentalDisorder::Confirmed, Source::Certificate)
        }
        (Answer::Absent, Answer::Absent, Certificate::Denies | Certificate::NotGiven) => {
            Settled(MentalDisorder::Absent, Source::Certificate)
        }
    }
}

/// Whether a register may be asked: IIS always, VDEĀVK only when IIS was asked and has no mark.
///
/// # Errors
/// `RegisterNotChecked` while IIS has not answered, `VdeavkNotNeeded` when it has the mark.
pub fn may_ask(register: Register, iis: Answer) -> Result<(), Refusal> {
    match (register, iis) {
        (Register::Iis, _) | (Register::Vdeavk, Answer::Absent) => Ok(()),
        (Register::Vdeavk, Answer::NotChecked) => Err(Refusal::RegisterNotChecked { register: Source::Iis }),
        (Register::Vdeavk, Answer::Present) => Err(Refusal::VdeavkNotNeeded),
    }
}

/// Whether a certificate may be asked of the person: only when both registers were asked and neither has the mark.
///
/// # Errors
/// `RegisterNotChecked` while a register has not answered, `CertificateNotNeeded` when one has the mark.
pub fn may_request_certificate(iis: Answer, vdeavk: Answer) -> Result<(), Refusal> {
    match confirm(iis, vdeavk, Certificate::NotRequested) {
        Confirmation::Waiting(Step::CheckIis) => Err(Refusal::RegisterNotChecked { register: Source::Iis }),
        Confirmation::Waiting(Step::CheckVdeavk) => Err(Refusal::RegisterNotChecked { register: Source::Vdeavk }),
        Confirmation::Waiting(Step::RequestCertificate | Step::AwaitCertificate) => Ok(()),
        Confirmation::Settled(_, source) => Err(Refusal::CertificateNotNeeded { source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use rstest::rstest;

    // B37, B38, B39
    #[rstest]
    #[case("present", "not_checked", "not_requested", "confirmed", Some("iis"))]
    #[case("present", "absent", "denies", "confirmed", Some("iis"))]
    #[case("absent", "present", "not_requested", "confirmed", Some("vdeavk"))]
    #[case("absent", "absent", "confirms", "confirmed", Some("certificate"))]
    #[case("absent", "absent", "denies", "absent", Some("certificate"))]
    #[case("absent", "absent", "not_given", "absent", Some("certificate"))]
    #[case("absent", "absent", "not_requested", "unknown", None)]
    #[case("absent", "absent", "requested", "unknown", None)]
    #[case("absent", "not_checked", "confirms", "unknown", None)]
    #[case("not_checked", "present", "confirms", "unknown", None)]
    fn the_cascade_asks_iis_then_vdeavk_then_the_psychiatrist(
        #[case] iis: &str,
        #[case] vdeavk: &str,
        #[case] certificate: &str,
        #[case] answer: &str,
        #[case] source: Option<&str>,
    ) {
        let known = |code| Answer::from_code(code).unwrap();

        let found = confirm(known(iis), known(vdeavk), Certificate::from_code(certificate).unwrap());

        assert_eq!(found.mental_disorder().code(), answer);
        assert_eq!(found.source().map(Source::code), source);
    }

    // B38
    #[test]
    fn vdeavk_is_asked_only_after_iis_had_no_mark() {
        let unasked = Err(Refusal::RegisterNotChecked { register: Source::Iis });

        assert_eq!(may_ask(Register::Iis, Answer::Present), Ok(()));
        assert_eq!(may_ask(Register::Vdeavk, Answer::Absent), Ok(()));
        assert_eq!(may_ask(Register::Vdeavk, Answer::NotChecked), unasked);
        assert_eq!(may_ask(Register::Vdeavk, Answer::Present), Err(Refusal::VdeavkNotNeeded));
    }

    // B39
    #[test]
    fn a_certificate_is_asked_for_only_after_both_registers_had_no_mark() {
        use Answer::{Absent, NotChecked, Present};
        let unasked = |register| Err(Refusal::RegisterNotChecked { register });
        let needless = |source| Err(Refusal::CertificateNotNeeded { source });

        assert_eq!(may_request_certificate(Absent, Absent), Ok(()));
        assert_eq!(may_request_certificate(NotChecked, Absent), unasked(Source::Iis));
        assert_eq!(may_request_certificate(Absent, NotChecked), unasked(Source::Vdeavk));
        assert_eq!(may_request_certificate(Present, Absent), needless(Source::Iis));
        assert_eq!(may_request_certificate(Absent, Present), needless(Source::Vdeavk));
    }
}
