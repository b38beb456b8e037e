DROP TABLE versions;
DROP TABLE journal;
DROP TABLE repeats;
DROP TABLE counters;
DROP TABLE data_keys;
