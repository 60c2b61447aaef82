-- What an index holds beside the tables of a chronicle; docs/search.md says what their rows are.

create table records (
    article_id text primary key references articles, sha256 text, translation_of text, first_token integer,
    end_token integer, record text
);
create table tokens (
    id integer primary key, sentence_id integer references sentences, number integer, form text, lemma text, upos text,
    feats text, head integer, deprel text, start_offset integer, end_offset integer
);
create table columns (
    name text, part integer, numbers blob, primary key (name, part)
);
create table lexicons (
    name text primary key, forms text
);
create table sections (
    id integer primary key, article_id text references articles, kind text, first_token integer, end_token integer,
    start_offset integer, end_offset integer
);
create table entities ( -- and a column for each field of an entity, which rows.py adds
    id integer primary key, article_id text references articles, sentence_id integer references sentences,
    number integer, label text, text text, first_token integer, end_token integer, start_offset integer,
    end_offset integer, agreement_id integer references agreements
);
create table entity_relations (
    id integer primary key, article_id text references articles, type text, from_entity_id integer references entities,
    to_entity_id integer references entities
);
create table alignment (
    id integer primary key, link integer, sentence_id integer references sentences,
    translation_id integer references sentences, score real
);
