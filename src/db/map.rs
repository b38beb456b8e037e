//! The data map: what each column holds, how much it tells of a person, and how long it is kept (GDPR art. 30).

/// How much a column tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anybody may know it.
    Public,
    /// How the service runs; tells of nobody who is supported.
    Internal,
    /// Tells something of a person.
    Personal,
    /// Of health and private life (GDPR art. 9), or opens the way to it. Always sealed.
    Special,
}

/// How long something is kept. Periods are defaults of ours: none is published for this service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// As long as the service runs.
    Always,
    /// Ten years from the end of the service; five after a refusal or a withdrawal.
    CaseFile,
    /// Two years.
    Journal,
    /// 72 hours.
    Days3,
}

/// To whom the rows of a table belong: the database shows them to those who may see that person (row-level security of
/// PostgreSQL, migration `sight`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// To nobody who is supported; or, as the journal and the stored answers, outside for the reason that the migration gives.
    Nobodys,
    /// To the person whose id is in this column.
    Person(&'static str),
    /// To whom a row of another table belongs, which this column names.
    Under(&'static str, &'static str),
    /// To whom the object belongs of which it keeps a version.
    Objects,
}

/// A table with its columns by class, names between spaces.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// The table.
    pub table: &'static str,
    /// Its primary key: columns with commas between them.
    pub key: &'static str,
    /// Whether its rows are only ever added.
    pub append_only: bool,
    /// The column that is filled once in a row which is otherwise only added.
    pub filled_once: Option<&'static str>,
    /// How long its rows are kept.
    pub retention: Retention,
    /// To whom its rows belong.
    pub whose: Whose,
    /// The columns that stand open, by class.
    pub open: &'static [(Class, &'static str)],
    /// What its column `sealed` holds.
    pub sealed: Option<&'static str>,
}

use Class::{Internal, Personal, Public};
use Retention::{Always, CaseFile, Days3, Journal};
use Whose::{Objects, Person, Under};

const fn kept(
    table: &'static str,
    retention: Retention,
    open: &'static [(Class, &'static str)],
    sealed: Option<&'static str>,
) -> Kept {
    Kept { table, key: "id", append_only: false, filled_once: None, retention, whose: Whose::Nobodys, open, sealed }
}

