"""The words that the agreement rules know, read from ``values.cfg``, which says what each list is for."""

from __future__ import annotations

from letopis.dictionary import parses
from letopis.russian.states import state_of
from letopis.russian.tables import lists

_LISTS = lists("values.cfg", __package__)


def _pairs(name: str) -> list[list[str]]:
    return [one.split("=") for one in _LISTS[name]]


HEADS = _LISTS["heads"]
NAMING = _LISTS["naming"]
ONE_SIDED = _LISTS["one_sided"]
NAMED_ONLY = _LISTS["named_only"]
SHORT_ACTS = _LISTS["short_acts"]
JOINT = _LISTS["joint"]
EPITHETS = _LISTS["epithets"]
OPENING_EPITHETS = _LISTS["opening_epithets"]
IDENTIFYING = _LISTS["identifying"]
QUANTIFIERS = _LISTS["quantifiers"]
PRIVATE_SUBJECTS = _LISTS["private_subjects"]
PRIVATE_GENITIVES = _LISTS["private_genitives"]
STATE_AFFAIRS = _LISTS["state_affairs"]
ONE_BODY_SUBJECTS = _LISTS["one_body_subjects"]
PRIVATE_ADJECTIVES = _LISTS["private_adjectives"]
PERSONAL_ADJECTIVES = _LISTS["personal_adjectives"]
GENERIC_SIDES = _LISTS["generic_sides"]
PLACE_ADJECTIVES = _LISTS["place_adjectives"]
COMMON_SKIJ = _LISTS["common_skij"]
NATION_PREFIXES = _LISTS["nation_prefixes"]
REGIONS = _LISTS["regions"]
EVENT_NOUNS = _LISTS["event_nouns"]
ADVERBIAL_NOUNS = _LISTS["adverbial_nouns"]
TITLE_PREPOSITIONS = {word: frozenset(cases.split(",")) for word, cases in _pairs("title_prepositions")}
OUTCOMES = _LISTS["outcomes"]
OUTCOME_HEADS = _LISTS["outcome_heads"]
DIRECTIONAL_NOUNS = _LISTS["directional_nouns"]
GEOGRAPHIC_NOUNS = _LISTS["geographic_nouns"]
INSTRUMENTAL_NOUNS = _LISTS["instrumental_nouns"]
SUBJECT_PREPOSITIONS = _LISTS["subject_prepositions"]
SPATIAL = _LISTS["spatial"]
SUBJECT_NOUNS = _LISTS["subject_nouns"]
PURPOSE_HEADS = _LISTS["purpose_heads"]
SIGNING = _LISTS["signing"]
OF_STATES = _LISTS["of_states"]
PUTTING_NAMES = _LISTS["putting_names"]
SAYING = _LISTS["saying"]
ANNIVERSARIES = _LISTS["anniversaries"]
JOINING = _LISTS["joining"]
LEAVING = _LISTS["leaving"]
SUSPENDING = _LISTS["suspending"]
HANDING_OVER = _LISTS["handing_over"]
BINDING = _LISTS["binding"]
DUTIES = _LISTS["duties"]
GROUNDS = _LISTS["grounds"]
STANDING = _LISTS["standing"]
ENDING = _LISTS["ending"]
RATIFYING = _LISTS["ratifying"]
NEVER_TITLE = _LISTS["never_title"]
WHAT_TEXTS_DO = _LISTS["what_texts_do"]
EVENT_OF_SIGNING = _LISTS["event_of_signing"]
EVENT_OF_STAGE = _LISTS["event_of_stage"]
UNREAL = _LISTS["unreal"]
TALKS = _LISTS["talks"]
DRAFTS = _LISTS["drafts"]
YET_TO_COME = _LISTS["yet_to_come"]
REACHING = _LISTS["reaching"]
INTENTIONS = _LISTS["intentions"]
DEFERRING = _LISTS["deferring"]
FAILING = _LISTS["failing"]
SHARED = _LISTS["shared"]
REFUSING = _LISTS["refusing"]
ARTICLES = _LISTS["articles"]
DATIVE_NOUNS = _LISTS["dative_nouns"]
MACRO_REGIONS = _LISTS["macro_regions"]
GENERIC_ACTORS = _LISTS["generic_actors"]
ACTING = _LISTS["acting"]
MEMBERS = _LISTS["members"]
POSTS = _LISTS["posts"]
VISITS = _LISTS["visits"]
OLDER_FOLLOWS = {tuple(words.split("_")): kind for words, kind in _pairs("older_follows")}
KNOWN_ACRONYMS = dict(_pairs("known_acronyms"))
ADVERBIAL_PHRASES = frozenset({"в обмен", "под угрозой"})
"""Forms of nouns that after a preposition say how: ``в обмен на острова``; but ``по обмену пленными``."""


def is_state_or_region(text: str) -> bool:
    """Return whether a place after ``в`` belongs to a subject, ``о прекращении огня в Сирии``; a city does not.

    >>> is_state_or_region("Бенине"), is_state_or_region("Нагорном Карабахе"), is_state_or_region("Баку")
    (True, True, False)
    """
    words = text.replace("-", " ").split()
    return state_of(text) is not None or any(p.lemma in REGIONS for word in words for p in parses(word))
