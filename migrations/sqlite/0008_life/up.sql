-- What happened to a place in the queue. Its state follows from these rows in their order; `queue_entries` says where it stands.
CREATE TABLE place_events (
    id BLOB PRIMARY KEY,
    place_id BLOB NOT NULL REFERENCES queue_entries,
    person_id BLOB NOT NULL REFERENCES persons,
    kind TEXT NOT NULL CHECK (kind IN ('queued', 'called_up', 'offered', 'accepted', 'declined', 'lapsed', 'left', 'converted', 'removed')),
    happened_on TEXT NOT NULL,
    -- By when the person is to answer.
    answer_by TEXT,
    -- What was put aside.
    cents INTEGER,
    -- Why others were passed by, or the person's own words and the document.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT only_an_offer_is_answered CHECK ((kind = 'offered') = (answer_by IS NOT NULL)),
    CONSTRAINT money_is_put_aside_at_the_turn CHECK ((kind = 'called_up') = (cents IS NOT NULL))
) STRICT;
CREATE INDEX place_events_by_place ON place_events (place_id, recorded_at);
CREATE INDEX place_events_that_end ON place_events (happened_on) WHERE kind IN ('converted', 'declined', 'left', 'removed');

-- How many wait in a programme, by month, by day and by hundreds of registration numbers within a day: a place is found by
-- adding up a few rows, however long the queue is.
CREATE TABLE queue_counts (
    programme_id BLOB NOT NULL REFERENCES programmes,
    -- 1 a month, 2 a day, 3 a hundred numbers of a day.
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    span TEXT NOT NULL,
    waiting INTEGER NOT NULL CHECK (waiting >= 0),
    PRIMARY KEY (programme_id, level, span)
) STRICT;

-- What happened to a granted service after its decision. Its state follows from these rows in their order.
CREATE TABLE grant_events (
    id BLOB PRIMARY KEY,
    grant_id BLOB NOT NULL REFERENCES grants,
    person_id BLOB NOT NULL REFERENCES persons,
    decision_id BLOB REFERENCES decisions,
    kind TEXT NOT NULL CHECK (kind IN ('contracted', 'started', 'suspended', 'resumed', 'amended', 'ended')),
    effective_from TEXT NOT NULL,
    -- The last day of a suspension, where one was named.
    effective_to TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT only_a_suspension_has_a_last_day CHECK (effective_to IS NULL OR (kind = 'suspended' AND effective_to >= effective_from))
) STRICT;
CREATE INDEX grant_events_by_grant ON grant_events (grant_id, recorded_at);

-- What a grant gives from a day on: as it was granted, then as it was amended.
CREATE TABLE grant_steps (
    id BLOB PRIMARY KEY,
    grant_id BLOB NOT NULL REFERENCES grants,
    decision_id BLOB NOT NULL UNIQUE REFERENCES decisions,
    effective_from TEXT NOT NULL,
    areas TEXT NOT NULL CHECK (areas <> ''),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER NOT NULL CHECK (volume_minutes > 0),
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX grant_steps_by_grant ON grant_steps (grant_id, recorded_at);

-- Attempts to reach a person: under a grant, or while an offer stands.
CREATE TABLE contact_attempts (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons,
    grant_id BLOB REFERENCES grants,
    place_id BLOB REFERENCES queue_entries,
    attempted_on TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('phone', 'message', 'email', 'letter', 'visit', 'through_others')),
    reached INTEGER NOT NULL,
    -- What was done and found.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT under_a_grant_or_a_place CHECK ((grant_id IS NULL) <> (place_id IS NULL))
) STRICT;
CREATE INDEX contact_attempts_by_grant ON contact_attempts (grant_id, attempted_on);
CREATE INDEX contact_attempts_by_place ON contact_attempts (place_id, attempted_on);

-- What happened to a support person at work with a person.
CREATE TABLE incidents (
    id BLOB PRIMARY KEY,
    grant_id BLOB NOT NULL REFERENCES grants,
    person_id BLOB NOT NULL REFERENCES persons,
    support_person_id BLOB NOT NULL REFERENCES support_persons,
    happened_on TEXT NOT NULL,
    -- What was at risk, and what happened.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_by_grant ON incidents (grant_id, happened_on);

-- What is due on a day, and when it was raised: each once.
CREATE TABLE reminders (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id BLOB NOT NULL,
    due_on TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- Null while its day has not come, or nobody has looked.
    raised_at TEXT,
    -- When its day came and it mattered no more.
    dropped_at TEXT,
    UNIQUE (object_id, kind, due_on)
) STRICT;
CREATE INDEX reminders_by_day ON reminders (due_on, id);
CREATE INDEX reminders_to_raise ON reminders (due_on) WHERE raised_at IS NULL AND dropped_at IS NULL;
CREATE INDEX reminders_by_person ON reminders (person_id);

-- The days, in Riga, on which what is due was done: one that comes long after the last one has to be confirmed.
CREATE TABLE tick_days (
    id BLOB PRIMARY KEY,
    ran_on TEXT NOT NULL UNIQUE,
    -- Whether an operator said that this day is today.
    confirmed INTEGER NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER place_events_no_update BEFORE UPDATE OF id, place_id, person_id, kind, happened_on, answer_by, cents, recorded_by, recorded_at ON place_events BEGIN SELECT RAISE(ABORT, 'append-only table place_events'); END;
CREATE TRIGGER place_events_no_delete BEFORE DELETE ON place_events BEGIN SELECT RAISE(ABORT, 'append-only table place_events'); END;
CREATE TRIGGER grant_events_no_update BEFORE UPDATE ON grant_events BEGIN SELECT RAISE(ABORT, 'append-only table grant_events'); END;
CREATE TRIGGER grant_events_no_delete BEFORE DELETE ON grant_events BEGIN SELECT RAISE(ABORT, 'append-only table grant_events'); END;
CREATE TRIGGER grant_steps_no_update BEFORE UPDATE ON grant_steps BEGIN SELECT RAISE(ABORT, 'append-only table grant_steps'); END;
CREATE TRIGGER grant_steps_no_delete BEFORE DELETE ON grant_steps BEGIN SELECT RAISE(ABORT, 'append-only table grant_steps'); END;
CREATE TRIGGER contact_attempts_no_update BEFORE UPDATE OF id, person_id, grant_id, place_id, attempted_on, channel, reached, recorded_by, recorded_at ON contact_attempts BEGIN SELECT RAISE(ABORT, 'append-only table contact_attempts'); END;
CREATE TRIGGER contact_attempts_no_delete BEFORE DELETE ON contact_attempts BEGIN SELECT RAISE(ABORT, 'append-only table contact_attempts'); END;
CREATE TRIGGER incidents_no_update BEFORE UPDATE OF id, grant_id, person_id, support_person_id, happened_on, recorded_by, recorded_at ON incidents BEGIN SELECT RAISE(ABORT, 'append-only table incidents'); END;
CREATE TRIGGER incidents_no_delete BEFORE DELETE ON incidents BEGIN SELECT RAISE(ABORT, 'append-only table incidents'); END;
CREATE TRIGGER tick_days_no_update BEFORE UPDATE ON tick_days BEGIN SELECT RAISE(ABORT, 'append-only table tick_days'); END;
CREATE TRIGGER tick_days_no_delete BEFORE DELETE ON tick_days BEGIN SELECT RAISE(ABORT, 'append-only table tick_days'); END;
