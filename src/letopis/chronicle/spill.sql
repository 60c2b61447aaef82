-- What waits while a chronicle is made: mentions of agreements, contradictions to be sorted. SQLite keeps temporary
-- tables in a file of its own where they grow, and throws them away.
create temp table waiting (row integer primary key, agreement text not null, body blob not null);
create temp table summaries (number integer primary key, body blob not null);
create temp table alike (key text not null, date text not null, number integer not null,
    primary key (key, date, number)) without rowid;
create temp table disputes (kind text, first integer, second text, third text, late integer,
    body blob not null, primary key (kind, first, second, third)) without rowid;
