"""CoNLL-U: one file an article, sentences with their text, tokens with lemma, tag, features and origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.formats.jsonl import replacing
from letopis.records import Article, Entity, Token


def write_conllu(path: Path, article: Article, tokens: Sequence[Sequence[Token]]) -> None:
    """Write an article's tokens; ``tokens`` holds a list for each sentence.

    Heads and relations are left open (``_``): no parser has run. MISC holds ``SpaceAfter=No``,
    ``LemmaSource=`` and, for the tokens of an entity, ``Entity=`` with label and id, outermost first.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as file:
        file.writelines((line + "\n").encode() for line in conllu_lines(article, tokens))


def conllu_lines(article: Article, tokens: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Give the lines of an article in CoNLL-U, without line ends.

    >>> token = Token(start_offset=0, end_offset=4, text="Баку", lemma="Баку", upos="PROPN", space_after=False)
    >>> list(conllu_lines(Article(id="a", text="Баку"), [[token]]))[4]
    '1\\tБаку\\tБаку\\tPROPN\\t_\\t_\\t_\\t_\\t_\\tSpaceAfter=No'
    """
    yield f"# newdoc id = {article.id}"
    starting, ordered = 0, sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset))
    open_entities: list[Entity] = []
    previous_end = None
    for number, sentence in enumerate((s for s in tokens if s), 1):
        start, end = sentence[0].start_offset, sentence[-1].end_offset
        if previous_end is None or "\n" in article.text[previous_end:start]:
            yield f"# newpar id = {article.id}-p{start}"
        previous_end = end
        yield f"# sent_id = {article.id}-s{number}"
        yield f"# text = {article.text[start:end]}"
        for index, token in enumerate(sentence, 1):
            open_entities = [e for e in open_entities if e.end_offset > token.start_offset]
            while starting < len(ordered) and ordered[starting].start_offset < token.end_offset:
                open_entities.append(ordered[starting])
                starting += 1
            yield "\t".join(
                (str(index), token.text, token.lemma or "_", token.upos or "X", "_", token.feats or "_", "_", "_", "_")
            ) + "\t" + _misc(token, open_entities)
        yield ""


def _misc(token: Token, entities: Sequence[Entity]) -> str:
    parts = []
    if entities:
        parts.append("Entity=" + ",".join(f"{e.label}:{e.id}" for e in entities))
    if token.lemma_source:
        parts.append(f"LemmaSource={token.lemma_source}")
    if not token.space_after:
        parts.append("SpaceAfter=No")
    return "|".join(parts) or "_"
