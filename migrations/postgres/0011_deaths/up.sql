-- The day on which somebody died, as it was told. Of a person one row stands: the one that was not taken back.
CREATE TABLE deaths (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons,
    died_on DATE NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('natural_persons', 'certificate', 'other')),
    -- The document.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX deaths_by_person ON deaths (person_id, recorded_at);

-- A death that was told by mistake, taken back by another official.
CREATE TABLE death_retractions (
    id UUID PRIMARY KEY,
    death_id UUID NOT NULL UNIQUE REFERENCES deaths,
    -- Why.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TRIGGER deaths_append_only BEFORE UPDATE OF id, person_id, died_on, source, recorded_by, recorded_at OR DELETE ON deaths FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deaths_no_truncate BEFORE TRUNCATE ON deaths FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER death_retractions_append_only BEFORE UPDATE OF id, death_id, recorded_by, recorded_at OR DELETE ON death_retractions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER death_retractions_no_truncate BEFORE TRUNCATE ON death_retractions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE POLICY by_sight ON deaths USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR person_id IN (SELECT aplp_seen()));
CREATE POLICY by_sight ON death_retractions USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM deaths parent WHERE parent.id = death_id));
ALTER TABLE deaths ENABLE ROW LEVEL SECURITY;
ALTER TABLE death_retractions ENABLE ROW LEVEL SECURITY;
