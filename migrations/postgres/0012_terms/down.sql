ALTER TABLE applications DROP COLUMN missed_legal_last_day;
ALTER TABLE applications DROP COLUMN missed_last_day;
