"""WEKA's own steps: fold makers, the class, and what shows results."""

from collections.abc import Mapping

from workbench.core.errors import FlowError
from workbench.flow.knowledge_flow.part import Part
from workbench.flow.knowledge_flow.rules.attribute_choice import class_parameters
from workbench.flow.knowledge_flow.sheet import STEPS, Step

_UNSHUFFLED = "WEKA keeps the order of the rows; here they are shuffled."


def cross_validation(step: Step) -> Part:
    """Folds with exactly WEKA's rows."""
    is_kept = step.is_on("preserveOrder")
    values = {
        "folds": step.setting("numFolds", default="10"),
        "seed": step.setting("seed", default="1"),
        "stratified": not is_kept,
        "shuffling": "weka",
    }
    return Part(step.kind, values, remarks=(_UNSHUFFLED,) if is_kept else ())


def hold_out(step: Step) -> Part:
    """A percentage split with exactly WEKA's rows."""
    values = {
        "percent": step.setting("trainPercent", default="66"),
        "seed": step.setting("seed", default="1"),
        "shuffling": "weka",
    }
    remarks = (_UNSHUFFLED,) if step.is_on("preserveOrder") else ()
    return Part(step.kind, values, remarks=remarks)


def class_assigner(step: Step) -> Part | None:
    """The class by number or name; None if there is to be none."""
    try:
        return Part(step.kind, *class_parameters(step.setting("classColumn", default="last")))
    except FlowError:
        return None


_PLOTS = "Data are plotted by the explorer here: select the node that gives them and explore it."
_PICTURES = "Every plot is saved as a picture by itself here."
# What there is instead of steps that have no counterpart.
INSTEAD: Mapping[str, str] = {
    "DataVisualizer": _PLOTS,
    "AttributeSummarizer": _PLOTS,
    "ScatterPlotMatrix": _PLOTS,
    "ImageSaver": _PICTURES,
    "ImageViewer": _PICTURES,
    "TextSaver": "Scores are saved from the score table here.",
    "Appender": "The step 'Append rows' takes the further rows from a file here.",
    "Join": "The step 'Merge columns' takes the further attributes from a file here.",
}

# What shows results, by the kind of what arrives; the first kind is what WEKA means it for.
SINKS: Mapping[str, Mapping[str, Part]] = {
    "TextViewer": {"text": Part(STEPS + "TextViewer")},
    "ModelPerformanceChart": {
        "thresholdData": Part(STEPS + "ModelPerformanceChart"),
        "visualizableError": Part(
            "",
            key="confusion_matrix",
            remarks=("WEKA draws which rows are wrong; here the confusion matrix counts them.",),
        ),
    },
    "StripChart": {"chart": Part(STEPS + "StripChart")},
}
