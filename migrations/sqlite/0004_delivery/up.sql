-- Only a decision to grant leads here: the pair of id and outcome is the foreign key.
CREATE TABLE grants (
    id BLOB PRIMARY KEY,
    decision_id BLOB NOT NULL UNIQUE,
    decision_outcome TEXT NOT NULL CHECK (decision_outcome = 'grant'),
    person_id BLOB NOT NULL REFERENCES persons,
    programme_id BLOB NOT NULL REFERENCES programmes,
    term_from TEXT NOT NULL,
    term_to TEXT NOT NULL,
    areas TEXT NOT NULL CHECK (areas <> ''),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER NOT NULL CHECK (volume_minutes > 0),
    -- The granted service after which this one comes, where there was one.
    previous_id BLOB REFERENCES grants,
    -- What an hour costs over the whole term; null where money is not counted.
    hour_rate_cents INTEGER CHECK (hour_rate_cents > 0),
    -- The last day of service: that of the term, or the one on which it was ended.
    last_day TEXT NOT NULL,
    end_ground TEXT CHECK (end_ground IN ('moved_abroad', 'own_request', 'safety_or_dignity', 'unreachable_4_months', 'expired', 'death', 'annulled')),
    -- The last day of the suspension that was decided last, where one was named.
    suspended_to TEXT,
    -- The next day on which money of a month goes back to the programme; null when none will.
    settles_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('granted', 'contracted', 'active', 'suspended', 'ended')),
    committed_cents INTEGER NOT NULL CHECK (committed_cents >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    FOREIGN KEY (decision_id, decision_outcome) REFERENCES decisions (id, outcome),
    CONSTRAINT grant_term_in_order CHECK (term_to >= term_from),
    CONSTRAINT no_service_outlives_its_term CHECK (last_day <= term_to),
    CONSTRAINT what_ends_has_a_ground CHECK ((state <> 'ended' AND last_day = term_to) OR end_ground IS NOT NULL)
) STRICT;
-- A person's grants come one after another: so no two can be made at once.
CREATE UNIQUE INDEX one_grant_after_another ON grants (previous_id) WHERE previous_id IS NOT NULL;
CREATE UNIQUE INDEX one_first_grant ON grants (person_id) WHERE previous_id IS NULL;
CREATE INDEX grants_by_person ON grants (person_id);
CREATE INDEX grants_by_programme ON grants (programme_id);
CREATE INDEX grants_that_last ON grants (programme_id, last_day) WHERE state <> 'ended';
CREATE INDEX grants_to_settle ON grants (settles_on) WHERE settles_on IS NOT NULL;

CREATE TABLE agreements (
    id BLOB PRIMARY KEY,
    grant_id BLOB NOT NULL REFERENCES grants,
    person_id BLOB NOT NULL REFERENCES persons,
    support_person_id BLOB NOT NULL REFERENCES support_persons,
    -- Where, how and when they meet.
    sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('drafted', 'signed', 'superseded')),
    -- The moment of the third signature.
    signed_at TEXT,
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT signed_has_a_moment CHECK (state <> 'signed' OR signed_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_signed_agreement ON agreements (grant_id) WHERE state = 'signed';
CREATE UNIQUE INDEX one_drafted_agreement ON agreements (grant_id) WHERE state = 'drafted';
CREATE INDEX agreements_by_support_person ON agreements (support_person_id, state);
CREATE INDEX agreements_by_person ON agreements (person_id);

CREATE TABLE signatures (
    id BLOB PRIMARY KEY,
    agreement_id BLOB NOT NULL REFERENCES agreements,
    party TEXT NOT NULL CHECK (party IN ('person', 'support_person', 'association')),
    method TEXT NOT NULL,
    -- The name of who signed.
    sealed BLOB NOT NULL,
    signed_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (agreement_id, party)
) STRICT;

CREATE TABLE time_entries (
    id BLOB PRIMARY KEY,
    grant_id BLOB NOT NULL REFERENCES grants,
    agreement_id BLOB NOT NULL REFERENCES agreements,
    person_id BLOB NOT NULL REFERENCES persons,
    support_person_id BLOB NOT NULL REFERENCES support_persons,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    -- Counted minutes; below zero in the row that takes another back.
    minutes INTEGER NOT NULL,
    travel_minutes INTEGER NOT NULL,
    area TEXT NOT NULL,
    component TEXT NOT NULL,
    mode TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    -- The note, and the reason of a row that takes another back.
    sealed BLOB NOT NULL,
    reverses_id BLOB UNIQUE REFERENCES time_entries,
    posted_by TEXT NOT NULL,
    posted_at TEXT NOT NULL,
    CONSTRAINT ends_after_it_starts CHECK (ended_at > started_at),
    CONSTRAINT only_a_reversal_is_negative CHECK ((reverses_id IS NULL) = (minutes > 0)),
    CONSTRAINT only_a_reversal_takes_travel_back CHECK (CASE WHEN reverses_id IS NULL THEN travel_minutes >= 0 ELSE travel_minutes <= 0 END)
) STRICT;
CREATE INDEX time_entries_by_grant ON time_entries (grant_id, started_at);
CREATE INDEX time_entries_by_person ON time_entries (person_id, started_at);
CREATE INDEX time_entries_by_support_person ON time_entries (support_person_id, started_at);

-- An entry by days in Riga: what counts to which month.
CREATE TABLE time_entry_parts (
    entry_id BLOB NOT NULL REFERENCES time_entries,
    day TEXT NOT NULL,
    month TEXT NOT NULL CHECK (length(month) = 7),
    minutes INTEGER NOT NULL CHECK (minutes <> 0),
    PRIMARY KEY (entry_id, day)
) STRICT;

-- The counted minutes of a month: the second wall before the monthly volume.
CREATE TABLE month_totals (
    grant_id BLOB NOT NULL REFERENCES grants,
    month TEXT NOT NULL CHECK (length(month) = 7),
    minutes INTEGER NOT NULL,
    volume_minutes INTEGER NOT NULL,
    PRIMARY KEY (grant_id, month),
    CONSTRAINT volume_not_passed CHECK (minutes BETWEEN 0 AND volume_minutes)
) STRICT;

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER signatures_no_update BEFORE UPDATE OF id, agreement_id, party, method, signed_at, recorded_by, recorded_at ON signatures BEGIN SELECT RAISE(ABORT, 'append-only table signatures'); END;
CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'append-only table signatures'); END;
CREATE TRIGGER time_entries_no_update BEFORE UPDATE OF id, grant_id, agreement_id, person_id, support_person_id, started_at, ended_at, minutes, travel_minutes, area, component, mode, place_kind, reverses_id, posted_by, posted_at ON time_entries BEGIN SELECT RAISE(ABORT, 'append-only table time_entries'); END;
CREATE TRIGGER time_entries_no_delete BEFORE DELETE ON time_entries BEGIN SELECT RAISE(ABORT, 'append-only table time_entries'); END;
CREATE TRIGGER time_entry_parts_no_update BEFORE UPDATE ON time_entry_parts BEGIN SELECT RAISE(ABORT, 'append-only table time_entry_parts'); END;
CREATE TRIGGER time_entry_parts_no_delete BEFORE DELETE ON time_entry_parts BEGIN SELECT RAISE(ABORT, 'append-only table time_entry_parts'); END;
