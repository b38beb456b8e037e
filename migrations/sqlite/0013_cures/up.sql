-- One more state. The rows stay as they are, so that only the text of the check changes; a table that others refer to is not made
-- anew for that.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(''submitted'', ''incomplete'', ''under_review'', ''certificate_requested'', ''assessed'', ''decided'', ''withdrawn'')', '(''submitted'', ''incomplete'', ''under_review'', ''certificate_requested'', ''assessed'', ''decided'', ''withdrawn'', ''not_submitted'')') WHERE type = 'table' AND name = 'applications';
PRAGMA writable_schema = RESET;
DROP INDEX one_open_application;
CREATE UNIQUE INDEX one_open_application ON applications (person_id) WHERE state NOT IN ('decided', 'withdrawn', 'not_submitted');
-- The day by which a defect is to be cured, as long as it is not, and the day of the last cure.
ALTER TABLE applications ADD COLUMN cure_by TEXT;
ALTER TABLE applications ADD COLUMN cured_on TEXT;

-- What the person was asked to complete, and by when; a defect leaves the application without movement until it is cured.
CREATE TABLE completion_requests (
    id BLOB PRIMARY KEY,
    application_id BLOB NOT NULL REFERENCES applications,
    requested_on TEXT NOT NULL,
    cure_by TEXT NOT NULL,
    unsigned INTEGER NOT NULL,
    language INTEGER NOT NULL,
    authority_not_proven INTEGER NOT NULL,
    -- Codes of the contents that were missing, between spaces.
    missing TEXT NOT NULL,
    -- Written once, when the cure is recorded.
    cured_on TEXT,
    -- What the person was told.
    sealed BLOB NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT cured_after_the_request CHECK (cure_by > requested_on),
    CONSTRAINT cured_in_time CHECK (cured_on <= cure_by)
) STRICT;
CREATE INDEX completion_requests_by_application ON completion_requests (application_id);
CREATE TRIGGER completion_requests_no_update BEFORE UPDATE OF id, application_id, requested_on, cure_by, unsigned, language, authority_not_proven, missing, recorded_by, recorded_at ON completion_requests BEGIN SELECT RAISE(ABORT, 'append-only table completion_requests'); END;
CREATE TRIGGER completion_requests_cured_once BEFORE UPDATE OF cured_on ON completion_requests WHEN OLD.cured_on IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only table completion_requests'); END;
CREATE TRIGGER completion_requests_no_delete BEFORE DELETE ON completion_requests BEGIN SELECT RAISE(ABORT, 'append-only table completion_requests'); END;
