-- What waits while a chronicle is made: mentions and agreements to be compared, contradictions to be sorted.
create table mentions (row integer primary key, weight integer not null, body blob not null);
create table members (row integer primary key, agreement integer not null, sentence integer not null,
    article integer not null, text text not null);
create index members_by_sentence on members (sentence, agreement, text);
create index members_by_article on members (article, agreement);
create table keys (key integer not null, agreement integer not null, primary key (key, agreement)) without rowid;
create table profiles (agreement integer primary key, body blob not null);
create table twins (signature integer primary key, agreement integer not null) without rowid;
create table summaries (number integer primary key, body blob not null);
create table alike (key integer not null, date text not null, number integer not null,
    primary key (key, date, number)) without rowid;
create table contradictions (kind text, first integer, second text, third text, late integer, body blob not null,
    primary key (kind, first, second, third)) without rowid;
