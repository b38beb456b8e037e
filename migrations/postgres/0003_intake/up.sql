CREATE TABLE applications (
    id UUID PRIMARY KEY,
    registration_number BIGINT NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES persons,
    form_kind TEXT NOT NULL CHECK (form_kind IN ('free_form', 'zelda_form')),
    channel TEXT NOT NULL,
    submitted_on DATE NOT NULL,
    received_on DATE NOT NULL,
    -- What is stated about address, contact and disability, and who assisted or represents.
    sealed BYTEA NOT NULL,
    -- The municipality whose officer handed it in.
    submitted_by_municipality TEXT,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'incomplete', 'under_review', 'certificate_requested', 'assessed', 'decided', 'withdrawn')),
    -- The statutory last day for the decision, and the later one after an extension.
    decide_by DATE NOT NULL,
    extended_to DATE,
    decided_on DATE,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT submitted_before_received CHECK (submitted_on <= received_on),
    CONSTRAINT decided_has_a_day CHECK ((state = 'decided') = (decided_on IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_application ON applications (person_id) WHERE state NOT IN ('decided', 'withdrawn');
CREATE INDEX applications_by_person ON applications (person_id);

CREATE TABLE withdrawals (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL UNIQUE REFERENCES applications,
    withdrawn_on DATE NOT NULL,
    -- Who asked for it, and the document.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE registry_checks (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    register TEXT NOT NULL CHECK (register IN ('iis', 'vdeavk')),
    -- How the answer came in: typed by hand, or by an interface.
    adapter TEXT NOT NULL,
    -- Disability with its days, mental disorder, day of birth, permission and reference.
    sealed BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    evidence_sha256 TEXT NOT NULL CHECK (length(evidence_sha256) = 64),
    checked_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX registry_checks_by_application ON registry_checks (application_id);

CREATE TABLE certificate_requests (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    requested_on DATE NOT NULL,
    answer_by DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT answered_after_the_request CHECK (answer_by > requested_on)
);
CREATE INDEX certificate_requests_by_application ON certificate_requests (application_id);

-- A psychiatrist's certificate says yes or no; no diagnosis is kept.
CREATE TABLE certificates (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    request_id UUID NOT NULL REFERENCES certificate_requests,
    -- Who issued it and when, what it says, the document.
    sealed BYTEA NOT NULL,
    received_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX certificates_by_application ON certificates (application_id);

CREATE TABLE assessments (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    -- The programme whose level ceilings were used.
    programme_id UUID NOT NULL REFERENCES programmes,
    form_version TEXT NOT NULL,
    assessed_on DATE NOT NULL,
    -- Place, communication, who was present, the needs in the six areas as they were sent, the person's own view, the
    -- reason for a chosen level.
    sealed BYTEA NOT NULL,
    total_minutes INTEGER NOT NULL CHECK (total_minutes >= 0),
    level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER NOT NULL CHECK (volume_minutes >= 0),
    unmet_minutes INTEGER NOT NULL CHECK (unmet_minutes >= 0),
    chosen_level SMALLINT CHECK (chosen_level BETWEEN 1 AND 3),
    -- The volume that goes with the chosen level, where one was chosen.
    chosen_volume_minutes INTEGER CHECK (chosen_volume_minutes >= 0),
    assessor TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT all_minutes_are_somewhere CHECK (total_minutes = volume_minutes + unmet_minutes),
    CONSTRAINT chosen_level_has_a_volume CHECK ((chosen_level IS NULL) = (chosen_volume_minutes IS NULL) AND chosen_volume_minutes <= total_minutes)
);
CREATE INDEX assessments_by_application ON assessments (application_id, recorded_at);

CREATE TABLE extensions (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    extended_to DATE NOT NULL,
    -- The reason.
    sealed BYTEA NOT NULL,
    notified_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX extensions_by_application ON extensions (application_id);

CREATE TABLE decisions (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    application_id UUID NOT NULL REFERENCES applications,
    -- The decision on the same application that a contest undid, and whose place this one takes. Looked for at the end of a
    -- transaction, because a restored table is filled in the order of its keys.
    replaces_id UUID UNIQUE REFERENCES decisions DEFERRABLE INITIALLY DEFERRED,
    person_id UUID NOT NULL REFERENCES persons,
    programme_id UUID NOT NULL REFERENCES programmes,
    assessment_id UUID REFERENCES assessments,
    -- The place in the queue that this decision ends, or the granted service that it is about; neither where it is the first on its
    -- application. No foreign keys here, for those tables lead back to this one: `verify` holds them against each other.
    place_id UUID,
    grant_id UUID,
    outcome TEXT NOT NULL CHECK (outcome IN ('grant', 'queue', 'refuse', 'suspend', 'resume', 'terminate', 'amend')),
    decided_on DATE NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    official_subject TEXT NOT NULL,
    official_name TEXT NOT NULL,
    official_position TEXT NOT NULL,
    eligibility TEXT CHECK (eligibility IN ('eligible', 'ineligible')),
    funding TEXT NOT NULL CHECK (funding IN ('available', 'exhausted', 'others_waiting', 'not_considered')),
    -- The condition that failed, for a refusal; why the service ends, for its end. Why it is paused is sealed.
    ground TEXT,
    -- From which day on a decision about a granted service counts.
    effective_on DATE,
    term_from DATE,
    term_to DATE,
    areas TEXT,
    level SMALLINT CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER CHECK (volume_minutes > 0),
    -- Reasoning, the view of the addressee, the plain summary, the ground of a suspension; warnings, inputs with sources, the trace
    -- and the facts of a decision about a granted service, each as JSON.
    sealed BYTEA NOT NULL,
    -- Legal norms and contest indication, each as JSON.
    norms TEXT NOT NULL,
    contest TEXT NOT NULL,
    rules_hash TEXT NOT NULL CHECK (length(rules_hash) = 64),
    UNIQUE (id, outcome),
    CONSTRAINT only_the_ineligible_are_refused CHECK (outcome <> 'refuse' OR (eligibility = 'ineligible' AND funding = 'not_considered' AND ground IS NOT NULL)),
    CONSTRAINT only_the_eligible_are_queued CHECK (outcome <> 'queue' OR (eligibility = 'eligible' AND funding IN ('exhausted', 'others_waiting') AND assessment_id IS NOT NULL)),
    CONSTRAINT only_the_funded_are_granted CHECK (outcome <> 'grant' OR (eligibility = 'eligible' AND funding = 'available' AND assessment_id IS NOT NULL)),
    CONSTRAINT conditions_are_judged_on_applications CHECK ((outcome IN ('grant', 'queue', 'refuse')) = (eligibility IS NOT NULL)),
    CONSTRAINT ground_is_one_of_its_list CHECK (ground IS NULL OR (outcome = 'refuse' AND ground IN ('not_adult', 'no_disability', 'disability_not_valid', 'mental_disorder_absent', 'group_not_covered', 'programme_not_started', 'programme_ended', 'municipality_not_covered', 'not_formerly_served')) OR (outcome = 'terminate' AND ground IN ('moved_abroad', 'own_request', 'safety_or_dignity', 'unreachable_4_months', 'expired', 'death'))),
    CONSTRAINT an_end_has_a_ground CHECK (outcome <> 'terminate' OR ground IS NOT NULL),
    CONSTRAINT about_a_grant_from_a_day CHECK ((outcome IN ('suspend', 'resume', 'terminate', 'amend')) = (grant_id IS NOT NULL) AND (grant_id IS NULL) = (effective_on IS NULL)),
    CONSTRAINT a_place_is_ended_by_one_of_two CHECK (place_id IS NULL OR outcome IN ('grant', 'refuse')),
    CONSTRAINT grant_has_all_its_parts CHECK ((outcome = 'grant') = (term_from IS NOT NULL AND term_to IS NOT NULL)),
    CONSTRAINT what_is_given_is_whole CHECK ((outcome IN ('grant', 'amend')) = (areas IS NOT NULL AND level IS NOT NULL AND volume_minutes IS NOT NULL)),
    CONSTRAINT only_what_is_given_has_parts CHECK (outcome IN ('grant', 'amend') OR (term_from IS NULL AND term_to IS NULL AND areas IS NULL AND level IS NULL AND volume_minutes IS NULL)),
    CONSTRAINT term_in_order CHECK (term_to >= term_from)
);
CREATE UNIQUE INDEX one_first_decision ON decisions (application_id) WHERE place_id IS NULL AND grant_id IS NULL AND replaces_id IS NULL;
CREATE UNIQUE INDEX one_end_of_a_place ON decisions (place_id) WHERE place_id IS NOT NULL;
CREATE INDEX decisions_by_application ON decisions (application_id);
CREATE INDEX decisions_by_grant ON decisions (grant_id);
CREATE INDEX decisions_by_person ON decisions (person_id);

-- Only a decision to queue leads here: the pair of id and outcome is the foreign key.
CREATE TABLE queue_entries (
    id UUID PRIMARY KEY,
    decision_id UUID NOT NULL UNIQUE,
    decision_outcome TEXT NOT NULL CHECK (decision_outcome = 'queue'),
    person_id UUID NOT NULL REFERENCES persons,
    programme_id UUID NOT NULL REFERENCES programmes,
    submitted_on DATE NOT NULL,
    registration_number BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'converted', 'left', 'removed')),
    -- What was put aside for the person when their turn came, place and money; null while it has not.
    reserved_cents BIGINT CHECK (reserved_cents >= 0),
    -- By when the person is to answer the offer that stands.
    answer_by DATE,
    -- Whether they accepted it.
    accepted BOOLEAN NOT NULL,
    -- From which day on the person is asked again, who could not be reached.
    ask_again_from DATE,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (decision_id, decision_outcome) REFERENCES decisions (id, outcome),
    CONSTRAINT put_aside_while_it_waits CHECK (reserved_cents IS NULL OR state IN ('waiting', 'offered')),
    CONSTRAINT an_offer_has_its_money_and_its_day CHECK (state <> 'offered' OR (reserved_cents IS NOT NULL AND answer_by IS NOT NULL)),
    CONSTRAINT an_offer_is_accepted CHECK (NOT accepted OR state IN ('offered', 'converted'))
);
CREATE UNIQUE INDEX one_place_in_a_queue ON queue_entries (person_id, programme_id) WHERE state IN ('waiting', 'offered');
CREATE INDEX queue_by_person ON queue_entries (person_id);
CREATE INDEX queue_order ON queue_entries (programme_id, submitted_on, registration_number);
CREATE INDEX queue_waiting ON queue_entries (programme_id, submitted_on, registration_number) WHERE state IN ('waiting', 'offered');
CREATE INDEX queue_uncalled ON queue_entries (programme_id, submitted_on, registration_number) WHERE state = 'waiting' AND reserved_cents IS NULL;
-- With all that is asked of it, so that it is taken before the longer ones.
CREATE INDEX queue_unaskable ON queue_entries (programme_id, submitted_on, registration_number, state, reserved_cents, ask_again_from) WHERE state IN ('waiting', 'offered') AND (reserved_cents IS NOT NULL OR ask_again_from IS NOT NULL);
CREATE INDEX queue_offers ON queue_entries (answer_by) WHERE state = 'offered';

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER withdrawals_append_only BEFORE UPDATE OF id, application_id, withdrawn_on, recorded_by, recorded_at OR DELETE ON withdrawals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_checks_append_only BEFORE UPDATE OF id, application_id, register, adapter, purpose, evidence_sha256, checked_at, recorded_by, recorded_at OR DELETE ON registry_checks FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificate_requests_append_only BEFORE UPDATE OR DELETE ON certificate_requests FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER certificates_append_only BEFORE UPDATE OF id, application_id, request_id, received_on, recorded_by, recorded_at OR DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessments_append_only BEFORE UPDATE OF id, application_id, programme_id, form_version, assessed_on, total_minutes, level, volume_minutes, unmet_minutes, chosen_level, chosen_volume_minutes, assessor, recorded_at OR DELETE ON assessments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER extensions_append_only BEFORE UPDATE OF id, application_id, extended_to, notified_on, recorded_by, recorded_at OR DELETE ON extensions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decisions_append_only BEFORE UPDATE OF id, number, application_id, replaces_id, person_id, programme_id, assessment_id, place_id, grant_id, outcome, decided_on, decided_at, official_subject, official_name, official_position, eligibility, funding, ground, effective_on, term_from, term_to, areas, level, volume_minutes, norms, contest, rules_hash OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
