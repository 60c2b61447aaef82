"""Find or create a doccano project that can hold nested spans, relations and several annotators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.errors import InputError, OutputError
from letopis.labels import Label, RelationType, in_order, label_of, relation_types
from letopis.labels import labels as registered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from letopis.doccano.connection import Server


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
    """Find the project of this name among those of the user."""
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


def create_project(server: Server, name: str) -> Project:
    """Create the project with our settings, labels, colours and keys."""
    if not name.strip() or name != name.strip() or len(name) > 100:
        raise OutputError(f"{name!r} is no name for a project: 1 to 100 characters, no white space at its ends")
    row = server.post(
        "projects",
        {"name": name, "description": DESCRIPTION, "guideline": "", "project_type": "SequenceLabeling",
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
    """Add the label types that the project lacks, registered ones and the records' own; those there stay as they are.

    Of two that want one key the first has it.
    """
    lacking = False
    spans = [label_of(name) for name in in_order([*registered(), *labels])]
    known = relation_types()
    links = [known.get(name) or RelationType(name=name) for name in in_order([*known, *relations], known)]
    for resource, kinds, there in (
        ("span-types", spans, project.span_types),
        ("relation-types", links, project.relation_types),
    ):
        keys: set[str] = set()
        for kind in kinds:
            key = None if kind.key in keys else kind.key
            keys |= {key} if key else set()
            if kind.name not in there:
                server.post(f"projects/{project.id}/{resource}", _label_type(kind, key))
                lacking = True
    return Project(*project[:3], *_types(server, project.id)) if lacking else project


def _label_type(kind: Label | RelationType, key: str | None) -> dict[str, str | None]:
    """Return a label for doccano, with its text in black on a light colour."""
    red, green, blue = (int(kind.colour[place : place + 2], 16) for place in (1, 3, 5))
    text = "#000000" if 299 * red + 587 * green + 114 * blue > 128_000 else "#ffffff"
    return {
        "text": kind.name, "prefix_key": None, "suffix_key": key,
        "background_color": kind.colour, "text_color": text,
    }  # fmt: skip


def add_annotators(server: Server, project: Project, names: Iterable[str]) -> list[str]:
    """Make users of the server annotators of the project; those who are members already stay as they are."""
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
