"""The spaCy component ``letopis_agreements``: AGREEMENT spans and their links."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import Adopt, adopter
from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import OWN_JUDGE, Judge, accepted, read_judge
from letopis.entities.agreements.reading import read_clauses, read_trees
from letopis.entities.agreements.relations import links_of
from letopis.entities.agreements.status import Stage, dated, stages_of
from letopis.entities.agreements.titles import TITLES
from letopis.entities.agreements.weighed import weighed_links
from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.entities.own_words import NONE, OwnWords, own_words
from letopis.entities.spans import SPANS_KEY, add_entities, set_attributes
from letopis.records import Entity


@Language.factory(
    "letopis_agreements",
    default_config={"words": {}, "states": [], "model": None},
    requires=["doc.spans"],
    assigns=[
        "doc.spans", "doc._.relations", "span._.kind", "span._.status", "span._.status_date", "span._.by",
        "span._.score",
    ],
)  # fmt: skip
def agreements_component(
    nlp: Language, name: str, words: dict[str, str], states: list[dict[str, Any]], model: str | None
) -> "AgreementFinder":
    """Make the component; it takes names and dates from ``doc.spans["letopis"]``, and heeds sentence ends when set.

    Without names it still finds titles; relations want what they lead to. ``words`` and ``states`` are more of them, as
    in ``letopis_names``; ``model`` is a folder of ``letopis learn``, whose judge and network of titles are taken where
    it holds them.

    Raises:
        InputError: one of these is damaged.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_names")
    >>> _ = nlp.add_pipe("letopis_agreements")
    >>> doc = nlp("Был подписан Версальский договор.")
    >>> [(span.text, span._.kind) for span in doc.spans["letopis"]]
    [('Версальский договор', 'договор')]
    >>> doc.spans["letopis"][0]._.status
    'signed'
    """
    judge, titles = (Path(model) / name if model else None for name in (OWN_JUDGE, TITLES))
    return AgreementFinder(
        adopter(nlp, name),
        own_words(words, states),
        read_judge(judge) if judge and judge.is_file() else None,
        load_tagger(titles) if titles and titles.is_dir() else None,
    )


class AgreementFinder:
    """The component: finds agreements by the names that a ``Doc`` has."""

    judge: Judge | None
    """A judge of one's own; that of the project when there is none. Another may be put in its place."""

    titles: Tagger | None
    """A network of titles of one's own; as the judge."""

    def __init__(
        self, adopt: Adopt, own: OwnWords = NONE, judge: Judge | None = None, titles: Tagger | None = None
    ) -> None:
        self._adopt, self.own, self.judge, self.titles = adopt, own, judge, titles

    def __call__(self, doc: Doc) -> Doc:
        """Add the agreements of a ``Doc`` to its spans and their links to ``doc._.relations``."""
        self._adopt(doc)
        passages = read_passages(doc, self.own, partial(accepted, judge=self.judge), self.titles)
        agreements = [agreement.entity for passage in passages for agreement in passage.agreements]
        _drop_namesakes(doc, agreements)
        add_entities(doc, agreements)
        trees = read_trees(doc, passages)
        readings = read_clauses(passages, trees)
        stages = stages_of(passages, readings)
        links = weighed_links(passages, trees, links_of(passages, readings), stages, readings)
        doc._.relations = links
        _set_statuses(doc, dated(stages, links))
        return doc


def _drop_namesakes(doc: Doc, agreements: Sequence[Entity]) -> None:
    """``[ДРСМД] прекратил действие``: a name of the very same characters is no organisation beside the agreement."""
    taken = {(one.start_offset, one.end_offset) for one in agreements}
    spans = list(doc.spans.get(SPANS_KEY, ())) if taken else []
    kept = [one for one in spans if one.label_ == "AGREEMENT" or (one.start_char, one.end_char) not in taken]
    if len(kept) < len(spans):
        doc.spans[SPANS_KEY] = kept


def _set_statuses(doc: Doc, statuses: dict[tuple[int, int], Stage]) -> None:
    for span in doc.spans.get(SPANS_KEY, ()) if statuses else ():
        status = statuses.get((span.start_char, span.end_char)) if span.label_ == "AGREEMENT" else None
        if status is not None:
            set_attributes(span, {"status": status.name, "status_date": status.date})