impl Kept {
    /// With another primary key than `id`.
    const fn by(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// Whose rows belong to somebody.
    const fn whose(self, whose: Whose) -> Self {
        Self { whose, ..self }
    }

    /// Whose rows are only ever added.
    const fn only_added(self) -> Self {
        Self { append_only: true, ..self }
    }

    /// Of whose rows, otherwise only added, the last day in one column comes nearer when a later row takes their place.
    const fn but_shortened(self, column: &'static str) -> Self {
        self.but_once(column)
    }

    /// Of whose rows, otherwise only added, one column is filled later, and once.
    const fn but_once(self, column: &'static str) -> Self {
        Self { filled_once: Some(column), ..self.only_added() }
    }
}

/// Every table and column there is; a test holds this against the databases.
#[rustfmt::skip]
pub const MAP: &[Kept] = &[
    kept("data_keys", Always, &[(Internal, "number wrapped created_at retired_at")], None).by("number"),
    kept("counters", Always, &[(Internal, "name value")], None).by("name"),
    kept("repeats", Days3, &[(Internal, "caller key fingerprint status location etag created_at about asked_as"), (Personal, "about_id about_persons")],
        Some("the body of an answer")).by("caller, key"),
    kept("journal", Journal,
        &[(Internal, "id at request issuer subject client token source action object object_id object_version purpose outcome"),
          (Personal, "person_id persons"), (Internal, "wrote")], None).only_added(),
    kept("written_rows", Days3, &[(Internal, "number txn source gone"), (Personal, "line")], None).by("number"),
    kept("journal_waiting", Journal, &[(Internal, "journal_id")], None).by("journal_id"),
    kept("journal_links", Journal, &[(Internal, "position journal_id hash")], None).by("position").only_added(),
    kept("journal_persons", Journal, &[(Internal, "position"), (Personal, "set_id")], None).by("set_id, position").only_added(),
    kept("person_sets", Journal, &[(Personal, "set_id person_id")], None).by("set_id, person_id").only_added(),
    kept("checkpoints", Always, &[(Public, "position origin hash structure at key_id public_key signature")], None).by("position").only_added(),
    kept("versions", CaseFile, &[(Internal, "id object object_id version recorded_at")], Some("what a resource said before")).whose(Objects).only_added(),
    kept("persons", CaseFile,
        &[(Internal, "id name_rules version created_at updated_at"), (Personal, "given_name family_name sort_key born_on_index phone_index")],
        Some("day of birth and its source, telephone, e-mail, way of communication")).whose(Person("id")),
    kept("person_name_words", CaseFile, &[(Personal, "person_id word is_former")], None)
        .whose(Person("person_id")).by("person_id, word, is_former"),
    kept("person_renames", CaseFile, &[(Internal, "number since recorded_at"), (Personal, "person_id sort_key")], None)
        .whose(Person("person_id")).by("number").only_added(),
    kept("person_addresses", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "person_id kind valid_from valid_to municipality")],
        Some("the address")).whose(Person("person_id")).but_shortened("valid_to"),
    kept("deaths", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "person_id died_on source")], Some("the document")).whose(Person("person_id")).only_added(),
    kept("death_retractions", CaseFile, &[(Internal, "id recorded_by recorded_at"), (Personal, "death_id")], Some("why it was a mistake"))
        .whose(Under("death_id", "deaths")).only_added(),
    kept("personal_codes", CaseFile,
        &[(Internal, "id recorded_at"), (Personal, "person_id code_index valid_from valid_to")], Some("the personal code")).whose(Person("person_id")),
    kept("clients", Always,
        &[(Internal, "id name issuer client_id subject roles municipality state granted_roles granted_municipality waits_since \
            changed_by version created_at updated_at")], None),
    kept("client_moves", Always, &[(Internal, "id client_id state reason recorded_by recorded_at")], None).only_added(),
    kept("client_approvals", Always,
        &[(Internal, "id client_id version roles municipality approved_by approved_at")], None).only_added(),
    kept("client_tokens", Always,
        &[(Internal, "id client_id name digest scopes addresses expires_at accepted_at revoked_at last_used_at version created_at updated_at")], None),
    kept("support_persons", CaseFile,
        &[(Internal, "id issuer subject areas caseload_max name_rules version created_at updated_at"),
          (Personal, "given_name family_name sort_key qualification employed_from employed_to")], None),
    kept("support_person_renames", CaseFile, &[(Internal, "number since recorded_at"), (Personal, "support_person_id sort_key")], None)
        .by("number").only_added(),
    kept("programmes", Always,
        &[(Public, "id code title_lv title_en kind funder owner starts_on ends_on covers_i_from covers_ii_from covers_iii_from \
            municipalities level_1_minutes level_2_minutes level_3_minutes term_months former_programme legal_ground hour_rate_cents \
            reference_notes built_in version created_at updated_at")], None),
    kept("allocations", Always, &[(Internal, "id programme_id effective_on cents places reference recorded_by recorded_at")], None).only_added(),
    kept("balances", Always,
        &[(Internal, "programme_id places_allocated places_taken cents_allocated cents_committed")], None).by("programme_id"),
    kept("calendar_days", Always,
        &[(Internal, "id recorded_by recorded_at"), (Public, "day_off worked_on source withdrawal_reason")], None).but_once("withdrawal_reason"),
    kept("applications", CaseFile,
        &[(Internal, "id registration_number submitted_by_municipality version created_at updated_at"),
          (Personal, "person_id form_kind channel submitted_on received_on state decide_by extended_to decided_on missed_last_day \
            missed_legal_last_day cure_by cured_on")],
        Some("stated address, contact and disability; who assisted and represents")).whose(Person("person_id")),
    kept("completion_requests", CaseFile,
        &[(Internal, "id recorded_by recorded_at"),
          (Personal, "application_id requested_on cure_by unsigned language authority_not_proven missing cured_on")],
        Some("what the person was told")).whose(Under("application_id", "applications")).but_once("cured_on"),
    kept("withdrawals", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "application_id withdrawn_on")],
        Some("who asked for it, and the document")).whose(Under("application_id", "applications")).only_added(),
    kept("registry_checks", CaseFile,
        &[(Internal, "id adapter purpose evidence_sha256 recorded_by recorded_at"), (Personal, "application_id register checked_at")],
        Some("disability with its days, mental disorder, day of birth, permission and reference")).whose(Under("application_id", "applications")).only_added(),
    kept("certificate_requests", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "application_id requested_on answer_by")], None).whose(Under("application_id", "applications")).only_added(),
    kept("certificates", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "application_id request_id received_on")],
        Some("who issued it and when, whether it confirms, the document")).whose(Under("application_id", "applications")).only_added(),
    kept("assessments", CaseFile,
        &[(Internal, "id programme_id form_version assessor recorded_at"),
          (Personal, "application_id assessed_on total_minutes level volume_minutes unmet_minutes chosen_level chosen_volume_minutes")],
        Some("place, communication, who was present, needs, the person's view, the reason for a chosen level")).whose(Under("application_id", "applications")).only_added(),
    kept("extensions", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "application_id extended_to notified_on")], Some("the reason")).whose(Under("application_id", "applications")).only_added(),
    kept("decisions", CaseFile,
        &[(Internal, "id number programme_id official_subject official_name official_position norms contest rules_hash"),
          (Personal, "application_id replaces_id person_id assessment_id place_id grant_id outcome decided_on decided_at eligibility funding ground \
            effective_on term_from term_to areas level volume_minutes")],
        Some("reasoning, the addressee's view, summary, why a service is paused, warnings, inputs, trace, facts")).whose(Person("person_id")).only_added(),
    kept("queue_entries", CaseFile,
        &[(Internal, "id programme_id registration_number reserved_cents version created_at updated_at"),
          (Personal, "decision_id decision_outcome person_id submitted_on state answer_by accepted ask_again_from")], None).whose(Person("person_id")),
    kept("grants", CaseFile,
        &[(Internal, "id programme_id hour_rate_cents settles_on committed_cents version created_at updated_at"),
          (Personal, "decision_id decision_outcome person_id term_from term_to areas level volume_minutes previous_id last_day \
            end_ground suspended_to state")], None).whose(Person("person_id")),
    kept("agreements", CaseFile,
        &[(Internal, "id version created_at updated_at"), (Personal, "grant_id person_id support_person_id state signed_at")],
        Some("where, how and when they meet")).whose(Person("person_id")),
    kept("signatures", CaseFile,
        &[(Internal, "id method recorded_by recorded_at"), (Personal, "agreement_id party signed_at")],
        Some("the name of who signed")).whose(Under("agreement_id", "agreements")).only_added(),
    kept("time_entries", CaseFile,
        &[(Internal, "id posted_by posted_at"),
          (Personal, "grant_id agreement_id person_id support_person_id started_at ended_at minutes travel_minutes area component \
            mode place_kind reverses_id")],
        Some("the note, and the reason of a reversal")).whose(Person("person_id")).only_added(),
    kept("time_entry_parts", CaseFile, &[(Personal, "entry_id day month minutes")], None).whose(Under("entry_id", "time_entries")).by("entry_id, day").only_added(),
    kept("notifications", CaseFile,
        &[(Internal, "id channel recorded_by recorded_at"),
          (Personal, "decision_id sent_on deemed_on lenient_deemed_on contest_indicated contest_until contest_until_lenient")],
        Some("the document, and a note")).whose(Under("decision_id", "decisions")).only_added(),
    kept("notification_returns", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "notification_id returned_on")],
        Some("the reason")).whose(Under("notification_id", "notifications")).only_added(),
    kept("contests", CaseFile,
        &[(Internal, "id recorded_by version created_at updated_at"),
          (Personal, "decision_id person_id submitted_on received_on notification_id held_against in_time restoration_requested suspends \
            put_off ends_on state")],
        Some("grounds, who represents, documents, why the term should be restored, the ground of the suspensive effect")).whose(Person("person_id")),
    kept("contest_forwardings", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "contest_id forwarded_on")],
        Some("the document")).whose(Under("contest_id", "contests")).only_added(),
    kept("contest_resolutions", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "contest_id outcome effect grant_ended place_removed reopened end_undone \
            resolved_on took_effect_on")],
        Some("the document, and the reasoning")).whose(Under("contest_id", "contests")).only_added(),
    kept("contest_withdrawals", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "contest_id withdrawn_on")],
        Some("the document")).whose(Under("contest_id", "contests")).only_added(),
    kept("month_totals", CaseFile, &[(Personal, "grant_id month minutes volume_minutes")], None).whose(Under("grant_id", "grants")).by("grant_id, month"),
    kept("place_events", CaseFile,
        &[(Internal, "id cents recorded_by recorded_at"), (Personal, "place_id person_id kind happened_on answer_by")],
        Some("why others were passed by; the person's own words, and the document")).whose(Person("person_id")).only_added(),
    kept("queue_counts", Always, &[(Internal, "programme_id level span waiting")], None).by("programme_id, level, span"),
    kept("grant_events", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "grant_id person_id decision_id kind effective_from effective_to")],
        None).whose(Person("person_id")).only_added(),
    kept("grant_steps", CaseFile,
        &[(Internal, "id recorded_at"), (Personal, "grant_id decision_id effective_from areas level volume_minutes")],
        None).whose(Under("grant_id", "grants")).only_added(),
    kept("contact_attempts", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "person_id grant_id place_id attempted_on channel reached")],
        Some("what was done and found")).whose(Person("person_id")).only_added(),
    kept("incidents", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "grant_id person_id support_person_id happened_on")],
        Some("what was at risk, and what happened")).whose(Person("person_id")).only_added(),
    kept("tick_days", Always, &[(Internal, "id ran_on confirmed recorded_at")], None).only_added(),
    kept("reminders", CaseFile,
        &[(Internal, "id created_at raised_at dropped_at"), (Personal, "person_id kind object object_id due_on")], None).whose(Person("person_id")),
    kept("individual_budgets", CaseFile,
        &[(Internal, "id programme_id version created_at updated_at"),
          (Personal, "person_id starts_on ends_on cents committed_cents state ended_on")], Some("why it ended")).whose(Person("person_id")),
    kept("budget_needs", CaseFile, &[(Internal, "id recorded_by recorded_at"), (Personal, "budget_id")],
        Some("a need in the person's words")).whose(Under("budget_id", "individual_budgets")).only_added(),
    kept("budget_choices", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "budget_id effect chosen_on expression")],
        Some("the person's choice in their own words, and how they showed it")).whose(Under("budget_id", "individual_budgets")).only_added(),
    kept("budget_opinions", CaseFile, &[(Internal, "id recorded_at"), (Personal, "choice_id holder")],
        Some("whose opinion, and what they said")).whose(Under("choice_id", "budget_choices")).only_added(),
    kept("budget_items", CaseFile,
        &[(Internal, "id recorded_by recorded_at"),
          (Personal, "budget_id need_id choice_id service_kind planned_units unit unit_cents replaces_id")],
        Some("the name of another service, and who provides it")).whose(Under("budget_id", "individual_budgets")).only_added(),
    kept("budget_item_endings", CaseFile, &[(Internal, "recorded_by recorded_at"), (Personal, "item_id choice_id ended_on")], None)
        .whose(Under("item_id", "budget_items")).by("item_id").only_added(),
    kept("budget_item_totals", CaseFile, &[(Personal, "item_id planned_units used_units")], None)
        .whose(Under("item_id", "budget_items")).by("item_id"),
    kept("budget_uses", CaseFile,
        &[(Internal, "id recorded_by recorded_at"), (Personal, "item_id used_on units reverses_id")],
        Some("the note, and the reason of a reversal")).whose(Under("item_id", "budget_items")).only_added(),
    kept("broker_assignments", CaseFile,
        &[(Internal, "id issuer subject support_person_id employer_kind employer_municipality superseded_at recorded_by recorded_at"),
          (Personal, "budget_id declared_roles assigned_on person_municipality supports_person conflicts")],
        Some("the names of broker and employer, and an exception with its reason")).whose(Under("budget_id", "individual_budgets"))
        .but_once("superseded_at"),
    kept("barriers", CaseFile,
        &[(Internal, "id municipality version created_at updated_at"),
          (Personal, "service_kind starts_on ends_on cause person_id individual_budget_id")],
        Some("the name of another service, and the explanation")).whose(Person("person_id")),
    kept("cooperation_agreements", Always,
        &[(Internal, "id municipality subject signed_on starts_on ends_on terms_reference terminated_on termination_reason \
            version created_at updated_at")], None),
];

/// The tables whose rows have an id and sealed facts.
pub fn sealed_tables() -> impl Iterator<Item = &'static str> {
    // An answer that was kept has no id and is gone after three days.
    MAP.iter().filter(|kept| kept.sealed.is_some() && kept.table != "repeats").map(|kept| kept.table)
}
