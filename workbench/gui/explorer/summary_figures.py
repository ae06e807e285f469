"""The figures of one attribute as pairs of words and numbers."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.data.profile.attribute_profile import AttributeProfile, Spread
from workbench.data.profile.hints import Hint
from workbench.gui.explorer.attribute_model import percent

DUST = 1e-13  # of the standard deviation


def _tr(text: str) -> str:
    return QCoreApplication.translate("SummaryFigures", text)


def figures(profile: AttributeProfile) -> list[tuple[str, str]]:
    """What WEKA's Explorer says of an attribute, and its quantiles and outliers."""
    n = profile.n_samples
    rows = [
        (_tr("Missing"), f"{profile.missing:,} ({percent(profile.missing, n)})"),
        (_tr("Distinct"), f"{profile.distinct:,}"),
        (_tr("Unique"), f"{profile.unique:,} ({percent(profile.unique, n)})"),
    ]
    if profile.spread is not None:
        rows += _spread(profile.spread)
    if profile.content is not None and profile.content.mean is not None:
        low, high = (short(bound) for bound in profile.content.bounds)
        rows.append((_tr("Values"), f"{low} – {high}"))
    return rows


def _spread(spread: Spread) -> list[tuple[str, str]]:
    numbers, quantiles = spread.numbers, [short(q) for q in spread.quantiles]
    n_out = spread.n_low + spread.n_high
    return [
        (_tr("Minimum"), short(numbers.minimum)),
        (_tr("Maximum"), short(numbers.maximum)),
        (_tr("Mean"), short(_no_dust(numbers.mean, numbers.sd))),
        (_tr("Std. dev."), short(numbers.sd)),
        (_tr("Median"), quantiles[2]),
        (_tr("Quartiles"), f"{quantiles[1]} – {quantiles[3]}"),
        (_tr("5 % – 95 %"), f"{quantiles[0]} – {quantiles[4]}"),
        (_tr("Outliers"), f"{n_out:,}" if n_out else "0"),
    ]


def _no_dust(mean: float, sd: float) -> float:
    """A mean that is 0 but for the last bits of its sum, as that of standardised numbers, is 0."""
    return 0.0 if abs(mean) < DUST * sd else mean


def short(value: float) -> str:
    """A number in as many digits as a person compares."""
    if np.isnan(value):
        return "–"
    size = abs(value)
    if size >= 1e7 or 0 < size < 1e-4:
        return f"{value:.4g}"
    return f"{value:,.3f}".rstrip("0").rstrip(".") if size < 1e5 else f"{value:,.0f}"


def hint_words(hint: Hint) -> str:
    """A hint as a sentence."""
    return {
        "zero": _tr("0 looks like “not measured”: {} values stand apart from all others."),
        "constant": _tr("All {} values are the same; nothing can be learnt from them."),
        "identifier": _tr("Each of the {} rows has its own value: a name or a number?"),
        "code": _tr("Only {} different whole numbers: are they labels?"),
        "missing": _tr("{} values are missing: more than half."),
    }[hint.about].format(f"{hint.count:,}")
