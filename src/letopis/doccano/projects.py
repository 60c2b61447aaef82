"""Find or create a doccano project that can hold nested spans, relations and several annotators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from letopis.doccano.connection import Server


class Style(NamedTuple):
    """How a label looks in doccano, and the key that sets it."""

    key: str | None
    background: str
    text: str = "#ffffff"


# Colours of Okabe and Ito's palette, which people who confuse red and green can tell apart.
SPAN_STYLES: Mapping[str, Style] = {
    "DATE": Style("d", "#e69f00", "#000000"),
    "PERSON": Style("p", "#0072b2"),
    "ORG": Style("o", "#009e73"),
    "GPE": Style("g", "#56b4e9", "#000000"),
    "AGREEMENT": Style("a", "#cc79a7", "#000000"),
}
RELATION_STYLES: Mapping[str, Style] = {
    "party": Style("1", "#009e73"),
    "signed_on": Style("2", "#e69f00", "#000000"),
    "signed_in": Style("3", "#56b4e9", "#000000"),
    "signatory": Style("4", "#0072b2"),
    "supersedes": Style("5", "#d55e00"),
    "based_on": Style("6", "#f0e442", "#000000"),
}
OTHER_STYLE = Style(None, "#666666")
SETTINGS: Mapping[str, bool] = {
    "allow_overlapping": True,
    "use_relation": True,
    "collaborative_annotation": True,
    "grapheme_mode": False,
}
"""Without the first two doccano drops nested spans and relations; without the third annotators see none of ours."""

DESCRIPTION = "Spans and relations from Letopis, to be corrected"


class Project(NamedTuple):
    """A project, the time at which the server made it, and the ids of its labels, by name."""

    id: int
    name: str
    created: str
    span_types: Mapping[str, int]
    relation_types: Mapping[str, int]


def find_project(server: Server, name: str) -> Project | None:
    """Find the project of this name among those of the user.

    Raises:
        InputError: two have the name, or its settings would lose spans.
    """
    found = _named(server, name)
    if not found:
        return None
    if len(found) > 1:
        raise InputError(
            f"{server.url}: {len(found)} projects are named {name!r}; rename all but one of them in doccano"
        )
    row = found[0]
    wrong = [setting for setting, value in SETTINGS.items() if bool(row.get(setting)) != value]
    if row.get("project_type") != "SequenceLabeling":
        wrong.insert(0, "project_type")
    if wrong:
        raise InputError(
            f"project {name!r} cannot hold our spans: change its {', '.join(wrong)} in doccano's settings, "
            "or give another name"
        )
    return _with_types(server, row)


def require_project(server: Server, name: str) -> Project:
    """Find the project, or refuse with the names of those that are there."""
    project = find_project(server, name)
    if project is None:
        names = sorted(str(row.get("name")) for row in server.rows("projects"))
        known = ", ".join(map(repr, names[:8])) if names else "none"
        raise InputError(f"{server.url}: user {server.user!r} has no project {name!r}; there is {known}")
    return project


def create_project(server: Server, name: str, *, guideline: str = "") -> Project:
    """Create the project with our settings, labels, colours and keys.

    Raises:
        OutputError: the name is empty or longer than doccano's 100 characters.
        InputError: somebody else has created it at the same moment.
    """
    if not name.strip() or name != name.strip() or len(name) > 100:
        raise OutputError(f"{name!r} is no name for a project: 1 to 100 characters, no white space at its ends")
    row = server.post(
        "projects",
        {"name": name, "description": DESCRIPTION, "guideline": guideline, "project_type": "SequenceLabeling",
         "resourcetype": "SequenceLabelingProject", "random_order": False, "single_class_classification": False,
         "tags": [], **SETTINGS},
    )  # fmt: skip
    project = _with_types(server, row)
    with server.refusals("projects"):
        first = min(int(other["id"]) for other in _named(server, name))
    if first < project.id:
        # Ours is seconds old and empty.
        server.delete(f"projects/{project.id}")
        raise InputError(f"{server.url}: somebody else has just created a project {name!r}; push again to share it")
    return complete_types(server, project)


def complete_types(
    server: Server, project: Project, labels: Iterable[str] = (), relations: Iterable[str] = ()
) -> Project:
    """Add the label types that the project lacks, ours and the records' own; those there stay as they are."""
    lacking = False
    for resource, styles, extra, there in (
        ("span-types", SPAN_STYLES, labels, project.span_types),
        ("relation-types", RELATION_STYLES, relations, project.relation_types),
    ):
        for label in dict.fromkeys([*styles, *sorted(set(extra))]):
            if label not in there:
                style = styles.get(label, OTHER_STYLE)
                body = {"text": label, "prefix_key": None, "suffix_key": style.key}
                colours = {"background_color": style.background, "text_color": style.text}
                server.post(f"projects/{project.id}/{resource}", body | colours)
                lacking = True
    return Project(*project[:3], *_types(server, project.id)) if lacking else project


def add_annotators(server: Server, project: Project, names: Iterable[str]) -> list[str]:
    """Make users of the server annotators of the project; those who are members already stay as they are.

    Raises:
        InputError: the server has no such user.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return []
    members = set(member_names(server, project).values())
    rows = server.records("roles")
    with server.refusals("roles"):
        role = next(int(row["id"]) for row in rows if row["name"] == "annotator")
    added = []
    for name in wanted:
        if name in members:
            continue
        user = next((row for row in server.records("users", q=name) if row.get("username") == name), None)
        if user is None:
            raise InputError(
                f"{server.url}: there is no user {name!r}; create one on {server.url}/admin/auth/user/add/"
            )
        server.post(f"projects/{project.id}/members", {"user": user.get("id"), "role": role})
        added.append(name)
    return added


def member_names(server: Server, project: Project) -> dict[int, str]:
    """Return the members' names by user id."""
    rows = server.records(f"projects/{project.id}/members")
    with server.refusals("members"):
        return {int(row["user"]): str(row["username"]) for row in rows}


def _named(server: Server, name: str) -> list[dict[str, Any]]:
    return [row for row in server.rows("projects", q=name) if row.get("name") == name]


def _with_types(server: Server, row: Mapping[str, Any]) -> Project:
    with server.refusals("projects"):
        number, name, created = int(row["id"]), str(row["name"]), str(row["created_at"])
    return Project(number, name, created, *_types(server, number))


def _types(server: Server, number: int) -> tuple[dict[str, int], dict[str, int]]:
    def types(resource: str) -> dict[str, int]:
        rows = server.records(f"projects/{number}/{resource}")
        with server.refusals(resource):
            return {str(row["text"]): int(row["id"]) for row in rows}

    return types("span-types"), types("relation-types")
