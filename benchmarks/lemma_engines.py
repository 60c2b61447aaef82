"""The engines that ``lemmas.py`` compares, each a function from tokenised sentences to analyses."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from letopis.dictionary import parses
from letopis.lemmas.analysis import Analysis, universal_features

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.lemmas.dictionary_tags import universal_pos

Sentences = list[list[str]]
Engine = Callable[[Sentences], list[list[Analysis]]]


def first_parse(sentences: Sentences) -> list[list[Analysis]]:
    def analyse(form: str) -> Analysis:
        parse = parses(form)[0]
        upos = universal_pos(parse.pos, parse.grammemes, parse.lemma)
        return Analysis(parse.lemma, upos, universal_features(parse.pos, parse.grammemes), "")

    return [[analyse(form) for form in sentence] for sentence in sentences]


def slovnet(sentences: Sentences) -> list[list[Analysis]]:
    """Natasha's tagger; its lemmas need pymorphy2, which newer Pythons cannot run."""
    from navec import Navec
    from slovnet import Morph

    from letopis.navec import natasha_data, navec_path

    morph = Morph.load(str(natasha_data() / "model" / "slovnet_morph_news_v1.tar"))
    morph.navec(Navec.load(str(navec_path())))
    rows = []
    for markup in morph.map(sentences):
        rows.append([Analysis("", t.pos, "|".join(f"{k}={v}" for k, v in t.feats.items()), "") for t in markup.tokens])
    return rows


def simplemma(sentences: Sentences) -> list[list[Analysis]]:
    from simplemma import lemmatize

    return [[Analysis(lemmatize(form, lang="ru"), "", "", "") for form in sentence] for sentence in sentences]


def stanza_alone(sentences: Sentences) -> list[list[Analysis]]:
    """Stanza's tags, and its own lemmatiser for every word."""
    from letopis.lemmas.models import project_stanza
    from letopis.lemmas.stanza import ProjectModel

    folder = project_stanza()
    if folder is None:
        raise ImportError("models/stanza")
    model = ProjectModel(folder)
    full = [sentence or ["."] for sentence in sentences]
    tagged = model.tag(full)
    words = [(form, t[0]) for s, row in zip(full, tagged, strict=True) for form, t in zip(s, row, strict=True)]
    lemmas = iter(model.lemmatise(words))
    rows = [[Analysis(next(lemmas), upos, feats.strip("_"), "") for upos, feats in row] for row in tagged]
    return [row if sentence else [] for row, sentence in zip(rows, sentences, strict=True)]


def both(sentences: Sentences) -> list[list[Analysis]]:
    from letopis.lemmas.stanza import load_engine

    return load_engine()(sentences)


def dictionary(sentences: Sentences) -> list[list[Analysis]]:
    from letopis.lemmas.pymorphy import analyse

    return analyse(sentences)


def stanza_pipeline(forms: Sentences) -> Callable[[Sentences], object]:
    """Load Stanza's own ``Pipeline`` with the project's models; the vectors are written as the file that it reads."""
    import numpy as np
    import stanza

    from letopis.lemmas.models import project_stanza
    from letopis_training.lemmas.stanza_training import write_vectors

    folder = project_stanza()
    if folder is None:
        raise ImportError("models/stanza is not there")
    place = Path(tempfile.mkdtemp())
    pretrain = place / "pretrain.pt"
    (place / "resources.json").write_text("{}", encoding="utf-8")
    write_vectors(pretrain, np.load(folder / "axes.npy"), {form for row in forms for form in row})
    return stanza.Pipeline(
        "ru", processors="tokenize,pos,lemma", package=None, tokenize_pretokenized=True, allow_unknown_language=True,
        pos_model_path=str(folder / "tagger.pt"), pos_pretrain_path=str(pretrain),
        lemma_model_path=str(folder / "lemmatizer.pt"), dir=str(place), download_method=None, use_gpu=False,
        logging_level="ERROR",
    )  # fmt: skip


ENGINES: dict[str, Engine] = {
    "pymorphy3, first parse": first_parse,
    "simplemma": simplemma,
    "natasha (slovnet morph)": slovnet,
    "Stanza alone": stanza_alone,
    "**letopis, pymorphy3 engine**": dictionary,
    "**letopis, Stanza engine**": both,
}

TIMED: dict[str, Callable[[Sentences], Callable[[Sentences], object]]] = {
    "letopis, pymorphy3 engine": lambda _: dictionary,
    "pymorphy3, first parse": lambda _: first_parse,
    "letopis, Stanza engine": lambda _: both,
    "Stanza's Pipeline, same models": stanza_pipeline,
}
"""Engines by name, each loaded for the sentences that it will see; Stanza's own needs their vectors in a file."""
