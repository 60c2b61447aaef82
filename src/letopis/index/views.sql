-- Indexes, and views that show names and sentences where the tables have numbers.

create index idx_tokens_sentence_id on tokens (sentence_id);
create index idx_tokens_lemma on tokens (lemma);
create index idx_entities_label on entities (label, first_token, end_token desc, id);
create index idx_entities_entity on entities (entity);
create index idx_entities_sentence_id on entities (sentence_id);
create index idx_entity_relations_from_entity_id on entity_relations (from_entity_id);
create index idx_entity_relations_to_entity_id on entity_relations (to_entity_id);
create index idx_alignment_sentence_id on alignment (sentence_id);
create index idx_alignment_translation_id on alignment (translation_id);

create view entities_in_context as
select e.label, e.text, e.normal, e.referent, e.value, e.entity, e.authority, e.kind, e.status, s.text as sentence, a.title as article,
    a.journal, a.year, a.language, e.article_id || '-s' || s.number as place
from entities e join articles a on a.id = e.article_id left join sentences s on s.id = e.sentence_id;

create view relations_in_context as
select r.type, f.text as agreement, f.kind, f.status, t.label, t.text as target, coalesce(t.referent, t.normal, t.value) as named,
    t.entity, s.text as sentence, a.title as article, a.year, r.article_id || '-s' || s.number as place
from entity_relations r join entities f on f.id = r.from_entity_id join entities t on t.id = r.to_entity_id
    join articles a on a.id = r.article_id left join sentences s on s.id = f.sentence_id;

create view agreements_by_side as
select distinct coalesce(n.name, t.normal, t.text) as side, t.entity, g.title as agreement, g.kind, g.date,
    cast(g.sort_first / 10000 as integer) as year, g.place, g.status, g.mentions, g.id as agreement_id
from agreements g join entities f on f.agreement_id = g.id join entity_relations r on r.from_entity_id = f.id
    join entities t on t.id = r.to_entity_id left join states n on n.id = t.entity
where r.type = 'party';

create view words_in_context as
select t.form, t.lemma, t.upos, t.feats, t.deprel, s.text as sentence, a.language, a.year,
    s.article_id || '-s' || s.number as place
from tokens t join sentences s on s.id = t.sentence_id join articles a on a.id = s.article_id;

create view translations as
select s.text as russian, t.text as english, l.score, s.article_id || '-s' || s.number as russian_place,
    t.article_id || '-s' || t.number as english_place
from alignment l join sentences s on s.id = l.sentence_id join sentences t on t.id = l.translation_id;
