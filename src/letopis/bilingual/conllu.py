"""The English side in CoNLL-U: forms alone, with ids and texts that join it to the Russian file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.english import english_lemma
from letopis.records import Article, Token

_TOKEN = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:[’'-][^\W_]+)*|\S")


def english_conllu_lines(russian: Article, english: Article, links: Sequence[SentenceLink]) -> Iterator[str]:
    """Return the lines of the English sentences; lemma, tag and head are left open.

    ``# aligned`` names the Russian sentences by the ids of their own CoNLL-U file.

    >>> from letopis.records import Sentence
    >>> left = Article(id="a", text="Да.", sentences=[Sentence(0, 3)])
    >>> right = Article(id="a-en", language="en", text="Yes.", sentences=[Sentence(0, 4)])
    >>> list(english_conllu_lines(left, right, [SentenceLink((0,), (0,), 0.9)]))[1:4]
    ['# sent_id = a-en-s1', '# text = Yes.', '# aligned = a-s1']
    """
    partners = {place: link.russian for link in links for place in link.english}
    yield f"# newdoc id = {english.id}"
    for number, (start, end) in enumerate(english.sentences):
        text = re.sub(r"\s+", " ", english.text[start:end])
        yield f"# sent_id = {english.id}-s{number + 1}"
        yield f"# text = {text}"
        if partners.get(number):
            yield "# aligned = " + " ".join(f"{russian.id}-s{place + 1}" for place in partners[number])
        for index, match in enumerate(_TOKEN.finditer(text), 1):
            joined = match.end() < len(text) and not text[match.end()].isspace()
            yield "\t".join((str(index), match.group(), *"_" * 7, "SpaceAfter=No" if joined else "_"))
        yield ""


def english_tokens(article: Article) -> dict[int, list[Token]]:
    """Return the tokens of an English article by the number of their sentence, from 0; tags and heads are left open.

    >>> from letopis.records import Sentence
    >>> article = Article(id="a-en", language="en", text="Yes, 12.5 states.", sentences=[Sentence(0, 17)])
    >>> [token.text for token in english_tokens(article)[0]]
    ['Yes', ',', '12.5', 'states', '.']
    """
    found: dict[int, list[Token]] = {}
    for number, (first, last) in enumerate(article.sentences):
        for match in _TOKEN.finditer(article.text, first, last):
            start, end = match.span()
            form = match.group()
            found.setdefault(number, []).append(
                Token(start_offset=start, end_offset=end, text=form, lemma=english_lemma(form), upos="")
            )
    return found
