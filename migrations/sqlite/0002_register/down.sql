DROP TABLE balances;
DROP TABLE allocations;
DROP TABLE programmes;
DROP TABLE support_persons;
DROP TABLE person_addresses;
DROP TABLE personal_codes;
DROP TABLE persons;
