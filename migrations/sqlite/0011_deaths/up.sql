-- The day on which somebody died, as it was told. Of a person one row stands: the one that was not taken back.
CREATE TABLE deaths (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons,
    died_on TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('natural_persons', 'certificate', 'other')),
    -- The document.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX deaths_by_person ON deaths (person_id, recorded_at);

-- A death that was told by mistake, taken back by another official.
CREATE TABLE death_retractions (
    id BLOB PRIMARY KEY,
    death_id BLOB NOT NULL UNIQUE REFERENCES deaths,
    -- Why.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER deaths_no_update BEFORE UPDATE OF id, person_id, died_on, source, recorded_by, recorded_at ON deaths BEGIN SELECT RAISE(ABORT, 'append-only table deaths'); END;
CREATE TRIGGER deaths_no_delete BEFORE DELETE ON deaths BEGIN SELECT RAISE(ABORT, 'append-only table deaths'); END;
CREATE TRIGGER death_retractions_no_update BEFORE UPDATE OF id, death_id, recorded_by, recorded_at ON death_retractions BEGIN SELECT RAISE(ABORT, 'append-only table death_retractions'); END;
CREATE TRIGGER death_retractions_no_delete BEFORE DELETE ON death_retractions BEGIN SELECT RAISE(ABORT, 'append-only table death_retractions'); END;
