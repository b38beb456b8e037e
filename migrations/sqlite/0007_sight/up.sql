-- SQLite has no row-level security: whoever has the file has everything in it. The step is here so that both databases count the same.
SELECT 1;
