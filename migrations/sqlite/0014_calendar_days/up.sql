-- Transferred days off by Cabinet orders that are in no release yet. One that was recorded in error is withdrawn.
CREATE TABLE calendar_days (
    id BLOB PRIMARY KEY,
    day_off TEXT NOT NULL,
    worked_on TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source <> ''),
    -- Written once.
    withdrawal_reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_transfer_of_a_day ON calendar_days (day_off) WHERE withdrawal_reason IS NULL;
CREATE TRIGGER calendar_days_no_update BEFORE UPDATE OF id, day_off, worked_on, source, recorded_by, recorded_at ON calendar_days BEGIN SELECT RAISE(ABORT, 'append-only table calendar_days'); END;
CREATE TRIGGER calendar_days_withdrawn_once BEFORE UPDATE OF withdrawal_reason ON calendar_days WHEN OLD.withdrawal_reason IS NOT NULL BEGIN SELECT RAISE(ABORT, 'append-only table calendar_days'); END;
CREATE TRIGGER calendar_days_no_delete BEFORE DELETE ON calendar_days BEGIN SELECT RAISE(ABORT, 'append-only table calendar_days'); END;
