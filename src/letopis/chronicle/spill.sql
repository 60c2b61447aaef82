-- What waits while a chronicle is made: mentions of agreements, contradictions to be sorted.
create table mentions (row integer primary key, agreement text not null, body blob not null);
create table summaries (number integer primary key, body blob not null);
create table alike (key integer not null, date text not null, number integer not null,
    primary key (key, date, number)) without rowid;
create table contradictions (kind text, first integer, second text, third text, late integer, body blob not null,
    primary key (kind, first, second, third)) without rowid;
