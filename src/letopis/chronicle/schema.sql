-- The tables of a chronicle; docs/chronicle.md says what their rows are.

create table articles (
    id text primary key, file text, sha256 text, sentences integer, characters integer, language text, title text,
    authors text, journal text, year integer, volume text, issue text, pages text, doi text, udc text, subject text,
    rights text, provenance text
);
create table sentences (
    id integer primary key, article_id text references articles, number integer, text text, start_offset integer,
    end_offset integer, source_start integer, source_end integer, page integer
);
create table persons (
    id text primary key, name text, gender text, mentions integer, articles integer
);
create table organisations (
    id text primary key, name text, mentions integer, articles integer
);
create table states (
    id text primary key, name text, is_state integer, mentions integer, articles integer
);
create table agreements (
    id integer primary key, title text, kind text, kinds text, sides text, subject text, date text, first_day text,
    last_day text, sort_first integer, sort_last integer, place text, signatories text, status text, status_date text,
    mentions integer, articles integer, entity text unique
);
create table mentions (
    id integer primary key, article_id text references articles, sentence_id integer references sentences, label text,
    text text, normal text, value text, start_offset integer, end_offset integer, source_start integer,
    source_end integer, page integer, status text, status_date text, agreement_id integer references agreements,
    person_id text references persons, organisation_id text references organisations, state_id text references states,
    "by" text, score real
);
create table events (
    id integer primary key, mention_id integer references mentions, article_id text references articles,
    sentence_id integer references sentences, date text, text text, first_day text, last_day text, sort_first integer,
    sort_last integer, modifier text, impossible integer, who text, agreements text
);
create table relations (
    id integer primary key, article_id text references articles, type text, agreement_id integer references agreements,
    agreement_mention_id integer references mentions, target_mention_id integer references mentions, "by" text
);
create table contradictions (
    id integer primary key, type text, certainty text, note text, agreement_id integer references agreements,
    other_agreement_id integer references agreements, first_value text, first_sentence text, first_file text,
    first_source_start integer, first_source_end integer, second_value text, second_sentence text, second_file text,
    second_source_start integer, second_source_end integer, first_sentence_id integer references sentences,
    second_sentence_id integer references sentences, first_mention_id integer references mentions,
    second_mention_id integer references mentions
);
