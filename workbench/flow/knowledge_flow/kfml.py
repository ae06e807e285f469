"""Reads ``.kfml``: WEKA's KnowledgeFlow as XML (before WEKA 3.8).

It is a dump of Java objects: ``<object class="..." name="...">`` inside one another, the vector of
steps ("beans") first, then that of connections. A DOCTYPE stands at its head in every such file;
entities do not, and are refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from workbench.core.errors import FlowError, Where
from workbench.flow.knowledge_flow.scheme import Scheme
from workbench.flow.knowledge_flow.sheet import STEPS, Connection, Remark, Sheet, Step, unique

BEANS = "weka.gui.beans."
CHUNK = 2**20  # characters of a text that are taken at once
DEEPEST = 100  # objects inside one another; WEKA's own files have about ten

# How the settings of the two formats go together, where their names differ.
_NAMES = {
    "folds": "numFolds",
    "prefix": "filenamePrefix",
    "directory": "outputDirectory",
    "includeRelationName": "includeRelationNameInFilename",
    "appendPredictedProbabilities": "appendProbabilities",
    "file": "filePath",
    "filename": "file",
}


@dataclass
class _Object:
    """An element of the file."""

    kind: str
    name: str
    text: str = ""
    inside: list["_Object"] = field(default_factory=list)

    def part(self, name: str) -> "_Object | None":
        return next((o for o in self.inside if o.name == name), None)

    def words(self, name: str) -> str:
        part = self.part(name)
        return part.text.strip() if part else ""


def sheet_of_xml(data: bytes) -> Sheet:
    """The KnowledgeFlow in a ``.kfml`` file.

    Raises:
        FlowError: it is no XML, or no KnowledgeFlow.
    """
    root = _parsed(data)
    beans = [o for o in _vector(root, "0") if o.kind == BEANS + "BeanInstance"]
    if not beans:
        raise FlowError("This is no KnowledgeFlow: it holds no steps.")
    steps: dict[str, Step] = {}
    names: dict[str, str] = {}  # by the number of the bean
    remarks = []
    for bean in beans:
        inner = bean.part("bean")
        if inner is None or not inner.kind:
            raise FlowError("This is no KnowledgeFlow: a step has no class.")
        if inner.kind == BEANS + "Note":
            remarks.append(Remark(inner.words("noteText"), *_place(bean)))
            continue
        step = _step(bean, inner, steps)
        steps[step.name] = step
        names[bean.words("id")] = step.name
    return Sheet(steps, tuple(_connections(root, names)), tuple(remarks))


def _parsed(data: bytes) -> _Object:
    building = _Building()
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, CHUNK  # else a call for each line of a text
    parser.StartElementHandler = building.begin
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.write
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)  # noqa: FBT003  the parser's own signature
    except expat.ExpatError as error:
        place = Where(line=error.lineno, column=error.offset + 1)
        said = expat.ErrorString(error.code)
        raise FlowError(f"This is not XML: {said}.", where=place) from None
    except (ValueError, LookupError) as error:  # a character set that nobody knows
        raise FlowError(f"This is not XML that can be read: {error}.") from None
    return building.root


def _refuse_entity(*_: Any) -> None:
    raise FlowError("This is no KnowledgeFlow: it declares entities, which WEKA never does.")


class _Building:
    """The elements read so far."""

    def __init__(self) -> None:
        self.root = _Object("", "")
        self._open = [self.root]

    def begin(self, _tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            raise FlowError("This is no KnowledgeFlow: it is nested too deeply.")
        made = _Object(attributes.get("class", ""), attributes.get("name", ""))
        self._open[-1].inside.append(made)
        self._open.append(made)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def write(self, text: str) -> None:
        self._open[-1].text += text


def _vector(root: _Object, name: str) -> Iterator[_Object]:
    """The objects in the vector of beans ("0") or of connections ("1")."""
    whole = root.part("__root__")
    part = whole.part(name) if whole else None
    yield from part.inside if part else ()


def _step(bean: _Object, inner: _Object, taken: dict[str, Step]) -> Step:
    kind = inner.kind.replace(BEANS, STEPS)
    wrapped = next((o for o in inner.inside if _is_algorithm(o)), None)
    scheme = _scheme(wrapped) if wrapped else None
    default = (scheme.name if scheme else kind).rpartition(".")[2]
    name = unique(bean.words("custom_name") or inner.words("customName") or default, taken)
    settings = _settings(inner)
    if wrapped:
        settings = {**_settings(wrapped), **settings}
    return Step(name, kind, scheme, settings, *_place(bean))


def _is_algorithm(part: _Object) -> bool:
    return part.name in {"wrappedAlgorithm", "filter"} and part.kind.startswith("weka.")


def _scheme(wrapped: _Object) -> Scheme:
    options = wrapped.part("options")
    return Scheme(wrapped.kind, tuple(o.text for o in options.inside) if options else ())


def _settings(part: _Object) -> dict[str, Any]:
    """The plain values of an object."""
    return {
        _NAMES.get(o.name, o.name): o.text.strip()
        for o in part.inside
        if not o.inside and o.kind != "null" and o.name != "name"
    }


def _place(bean: _Object) -> tuple[float, float]:
    try:
        return float(int(bean.words("x"))), float(int(bean.words("y")))
    except (ValueError, OverflowError):
        return 0.0, 0.0


def _connections(root: _Object, names: dict[str, str]) -> Iterable[Connection]:
    for record in _vector(root, "1"):
        source = names.get(record.words("source_id"))
        target = names.get(record.words("target_id"))
        if source and target and source != target:
            yield Connection(source, record.words("eventname"), target)
