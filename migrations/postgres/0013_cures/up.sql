ALTER TABLE applications DROP CONSTRAINT applications_state_check;
ALTER TABLE applications ADD CONSTRAINT applications_state_check CHECK (state IN ('submitted', 'incomplete', 'under_review', 'certificate_requested', 'assessed', 'decided', 'withdrawn', 'not_submitted'));
DROP INDEX one_open_application;
CREATE UNIQUE INDEX one_open_application ON applications (person_id) WHERE state NOT IN ('decided', 'withdrawn', 'not_submitted');
-- The day by which a defect is to be cured, as long as it is not, and the day of the last cure.
ALTER TABLE applications ADD COLUMN cure_by DATE;
ALTER TABLE applications ADD COLUMN cured_on DATE;

-- What the person was asked to complete, and by when; a defect leaves the application without movement until it is cured.
CREATE TABLE completion_requests (
    id UUID PRIMARY KEY,
    application_id UUID NOT NULL REFERENCES applications,
    requested_on DATE NOT NULL,
    cure_by DATE NOT NULL,
    unsigned BOOLEAN NOT NULL,
    language BOOLEAN NOT NULL,
    authority_not_proven BOOLEAN NOT NULL,
    -- Codes of the contents that were missing, between spaces.
    missing TEXT NOT NULL,
    -- Written once, when the cure is recorded.
    cured_on DATE,
    -- What the person was told.
    sealed BYTEA NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    CONSTRAINT cured_after_the_request CHECK (cure_by > requested_on),
    CONSTRAINT cured_in_time CHECK (cured_on <= cure_by)
);
CREATE INDEX completion_requests_by_application ON completion_requests (application_id);
CREATE TRIGGER completion_requests_append_only BEFORE UPDATE OF id, application_id, requested_on, cure_by, unsigned, language, authority_not_proven, missing, recorded_by, recorded_at OR DELETE ON completion_requests FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER completion_requests_cured_once BEFORE UPDATE OF cured_on ON completion_requests FOR EACH ROW WHEN (OLD.cured_on IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER completion_requests_no_truncate BEFORE TRUNCATE ON completion_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE POLICY by_sight ON completion_requests USING ((SELECT current_setting('aplp.sight', true)) = 'all'
    OR EXISTS (SELECT 1 FROM applications parent WHERE parent.id = application_id));
ALTER TABLE completion_requests ENABLE ROW LEVEL SECURITY;
