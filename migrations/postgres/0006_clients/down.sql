DROP TABLE client_tokens;
DROP TABLE client_approvals;
DROP TABLE client_moves;
DROP TABLE clients;
