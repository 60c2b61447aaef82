"""Records and docs in a notebook: text with nested marks, tables of what was found.

An :class:`~letopis.records.Article` shows itself, and so does spaCy's ``Doc`` in a notebook that imports ``letopis``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from letopis.formats.page import nested_marks, style_sheet
from letopis.labels import label_of
from letopis.records import Entity

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

    from letopis.records import Article

SENTENCES = 100
"""Shown at most of one text: a notebook keeps all that it shows."""

STYLE = """\
.letopis { line-height: 2.1; max-width: 60rem; }
.letopis p { margin: .2rem 0; }
.letopis span { border-bottom: 2px solid var(--c, gray); padding-bottom: 1px; }
.letopis .d1 { padding-bottom: 5px; } .letopis .d2 { padding-bottom: 9px; } .letopis .d3 { padding-bottom: 13px; }
.letopis small { opacity: .7; }
"""
HIGHEST = 3


def text_html(text: str, entities: Sequence[Entity], sentences: Iterable[tuple[int, int]], name: str = "") -> Markup:
    """Return a text as HTML, a paragraph a sentence, with nested marks that say on hovering what is known.

    Args:
        text: the clean text.
        entities: what is marked.
        sentences: their offsets; the first :data:`SENTENCES` are shown, and how many more there are.
        name: stands above.
    """
    places = list(sentences) or [(0, len(text))]
    shown = places[:SENTENCES]
    spans = [(one.start_offset, one.end_offset, one) for one in entities]
    style = Markup("<style>{}</style>").format(Markup(style_sheet({one.label for one in entities}) + STYLE))  # noqa: S704
    parts = [Markup("<p>{}</p>").format(nested_marks(text, place, spans, _tag)) for place in shown]
    head = Markup("<p><small>{}</small></p>").format(name) if name else Markup()
    rest = Markup("<p><small>… {} more sentences</small></p>").format(len(places) - len(shown))
    body = Markup().join([head, *parts, *([rest] if len(places) > len(shown) else [])])
    return Markup('{}<div class="letopis">{}</div>').format(style, body)


def article_html(article: Article) -> Markup:
    """Return a record as HTML; see :func:`text_html`."""
    name = f"{article.id}: {len(article.entities)} entities, {len(article.relations)} relations"
    return text_html(article.text, article.entities, article.sentences, name)


def doc_html(doc: Doc) -> Markup:
    """Return a spaCy ``Doc`` as HTML; see :func:`text_html`."""
    from letopis.entities.spans import entities_of

    places = (
        [(sentence.start_char, sentence.end_char) for sentence in doc.sents] if doc.has_annotation("SENT_START") else []
    )
    return text_html(doc.text, entities_of(doc), places)


def entities_frame(article: Article) -> pd.DataFrame:
    """Return the entities of a record as a table, a row each.

    Columns: ``article``, ``id``, ``label``, ``text``, the offsets, and whatever field any of them has.
    """
    import msgspec
    import pandas as pd

    rows = [{"article": article.id, **msgspec.to_builtins(entity)} for entity in article.entities]
    first = ["article", "id", "label", "text", "start_offset", "end_offset"]
    used = {key for row in rows for key in row} - {*first}
    return pd.DataFrame(rows, columns=[*first, *(name for name in Entity.__struct_fields__ if name in used)])


def show_docs() -> None:
    """Have the notebook that runs, if one does, show every spaCy ``Doc`` with nested marks."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    if shell is not None:
        load_ipython_extension(shell)


def load_ipython_extension(ipython: Any) -> None:
    """Have a notebook show every spaCy ``Doc`` with nested marks: ``%load_ext letopis``, where it was imported before.

    >>> import letopis
    >>> callable(letopis.load_ipython_extension)
    True
    """
    ipython.display_formatter.formatters["text/html"].for_type_by_name("spacy.tokens.doc", "Doc", doc_html)


def _tag(entity: Entity, height: int) -> dict[str, object]:
    label = label_of(entity.label)
    value = getattr(entity, label.main_field, None) if label.main_field else None
    said = [entity.label, *([str(value)] if value else []), *([entity.entity] if entity.entity else [])]
    return {"class": f"{label.css_class} d{min(height, HIGHEST)}", "title": " · ".join(said)}
