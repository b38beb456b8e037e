DROP TABLE contest_withdrawals;
DROP TABLE contest_resolutions;
DROP TABLE contest_forwardings;
DROP TABLE contests;
DROP TABLE notification_returns;
DROP TABLE notifications;
