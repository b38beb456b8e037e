DROP TABLE month_totals;
DROP TABLE time_entry_parts;
DROP TABLE time_entries;
DROP TABLE signatures;
DROP TABLE agreements;
DROP TABLE grants;
