"""The English side in CoNLL-U: words with lemma and part of speech, joined to the Russian file by ids and texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.english_words import english_words
from letopis.records import Article, Token


def english_conllu_lines(russian: Article, english: Article, links: Sequence[SentenceLink]) -> Iterator[str]:
    """Return the lines of the English sentences; features and heads are left open.

    ``# aligned`` names the Russian sentences by the ids of their own CoNLL-U file.

    >>> from letopis.records import Sentence
    >>> left = Article(id="a", text="Да.", sentences=[Sentence(0, 3)])
    >>> right = Article(id="a-en", language="en", text="Yes.", sentences=[Sentence(0, 4)])
    >>> list(english_conllu_lines(left, right, [SentenceLink((0,), (0,), 0.9)]))[1:4]
    ['# sent_id = a-en-s1', '# text = Yes.', '# aligned = a-s1']
    """
    partners = {place: link.russian for link in links for place in link.english}
    yield f"# newdoc id = {english.id}"
    for number, words in enumerate(english_words(english.text, english.sentences)):
        start, end = english.sentences[number]
        yield f"# sent_id = {english.id}-s{number + 1}"
        yield f"# text = {' '.join(english.text[start:end].split())}"
        if partners.get(number):
            yield "# aligned = " + " ".join(f"{russian.id}-s{place + 1}" for place in partners[number])
        for index, word in enumerate(words, 1):
            joined = english.text[word.end : end][:1].strip()
            known = (word.lemma, word.upos or "_", *"_" * 5, "SpaceAfter=No" if joined else "_")
            yield "\t".join((str(index), word.text, *known))
        yield ""


def english_tokens(article: Article) -> dict[int, list[Token]]:
    """Return the tokens of an English article by the number of their sentence, from 0; they have no trees.

    Lemmas are in small letters, so that a word in a title (``Treaty of Friendship``) is counted with the others.

    >>> from letopis.records import Sentence
    >>> article = Article(id="a-en", language="en", text="Yes, 12.5 states.", sentences=[Sentence(0, 17)])
    >>> [(token.text, token.lemma, token.upos) for token in english_tokens(article)[0]][3:]
    [('states', 'state', 'NOUN'), ('.', '.', 'PUNCT')]
    """
    return {
        number: [
            Token(
                start_offset=word.start, end_offset=word.end, text=word.text, lemma=word.lemma.lower(), upos=word.upos
            )
            for word in words
        ]
        for number, words in enumerate(english_words(article.text, article.sentences))
        if words
    }
