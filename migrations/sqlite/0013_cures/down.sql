DROP TABLE completion_requests;
ALTER TABLE applications DROP COLUMN cured_on;
ALTER TABLE applications DROP COLUMN cure_by;
DROP INDEX one_open_application;
CREATE UNIQUE INDEX one_open_application ON applications (person_id) WHERE state NOT IN ('decided', 'withdrawn');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(''submitted'', ''incomplete'', ''under_review'', ''certificate_requested'', ''assessed'', ''decided'', ''withdrawn'', ''not_submitted'')', '(''submitted'', ''incomplete'', ''under_review'', ''certificate_requested'', ''assessed'', ''decided'', ''withdrawn'')') WHERE type = 'table' AND name = 'applications';
PRAGMA writable_schema = RESET;
