-- Only a decision to grant leads here: the pair of id and outcome is the foreign key.
CREATE TABLE grants (
    id UUID PRIMARY KEY,
    decision_id UUID NOT NULL UNIQUE,
    decision_outcome TEXT NOT NULL CHECK (decision_outcome = 'grant'),
    person_id UUID NOT NULL REFERENCES persons,
    programme_id UUID NOT NULL REFERENCES programmes,
    term_from DATE NOT NULL,
    term_to DATE NOT NULL,
    areas TEXT NOT NULL CHECK (areas <> ''),
    level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER NOT NULL CHECK (volume_minutes > 0),
    -- The granted service after which this one comes, where there was one.
    previous_id UUID REFERENCES grants,
    -- What an hour costs over the whole term; null where money is not counted.
    hour_rate_cents BIGINT CHECK (hour_rate_cents > 0),
    -- The last day of service: that of the term, or the one on which it was ended.
    last_day DATE NOT NULL,
    end_ground TEXT CHECK (end_ground IN ('moved_abroad', 'own_request', 'safety_or_dignity', 'unreachable_4_months', 'expired', 'death', 'annulled')),
    -- The last day of the suspension that was decided last, where one was named.
    suspended_to DATE,
    -- The next day on which money of a month goes back to the programme; null when none will.
    settles_on DATE,
    state TEXT NOT NULL CHECK (state IN ('granted', 'contracted', 'active', 'suspended', 'ended')),
    committed_cents BIGINT NOT NULL CHECK (committed_cents >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (decision_id, decision_outcome) REFERENCES decisions (id, outcome),
    CONSTRAINT grant_term_in_order CHECK (term_to >= term_from),
    CONSTRAINT no_service_outlives_its_term CHECK (last_day <= term_to),
    CONSTRAINT what_ends_has_a_ground CHECK ((state <> 'ended' AND last_day = term_to) OR end_ground IS NOT NULL)
);
-- A person's grants come one after another: so no two can be made at once.
CREATE UNIQUE INDEX one_grant_after_another ON grants (previous_id) WHERE previous_id IS NOT NULL;
CREATE UNIQUE INDEX one_first_grant ON grants (person_id) WHERE previous_id IS NULL;
CREATE INDEX grants_by_person ON grants (person_id);
CREATE INDEX grants_by_programme ON grants (programme_id);
CREATE INDEX grants_that_last ON grants (programme_id, last_day) WHERE state <> 'ended';
CREATE INDEX grants_to_settle ON grants (settles_on) WHERE settles_on IS NOT NULL;

CREATE TABLE agreements (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL REFERENCES grants,
    person_id UUID NOT NULL REFERENCES persons,
    support_person_id UUID NOT NULL REFERENCES support_persons,
    -- Where, how and when they meet.
    sealed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted', 'signed', 'superseded')),
    -- The moment of the third signature.
    signed_at TIMESTAMP,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT signed_has_a_moment CHECK (state <> 'signed' OR signed_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_signed_agreement ON agreements (grant_id) WHERE state = 'signed';
CREATE UNIQUE INDEX one_drafted_agreement ON agreements (grant_id) WHERE state = 'drafted';
CREATE INDEX agreements_by_support_person ON agreements (support_person_id, state);
CREATE INDEX agreements_by_person ON agreements (person_id);

CREATE TABLE signatures (
    id UUID PRIMARY KEY,
    agreement_id UUID NOT NULL REFERENCES agreements,
    party TEXT NOT NULL CHECK (party IN ('person', 'support_person', 'association')),
    method TEXT NOT NULL,
    -- The name of who signed.
    sealed BYTEA NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (agreement_id, party)
);

CREATE TABLE time_entries (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL REFERENCES grants,
    agreement_id UUID NOT NULL REFERENCES agreements,
    person_id UUID NOT NULL REFERENCES persons,
    support_person_id UUID NOT NULL REFERENCES support_persons,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    -- Counted minutes; below zero in the row that takes another back.
    minutes INTEGER NOT NULL,
    travel_minutes INTEGER NOT NULL,
    area TEXT NOT NULL,
    component TEXT NOT NULL,
    mode TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    -- The note, and the reason of a row that takes another back.
    sealed BYTEA NOT NULL,
    reverses_id UUID UNIQUE REFERENCES time_entries,
    posted_by TEXT NOT NULL,
    posted_at TIMESTAMP NOT NULL,
    CONSTRAINT ends_after_it_starts CHECK (ended_at > started_at),
    CONSTRAINT only_a_reversal_is_negative CHECK ((reverses_id IS NULL) = (minutes > 0)),
    CONSTRAINT only_a_reversal_takes_travel_back CHECK (CASE WHEN reverses_id IS NULL THEN travel_minutes >= 0 ELSE travel_minutes <= 0 END)
);
CREATE INDEX time_entries_by_grant ON time_entries (grant_id, started_at);
CREATE INDEX time_entries_by_person ON time_entries (person_id, started_at);
CREATE INDEX time_entries_by_support_person ON time_entries (support_person_id, started_at);

-- An entry by days in Riga: what counts to which month.
CREATE TABLE time_entry_parts (
    entry_id UUID NOT NULL REFERENCES time_entries,
    day DATE NOT NULL,
    month TEXT NOT NULL CHECK (length(month) = 7),
    minutes INTEGER NOT NULL CHECK (minutes <> 0),
    PRIMARY KEY (entry_id, day)
);

-- The counted minutes of a month: the second wall before the monthly volume.
CREATE TABLE month_totals (
    grant_id UUID NOT NULL REFERENCES grants,
    month TEXT NOT NULL CHECK (length(month) = 7),
    minutes INTEGER NOT NULL,
    volume_minutes INTEGER NOT NULL,
    PRIMARY KEY (grant_id, month),
    CONSTRAINT volume_not_passed CHECK (minutes BETWEEN 0 AND volume_minutes)
);

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER signatures_append_only BEFORE UPDATE OF id, agreement_id, party, method, signed_at, recorded_by, recorded_at OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER time_entries_append_only BEFORE UPDATE OF id, grant_id, agreement_id, person_id, support_person_id, started_at, ended_at, minutes, travel_minutes, area, component, mode, place_kind, reverses_id, posted_by, posted_at OR DELETE ON time_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER time_entry_parts_append_only BEFORE UPDATE OR DELETE ON time_entry_parts FOR EACH ROW EXECUTE FUNCTION refuse_change();
