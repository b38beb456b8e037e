-- What happened to a place in the queue. Its state follows from these rows in their order; `queue_entries` says where it stands.
CREATE TABLE place_events (
    id UUID PRIMARY KEY,
    place_id UUID NOT NULL REFERENCES queue_entries,
    person_id UUID NOT NULL REFERENCES persons,
    kind TEXT NOT NULL CHECK (kind IN ('queued', 'called_up', 'offered', 'accepted', 'declined', 'lapsed', 'left', 'converted', 'removed')),
    happened_on DATE NOT NULL,
    -- By when the person is to answer.
    answer_by DATE,
    -- What was put aside.
    cents BIGINT,
    -- Why others were passed by, or the person's own words and the document.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT only_an_offer_is_answered CHECK ((kind = 'offered') = (answer_by IS NOT NULL)),
    CONSTRAINT money_is_put_aside_at_the_turn CHECK ((kind = 'called_up') = (cents IS NOT NULL))
);
CREATE INDEX place_events_by_place ON place_events (place_id, recorded_at);
CREATE INDEX place_events_that_end ON place_events (happened_on) WHERE kind IN ('converted', 'declined', 'left', 'removed');

-- How many wait in a programme, by month, by day and by hundreds of registration numbers within a day: a place is found by
-- adding up a few rows, however long the queue is.
CREATE TABLE queue_counts (
    programme_id UUID NOT NULL REFERENCES programmes,
    -- 1 a month, 2 a day, 3 a hundred numbers of a day.
    level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    span TEXT NOT NULL,
    waiting BIGINT NOT NULL CHECK (waiting >= 0),
    PRIMARY KEY (programme_id, level, span)
);

-- What happened to a granted service after its decision. Its state follows from these rows in their order.
CREATE TABLE grant_events (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL REFERENCES grants,
    person_id UUID NOT NULL REFERENCES persons,
    decision_id UUID REFERENCES decisions,
    kind TEXT NOT NULL CHECK (kind IN ('contracted', 'started', 'suspended', 'resumed', 'amended', 'ended')),
    effective_from DATE NOT NULL,
    -- The last day of a suspension, where one was named.
    effective_to DATE,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT only_a_suspension_has_a_last_day CHECK (effective_to IS NULL OR (kind = 'suspended' AND effective_to >= effective_from))
);
CREATE INDEX grant_events_by_grant ON grant_events (grant_id, recorded_at);

-- What a grant gives from a day on: as it was granted, then as it was amended.
CREATE TABLE grant_steps (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL REFERENCES grants,
    decision_id UUID NOT NULL UNIQUE REFERENCES decisions,
    effective_from DATE NOT NULL,
    areas TEXT NOT NULL CHECK (areas <> ''),
    level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    volume_minutes INTEGER NOT NULL CHECK (volume_minutes > 0),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX grant_steps_by_grant ON grant_steps (grant_id, recorded_at);

-- Attempts to reach a person: under a grant, or while an offer stands.
CREATE TABLE contact_attempts (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    grant_id UUID REFERENCES grants,
    place_id UUID REFERENCES queue_entries,
    attempted_on DATE NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('phone', 'message', 'email', 'letter', 'visit', 'through_others')),
    reached BOOLEAN NOT NULL,
    -- What was done and found.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT under_a_grant_or_a_place CHECK ((grant_id IS NULL) <> (place_id IS NULL))
);
CREATE INDEX contact_attempts_by_grant ON contact_attempts (grant_id, attempted_on);
CREATE INDEX contact_attempts_by_place ON contact_attempts (place_id, attempted_on);

-- What happened to a support person at work with a person.
CREATE TABLE incidents (
    id UUID PRIMARY KEY,
    grant_id UUID NOT NULL REFERENCES grants,
    person_id UUID NOT NULL REFERENCES persons,
    support_person_id UUID NOT NULL REFERENCES support_persons,
    happened_on DATE NOT NULL,
    -- What was at risk, and what happened.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX incidents_by_grant ON incidents (grant_id, happened_on);

-- What is due on a day, and when it was raised: each once.
CREATE TABLE reminders (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id UUID NOT NULL,
    due_on DATE NOT NULL,
    created_at TIMESTAMP NOT NULL,
    -- Null while its day has not come, or nobody has looked.
    raised_at TIMESTAMP,
    -- When its day came and it mattered no more.
    dropped_at TIMESTAMP,
    UNIQUE (object_id, kind, due_on)
);
CREATE INDEX reminders_by_day ON reminders (due_on, id);
CREATE INDEX reminders_to_raise ON reminders (due_on) WHERE raised_at IS NULL AND dropped_at IS NULL;
CREATE INDEX reminders_by_person ON reminders (person_id);

-- The days, in Riga, on which what is due was done: one that comes long after the last one has to be confirmed.
CREATE TABLE tick_days (
    id UUID PRIMARY KEY,
    ran_on DATE NOT NULL UNIQUE,
    -- Whether an operator said that this day is today.
    confirmed BOOLEAN NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- What was decided, posted or recorded is never edited: a correction is a second row.
CREATE TRIGGER place_events_append_only BEFORE UPDATE OF id, place_id, person_id, kind, happened_on, answer_by, cents, recorded_by, recorded_at OR DELETE ON place_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_events_append_only BEFORE UPDATE OR DELETE ON grant_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_steps_append_only BEFORE UPDATE OR DELETE ON grant_steps FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_attempts_append_only BEFORE UPDATE OF id, person_id, grant_id, place_id, attempted_on, channel, reached, recorded_by, recorded_at OR DELETE ON contact_attempts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incidents_append_only BEFORE UPDATE OF id, grant_id, person_id, support_person_id, happened_on, recorded_by, recorded_at OR DELETE ON incidents FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tick_days_append_only BEFORE UPDATE OR DELETE ON tick_days FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Nor is a table emptied.
CREATE TRIGGER place_events_no_truncate BEFORE TRUNCATE ON place_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_events_no_truncate BEFORE TRUNCATE ON grant_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grant_steps_no_truncate BEFORE TRUNCATE ON grant_steps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_attempts_no_truncate BEFORE TRUNCATE ON contact_attempts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incidents_no_truncate BEFORE TRUNCATE ON incidents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tick_days_no_truncate BEFORE TRUNCATE ON tick_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whose rows these are, as in the migration `sight`.
CREATE POLICY by_sight ON place_events USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM queue_entries parent WHERE parent.id = place_id));
CREATE POLICY by_sight ON grant_events USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM grants parent WHERE parent.id = grant_id));
CREATE POLICY by_sight ON contact_attempts USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR grant_id IN (SELECT aplp_bought()));
CREATE POLICY by_sight ON incidents USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_file()) OR grant_id IN (SELECT aplp_bought()));
-- That somebody may be in the register twice is told to those only who see everybody.
CREATE POLICY by_sight ON reminders USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR kind <> 'possible_duplicate' AND person_id IN (SELECT aplp_file()) OR object_id IN (SELECT aplp_bought())
    OR object = 'queue_entry' AND EXISTS (SELECT 1 FROM queue_entries parent WHERE parent.id = object_id));
CREATE POLICY by_sight ON grant_steps USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM grants parent WHERE parent.id = grant_id));
ALTER TABLE place_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE incidents ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
