-- The last day that had passed when the term was extended, of the promise and of the law: what was overdue stays so.
ALTER TABLE applications ADD COLUMN missed_last_day TEXT;
ALTER TABLE applications ADD COLUMN missed_legal_last_day TEXT;
