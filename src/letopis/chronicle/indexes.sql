-- Indexes and full-text search, made once all rows are there.

create index idx_sentences_article_id on sentences (article_id);
create index idx_mentions_sentence_id on mentions (sentence_id);
create index idx_mentions_agreement_id on mentions (agreement_id);
create index idx_mentions_person_id on mentions (person_id);
create index idx_mentions_organisation_id on mentions (organisation_id);
create index idx_mentions_state_id on mentions (state_id);
create index idx_mentions_label on mentions (label);
create index idx_events_sort_first on events (sort_first);
create index idx_events_sentence_id on events (sentence_id);
create index idx_relations_agreement_id on relations (agreement_id);
create index idx_relations_agreement_mention_id on relations (agreement_mention_id);
create index idx_relations_target_mention_id on relations (target_mention_id);
create index idx_agreements_sort_first on agreements (sort_first);

create virtual table sentences_fts using fts5 (text, content=sentences);
insert into sentences_fts (sentences_fts) values ('rebuild');
create virtual table agreements_fts using fts5 (title, sides, subject, place, signatories, content=agreements);
insert into agreements_fts (agreements_fts) values ('rebuild');
create virtual table events_fts using fts5 (text, who, agreements, content=events);
insert into events_fts (events_fts) values ('rebuild');
create virtual table persons_fts using fts5 (name, content=persons);
insert into persons_fts (persons_fts) values ('rebuild');
create virtual table organisations_fts using fts5 (name, content=organisations);
insert into organisations_fts (organisations_fts) values ('rebuild');
create virtual table states_fts using fts5 (name, content=states);
insert into states_fts (states_fts) values ('rebuild');
create virtual table contradictions_fts using fts5 (note, first_sentence, second_sentence, content=contradictions);
insert into contradictions_fts (contradictions_fts) values ('rebuild');

analyze main;
