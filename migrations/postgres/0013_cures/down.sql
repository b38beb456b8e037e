DROP TABLE completion_requests;
ALTER TABLE applications DROP COLUMN cured_on;
ALTER TABLE applications DROP COLUMN cure_by;
DROP INDEX one_open_application;
CREATE UNIQUE INDEX one_open_application ON applications (person_id) WHERE state NOT IN ('decided', 'withdrawn');
ALTER TABLE applications DROP CONSTRAINT applications_state_check;
ALTER TABLE applications ADD CONSTRAINT applications_state_check CHECK (state IN ('submitted', 'incomplete', 'under_review', 'certificate_requested', 'assessed', 'decided', 'withdrawn'));
