//! Which terms there are, and how each of them runs.

/// Which term is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The association decides on an application; from the day it was submitted. It is the association's own promise.
    Decision,
    /// The association decides on an application; from the day it was received, or was cured.
    DecisionReceived,
    /// The latest day to which the association extends its term; from the day of receipt.
    DecisionExtended,
    /// The latest day to which the director extends it; from the day of receipt.
    DecisionYear,
    /// The person contests a decision; from the day it took effect.
    Contest,
    /// The person appeals to the court; from the day the answer to the contest took effect.
    Appeal,
    /// The person contests a decision that does not say where and when; from the day it took effect.
    ContestUnindicated,
    /// Nobody contests a decision any more; from the day it took effect.
    ContestWall,
    /// The person answers the invitation whose turn came; from the day it was sent.
    QueueInvitation,
    /// The association answers a complaint; from the day it was received.
    Complaint,
    /// The person asks for a decision to be reopened; from the day they learned of the ground.
    Reopening,
    /// The association revokes a decision whose right is not used yet; from the day it learned of the ground.
    Revocation,
    /// The service is granted; from its first day to its last one.
    GrantTerm,
    /// The person cannot be reached; from the last contact to the last day on which the service may not yet be ended.
    Unreachable,
    /// The client's file is kept; from the end of the service to the last day on which it may not yet be deleted.
    RetentionFile,
    /// A registered letter counts as notified; from the day it was handed to the post.
    NotifiedRegisteredMail,
    /// An ordinary letter counts as notified; from the day it was registered as sent.
    NotifiedOrdinaryMail,
    /// A message to the official e-address counts as notified; from the day it was sent.
    NotifiedEAddress,
    /// An e-mail with a secure signature counts as notified; from the day it was sent.
    NotifiedEmail,
    /// A registered letter to another country of the European Union counts as notified; from the day it was handed to the post.
    NotifiedEuMail,
    /// A registered letter to any other country counts as notified; from the day it was handed to the post.
    NotifiedForeignMail,
}

crate::codes!(Rule {
    Decision = "decision",
    DecisionReceived = "decision_received",
    DecisionExtended = "decision_extended",
    DecisionYear = "decision_year",
    Contest = "contest",
    Appeal = "appeal",
    ContestUnindicated = "contest_unindicated",
    ContestWall = "contest_wall",
    QueueInvitation = "queue_invitation",
    Complaint = "complaint",
    Reopening = "reopening",
    Revocation = "revocation",
    GrantTerm = "grant_term",
    Unreachable = "unreachable",
    RetentionFile = "retention_file",
    NotifiedRegisteredMail = "notified_registered_mail",
    NotifiedOrdinaryMail = "notified_ordinary_mail",
    NotifiedEAddress = "notified_e_address",
    NotifiedEmail = "notified_email",
    NotifiedEuMail = "notified_eu_mail",
    NotifiedForeignMail = "notified_foreign_mail",
});

/// How a term runs to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To the corresponding date, and from there to a working day.
    Procedural,
    /// To the corresponding date, whatever day that is.
    Unmoved,
    /// From its first day to the day before the corresponding date.
    Span,
    /// So many calendar days, whatever day the last one is.
    Days,
    /// So many working days.
    WorkingDays,
}

impl Rule {
    /// How the term runs.
    pub fn kind(self) -> Kind {
        match self {
            Self::Decision
            | Self::DecisionReceived
            | Self::Contest
            | Self::Appeal
            | Self::ContestUnindicated
            | Self::ContestWall
            | Self::QueueInvitation
            | Self::Complaint
            | Self::Reopening
            | Self::Revocation => Kind::Procedural,
            Self::DecisionExtended | Self::DecisionYear | Self::Unreachable | Self::RetentionFile => Kind::Unmoved,
            Self::GrantTerm => Kind::Span,
            Self::NotifiedRegisteredMail | Self::NotifiedOrdinaryMail | Self::NotifiedForeignMail => Kind::Days,
            Self::NotifiedEAddress | Self::NotifiedEmail | Self::NotifiedEuMail => Kind::WorkingDays,
        }
    }
}
