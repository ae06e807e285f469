"""WEKA's loaders and savers."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.columns import chosen
from workbench.flow.knowledge_flow.part import Late, Part
from workbench.flow.knowledge_flow.scheme import Options
from workbench.flow.knowledge_flow.sheet import Step

FileRule = Callable[[Step, Options], Part]

_DELIMITERS = {"\\t": "tab", "\t": "tab", " ": "space"}
_SQLITE = "jdbc:sqlite:"
_WHOLE_TABLE = re.compile(r'\s*select\s+\*\s+from\s+["`\[]?([\w.]+)["`\]]?\s*;?\s*', re.IGNORECASE)


def _reader(step: Step, _options: Options) -> Part:
    return Part(step.weka, {"path": step.setting("filePath")})


def _csv(step: Step, options: Options) -> Part:
    values: dict[str, object] = {"path": step.setting("filePath")}
    if options.has("-H"):
        values["header"] = "no"
    separator = options.take("-F", ",")
    values["delimiter"] = _DELIMITERS.get(separator, separator)
    missing = options.take("-M", "?")
    if missing != "?":
        values["missing"] = ("", missing)
    late = {}
    for flag, parameter in (("-N", "nominal"), ("-S", "text"), ("-D", "dates")):
        spec = options.take(flag)
        if spec:
            late[parameter] = _columns(spec)
    for flag in ("-format", "-B", "-E"):  # dates and quotes are recognised; -B is a buffer's size
        options.take(flag)
    return Part(step.weka, values, late)


def _columns(spec: str) -> Late:
    return chosen(spec, with_class=True)["attributes"]


def _json(step: Step, options: Options) -> Part:
    told = (
        "WEKA writes JSON in a way of its own, header and data apart; here a list of objects is "
        "read. Save the data as ARFF in WEKA.",
    )
    return Part(step.weka, _reader(step, options).values, remarks=told)


def _database(step: Step, options: Options) -> Part:
    url, query = options.take("-url"), options.take("-Q")
    for flag in ("-P", "-user", "-password", "-custom-props"):
        options.take(flag)
    table = _WHOLE_TABLE.fullmatch(query)
    if not url.startswith(_SQLITE) or table is None:
        raise FlowError("Of databases, only a whole table of an SQLite file is read here.")
    return Part(step.weka, {"path": url.removeprefix(_SQLITE), "table": table[1]})


def _text_directory(step: Step, options: Options) -> Part:
    path = options.take("-dir", step.setting("filePath"))
    options.lose("-charset")
    return Part(step.weka, {"path": path})


def _saver(step: Step, options: Options) -> Part:
    for flag, default in (("-decimal", "6"), ("-F", ","), ("-M", "?")):
        options.lose(flag, default)
    ending = ".csv" if step.short == "CSVSaver" else ".arff"
    path = step.setting("filePath")
    if path and not step.is_on("relationNameForFilename"):
        return Part(step.weka, {"path": path})
    name = step.setting("filenamePrefix", "prefix") or step.name
    told = (f"WEKA names the file after the relation; here it is {name}{ending}.",)
    return Part(step.weka, {"path": inside(step.setting("dir"), name + ending)}, remarks=told)


def model_saver(step: Step) -> Part:
    """The model saver's file: WEKA names it after the learner, too."""
    name = step.setting("filenamePrefix") or step.name
    path = inside(step.setting("outputDirectory"), f"{name}.model")
    told = (f"WEKA names the file after the learner as well; here it is {name}.model.",)
    return Part(step.kind, {"path": path}, remarks=told)


def inside(folder: str, name: str) -> str:
    """The path of a file in a folder; WEKA writes slashes on every system."""
    return str(PurePosixPath(folder, name)) if folder else name


_CONVERTERS = "weka.core.converters."
FILES: dict[str, FileRule] = {
    _CONVERTERS + "ArffLoader": _reader,
    _CONVERTERS + "CSVLoader": _csv,
    _CONVERTERS + "JSONLoader": _json,
    _CONVERTERS + "ExcelLoader": _reader,
    _CONVERTERS + "DatabaseLoader": _database,
    _CONVERTERS + "TextDirectoryLoader": _text_directory,
    _CONVERTERS + "ArffSaver": _saver,
    _CONVERTERS + "CSVSaver": _saver,
}
