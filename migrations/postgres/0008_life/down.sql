DROP TABLE tick_days;
DROP TABLE reminders;
DROP TABLE incidents;
DROP TABLE contact_attempts;
DROP TABLE grant_steps;
DROP TABLE grant_events;
DROP TABLE queue_counts;
DROP TABLE place_events;
