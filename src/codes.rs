//! The domain's enums as they are sent, received and stored: utoipa wants a plain name for each.

use crate::db::Coded;

pub mod labels;

/// Declares `pub type GroupCode = Coded<aplp_domain::disability::Group>;` and the like.
macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident = $type:ty;)+) => {
        $($(#[$doc])* pub type $name = Coded<$type>;)+

        /// Each enum's name in the document, and its codes.
        #[cfg(test)]
        const CODES: &[(&str, fn() -> Vec<&'static str>)] = {
            use aplp_domain::code::Code;
            &[$((<$type>::NAME, || <$type>::ALL.iter().map(|value| value.code()).collect())),+]
        };
    };
}

coded! {
    /// What somebody does in or around the service.
    RoleCode = crate::caller::Role;
    /// Whether a client is let in.
    ClientStateCode = crate::http::clients::wire::ClientState;
    /// Which form a personal code has.
    CodeFormCode = aplp_domain::personal_code::CodeForm;
    /// One of the six areas of support.
    AreaCode = aplp_domain::areas::Area;
    /// A disability group.
    GroupCode = aplp_domain::disability::Group;
    /// What is known of a mental disorder.
    MentalDisorderCode = aplp_domain::disability::MentalDisorder;
    /// What a register says.
    AnswerCode = aplp_domain::disability::Answer;
    /// A register that is asked.
    RegisterCode = aplp_domain::disability::Register;
    /// How far the psychiatrist's certificate has come.
    CertificateStateCode = aplp_domain::disability::Certificate;
    /// The step the cascade of checks waits for.
    CheckStepCode = aplp_domain::disability::Step;
    /// Where a fact comes from.
    SourceCode = aplp_domain::disability::Source;
    /// What a figure counts.
    UnitCode = aplp_domain::figure::Unit;
    /// How a programme is financed.
    ProgrammeKindCode = aplp_domain::programmes::ProgrammeKind;
    /// What an eligibility check finds.
    EligibilityCode = aplp_domain::eligibility::Outcome;
    /// A condition of eligibility.
    ReasonCode = aplp_domain::eligibility::ReasonCode;
    /// A fact that is not known.
    MissingFactCode = aplp_domain::eligibility::MissingFact;
    /// In which form an application came.
    FormKindCode = aplp_domain::application::FormKind;
    /// On which way an application came.
    ChannelCode = aplp_domain::application::Channel;
    /// How far an application is.
    ApplicationStateCode = aplp_domain::application::State;
    /// What an application lacks.
    MissingItemCode = aplp_domain::application::MissingItem;
    /// Why an application is left without movement.
    DefectCode = aplp_domain::application::Defect;
    /// Who takes an application back.
    WithdrawnByCode = aplp_domain::application::WithdrawnBy;
    /// How a term stands.
    DeadlineStateCode = aplp_domain::terms::DeadlineState;
    /// A rule for a term.
    TermRuleCode = aplp_domain::terms::Rule;
    /// Why a step of a term was taken.
    StepWhyCode = aplp_domain::terms::StepWhy;
    /// What was decided.
    DecisionOutcomeCode = aplp_domain::decision::Outcome;
    /// How far a decision is.
    DecisionStateCode = aplp_domain::decision::State;
    /// On which way a decision is sent to the person.
    NotificationChannelCode = aplp_domain::remedy::Channel;
    /// How far a contest is.
    ContestStateCode = aplp_domain::remedy::ContestState;
    /// How a contest was answered.
    ContestOutcomeCode = aplp_domain::remedy::ContestOutcome;
    /// What follows from the answer to a contest for the service.
    ContestEffectCode = aplp_domain::remedy::Effect;
    /// Why something that follows from the answer to a contest was not done with it.
    ContestNotDoneCode = aplp_domain::remedy::NotDone;
    /// What the suspensive effect of a contest did to the service.
    ContestPutOffCode = aplp_domain::remedy::PutOff;
    /// Whether a programme can pay.
    FundingCode = aplp_domain::funding::Funding;
    /// Why a programme pays or does not.
    WhySourceCode = aplp_domain::sources::Why;
    /// How far a place in a queue is.
    QueueStateCode = aplp_domain::queue::State;
    /// Why an entry stands where it stands.
    PositionReasonCode = aplp_domain::queue::PositionReason;
    /// How far a grant is.
    GrantStateCode = aplp_domain::grant::State;
    /// What happened to a place in a queue.
    PlaceEventCode = aplp_domain::queue::PlaceEvent;
    /// What has to be found anew before an offer.
    RenewalCode = aplp_domain::queue::Renewal;
    /// What an estimate assumes.
    AssumptionCode = aplp_domain::queue::Assumption;
    /// Why a decision was taken.
    GroundCode = aplp_domain::decision::Ground;
    /// What happened to a grant.
    GrantEventCode = aplp_domain::grant::Event;
    /// Why a service is paused.
    SuspensionGroundCode = aplp_domain::grant::SuspensionGround;
    /// Why a service ends.
    EndGroundCode = aplp_domain::grant::EndGround;
    /// What is due.
    ReminderCode = aplp_domain::reminder::Reminder;
    /// Who handed in that the person does not want the service any more.
    RequestedByCode = aplp_domain::grant::RequestedBy;
    /// In which way somebody tries to reach a person.
    ContactChannelCode = aplp_domain::grant::ContactChannel;
    /// What was at risk.
    SafetyKindCode = aplp_domain::grant::SafetyKind;
    /// A party of an agreement.
    PartyCode = aplp_domain::agreement::Party;
    /// How a party signed.
    SignatureMethodCode = aplp_domain::agreement::SignatureMethod;
    /// How far an agreement is.
    AgreementStateCode = aplp_domain::agreement::State;
    /// What a time entry was for.
    ComponentCode = aplp_domain::hours::Component;
    /// How a contact took place.
    ModeCode = aplp_domain::hours::Mode;
    /// Where a contact took place.
    PlaceKindCode = aplp_domain::hours::PlaceKind;
    /// For what the data of a person may be looked at.
    PurposeCode = aplp_domain::purpose::Purpose;
    /// What a service of an individual budget is.
    ServiceKindCode = aplp_domain::individual_budget::ServiceKind;
    /// What a service is counted in.
    UnitKindCode = aplp_domain::individual_budget::UnitKind;
    /// How somebody showed what they want.
    ExpressionCode = aplp_domain::individual_budget::Expression;
    /// Who chooses.
    ChooserCode = aplp_domain::individual_budget::Chooser;
    /// Who has an opinion.
    OpinionHolderCode = aplp_domain::individual_budget::OpinionHolder;
    /// What a choice does to a package.
    ChoiceEffectCode = aplp_domain::individual_budget::Effect;
    /// How far an individual budget is.
    IndividualBudgetStateCode = aplp_domain::individual_budget::State;
    /// Who employs a broker.
    EmployerKindCode = aplp_domain::broker::EmployerKind;
    /// What a broker declares to be to a person.
    DeclaredRoleCode = aplp_domain::broker::DeclaredRole;
    /// Why a broker is not independent.
    BrokerConflictCode = aplp_domain::broker::Conflict;
    /// Why a service could not be had.
    BarrierCauseCode = aplp_domain::barrier::Cause;
    /// How an agreement with a municipality stands on a day.
    CooperationStatusCode = aplp_domain::cooperation::Status;
    /// What an address is to a person.
    AddressKindCode = aplp_domain::address::Kind;
    /// Who hears a contest.
    ContestInstanceCode = aplp_domain::remedy::Instance;
    /// Who told of a death.
    DeathSourceCode = aplp_domain::death::Source;
    /// What a municipality is.
    MunicipalityKindCode = aplp_domain::municipalities::MunicipalityKind;
    /// How far a paragraph is carried out.
    CarriedOutCode = aplp_domain::law::CarriedOut;
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn no_two_enums_share_a_name_in_the_document() {
        let mut names: Vec<&str> = CODES.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();

        assert_eq!(names.len(), CODES.len());
    }
}
