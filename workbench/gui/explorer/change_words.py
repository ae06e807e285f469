"""What a step changes, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from workbench.runs.step_change import StepChange, ValueChange

N_NAMED = 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangeWords", text)


def change_words(change: StepChange) -> list[str]:
    """One line for each thing that changes; the first says rows and attributes."""
    if change.is_nothing:
        return [_size(change), _tr("Nothing changes.")]
    lines = [_size(change)]
    if change.removed:
        lines.append(_tr("Removed: {}").format(_named(change.removed)))
    if change.added:
        lines.append(_tr("New: {}").format(_named(change.added)))
    if change.retold:
        lines.append(_tr("Kind, labels or role changed: {}").format(_named(change.retold)))
    lines += [_value(one) for one in change.values[:N_NAMED]]
    if len(change.values) > N_NAMED:
        names = [one.name for one in change.values[N_NAMED:]]
        lines.append(_tr("Values changed also in: {}").format(_named(names)))
    return lines


def _size(change: StepChange) -> str:
    (rows, attributes), (rows_after, attributes_after) = change.before, change.after
    if change.before == change.after:
        return _tr("{rows} rows × {attributes} attributes, as before").format(
            rows=f"{rows:,}", attributes=f"{attributes:,}"
        )
    return _tr("{rows} × {attributes} → {rows_after} × {attributes_after}").format(
        rows=f"{rows:,}",
        attributes=f"{attributes:,}",
        rows_after=f"{rows_after:,}",
        attributes_after=f"{attributes_after:,}",
    )


def _value(one: ValueChange) -> str:
    if one.n_missing == one.n_changed:
        words = _tr("{name}: {n} become missing")
    elif one.n_missing == -one.n_changed:
        words = _tr("{name}: {n} are filled in")
    else:
        words = _tr("{name}: {n} values change")
    return words.format(name=one.name, n=f"{one.n_changed:,}")


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:N_NAMED])
    more = len(names) - N_NAMED
    return _tr("{} and {} more").format(shown, more) if more > 0 else shown
