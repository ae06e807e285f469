"""WEKA's classifiers."""

from workbench.core.errors import FlowError
from workbench.data.dataset import Dataset
from workbench.flow.knowledge_flow.columns import EVERYTHING
from workbench.flow.knowledge_flow.part import Late, Part, Parts, Rule
from workbench.flow.knowledge_flow.scheme import Options, scheme_of

# These differ in how fast they find the nearest samples, not in which they find.
_EXACT_SEARCHES = frozenset({"LinearNNSearch", "KDTree", "BallTree", "CoverTree"})
_LINEAR = 'weka.core.neighboursearch.LinearNNSearch -A "weka.core.EuclideanDistance -R first-last"'


def _nearest_neighbours(weka: str, options: Options) -> Parts:
    values = {"k": options.whole("-K", 1), "weights": "uniform"}
    if options.has("-I"):
        values["weights"] = "distance"
    options.has("-E")  # says how -X chooses; that one is told
    options.lose("-W", "0")
    distance, remarks = _distance(options.take("-A", _LINEAR))
    return (Part(weka, {**values, **distance}, remarks=remarks),)


def _distance(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Our distance for a neighbour search with its distance function."""
    search = scheme_of(text)
    words = Options(search.options)
    measure = scheme_of(words.take("-A", "weka.core.EuclideanDistance"))
    inside = Options(measure.options)
    is_bare = inside.has("-D")
    inside.lose("-R", EVERYTHING)
    remarks = []
    if search.short not in _EXACT_SEARCHES:
        remarks.append(
            f"WEKA's neighbour search {search.short} is not known here; all are looked at."
        )
    elif search.short == "LinearNNSearch" and words.lost:
        remarks.append(f"WEKA's option {words.lost} of {search.short} is not carried over.")
    if inside.lost:
        remarks.append(f"WEKA's option {inside.lost} of {measure.short} is not carried over.")
    if measure.short == "EuclideanDistance" and not is_bare:
        return {"distance": "weka"}, tuple(remarks)
    scale = "none" if is_bare else "min-max"
    if measure.short == "ManhattanDistance":
        return {"distance": "manhattan", "scale": scale}, tuple(remarks)
    if measure.short != "EuclideanDistance":
        remarks.append(f"WEKA's {measure.short} has no counterpart here; it is Euclidean now.")
    return {"distance": "euclidean", "scale": scale}, tuple(remarks)


def _logistic(weka: str, options: Options) -> Parts:
    values: dict[str, object] = {"ridge": options.number("-R", 1e-8)}
    steps = options.whole("-M", -1)
    if steps > 0:
        values["max_iterations"] = steps
    if options.has("-S"):
        values["scale"] = "none"
    return (Part(weka, values),)


def _multilayer_perceptron(weka: str, options: Options) -> Parts:
    rate, momentum = options.number("-L", 0.3), options.number("-M", 0.2)
    values: dict[str, object] = {
        "activation": "sigmoid",
        "initialisation": "normal",
        "initial_std": 0.03,  # about as wide as WEKA's uniform ±0.05
        "optimizer": "sgd",
        "learning_rate": rate / (1 - momentum) if momentum < 1 else rate,
        "batch_size": 1,
        "epochs": options.whole("-N", 500),
        "seed": options.whole("-S", 0),
    }
    patience, held = options.whole("-E", 20), options.number("-V", 0)
    if held > 0:
        values |= {"validation_share": held / 100, "early_stopping": patience}
    if options.has("-I"):
        values["scale"] = "none"
    for flag in ("-G", "-A"):  # the window in which WEKA draws the network
        options.has(flag)
    late = _hidden(options.take("-H", "a"))
    if isinstance(late, Late):
        return (Part(weka, values, {"hidden": late}, _network_remarks(momentum)),)
    return (Part(weka, {**values, "hidden": late}, remarks=_network_remarks(momentum)),)


def _network_remarks(momentum: float) -> tuple[str, ...]:
    """What differs from WEKA's network."""
    remarks = [
        "Its weights start elsewhere than WEKA's and it minimises cross-entropy instead of "
        "squared errors: expect like figures, not the same ones.",
        "As in WEKA it steps after every row, which takes its time: a larger 'batch_size' is "
        "faster.",
    ]
    if momentum:
        remarks.append(
            f"WEKA's momentum of {momentum:g} is in the learning rate now, which is that much "
            "greater."
        )
    return tuple(remarks)


def _hidden(text: str) -> Late | tuple[int, ...]:
    """The widths of the hidden layers; WEKA's letters stand for what only the data tell."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if words == ["0"]:
        return ()
    if all(map(_is_width, words)):
        return tuple(int(word) for word in words)
    if not all(word in {"a", "i", "o", "t"} or _is_width(word) for word in words):
        raise FlowError(f"'{text}' are no hidden layers of WEKA's.")

    def widths(data: Dataset) -> tuple[int, ...]:
        inputs = sum(_columns(data))
        classes = len(data.schema.target.values) or 1
        known = {"a": (inputs + classes) // 2, "i": inputs, "o": classes, "t": inputs + classes}
        return tuple(max(1, known[word]) if word in known else int(word) for word in words)

    return Late(f"hidden layers {text}", widths)


def _is_width(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10


def _columns(data: Dataset) -> list[int]:
    """How many numbers each feature becomes: a label of two is one number in WEKA."""
    counts = [len(a.values) if a.kind == "nominal" else 1 for a in data.schema.features]
    return [1 if count == 2 else count for count in counts]


def _voted_perceptron(weka: str, options: Options) -> Parts:
    options.lose("-E", "1.0")
    options.lose("-M", "10000")
    values = {
        "variant": "averaged",
        "epochs": options.whole("-I", 1),
        "seed": options.whole("-S", 1),
        "scale": "none",
    }
    told = (
        "The perceptron here averages its weights where WEKA's lets them vote: expect like "
        "figures, not the same ones.",
    )
    return (Part(weka, values, remarks=told),)


def _plain(weka: str, _options: Options) -> Parts:
    return (Part(weka),)


def _saved(_weka: str, _options: Options) -> Parts:
    raise FlowError(
        "A model that WEKA has saved holds Java objects, which are not read here; train it again."
    )


_CLASSIFIERS = "weka.classifiers."
LEARNERS: dict[str, Rule] = {
    _CLASSIFIERS + "lazy.IBk": _nearest_neighbours,
    _CLASSIFIERS + "functions.Logistic": _logistic,
    _CLASSIFIERS + "functions.MultilayerPerceptron": _multilayer_perceptron,
    _CLASSIFIERS + "functions.VotedPerceptron": _voted_perceptron,
    _CLASSIFIERS + "rules.ZeroR": _plain,
    _CLASSIFIERS + "misc.SerializedClassifier": _saved,
}
