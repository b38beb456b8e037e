DROP TABLE death_retractions;
DROP TABLE deaths;
