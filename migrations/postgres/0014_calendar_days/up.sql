-- Transferred days off by Cabinet orders that are in no release yet. One that was recorded in error is withdrawn.
CREATE TABLE calendar_days (
    id UUID PRIMARY KEY,
    day_off DATE NOT NULL,
    worked_on DATE NOT NULL,
    source TEXT NOT NULL CHECK (source <> ''),
    -- Written once.
    withdrawal_reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX one_transfer_of_a_day ON calendar_days (day_off) WHERE withdrawal_reason IS NULL;
CREATE TRIGGER calendar_days_append_only BEFORE UPDATE OF id, day_off, worked_on, source, recorded_by, recorded_at OR DELETE ON calendar_days FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_days_withdrawn_once BEFORE UPDATE OF withdrawal_reason ON calendar_days FOR EACH ROW WHEN (OLD.withdrawal_reason IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_days_no_truncate BEFORE TRUNCATE ON calendar_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
