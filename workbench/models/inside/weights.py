"""Weights as pictures: of each unit what it looks for, of each filter its kernel."""

from workbench.core.run import Progressed, Run
from workbench.models.inside.frame import Frame, signed
from workbench.models.inside.glass import Glass
from workbench.models.inside.matrices import Matrix, finite, matrices
from workbench.models.inside.page import Floats, HeatMap, Look, Offer, Page, Part, Tiles

KEY = "weights"
MOST_TILES = 1024
MOST_ROWS = 512  # and columns, of a heat map
SIGNED = "Blue is above 0, orange below."


def offer(glass: Glass) -> Offer | None:
    """Each matrix of weights; a convolution's kernels for one filter, if it reads several maps."""
    found = matrices(glass.model)
    n_units = tuple(len(m.values) if m.values.ndim == 4 else 0 for m in found)
    return Offer(KEY, tuple(m.name for m in found), 0, n_units) if found else None


def page(glass: Glass, look: Look) -> Run[Page]:
    """The weights of one layer."""
    yield Progressed(0, 1)
    chosen = matrices(glass.model)[look.layer]
    return _filters(chosen, look.unit) if chosen.values.ndim == 4 else _linear(chosen)


def _filters(matrix: Matrix, unit: int | None) -> Page:
    weights = finite(matrix.values)
    n_out, n_in = weights.shape[:2]
    if unit is not None and n_in > 1:
        part = Tiles(weights[unit][:MOST_TILES], _numbered("map", min(n_in, MOST_TILES)))
        words = f"Filter {unit + 1} of {matrix.name}: its kernel for each map that it reads."
        return Page(f"{words} {SIGNED}", (part,))
    captions = matrix.units or _numbered("", n_out)
    first, captions = weights[:MOST_TILES], captions[:MOST_TILES]
    if n_in in {1, 3}:
        images, is_coloured = signed(first)
        tiles = Tiles(images, captions, "unit" if is_coloured else "signed")
        words = "what each looks for. " + ("Grey is 0." if is_coloured else SIGNED)
    else:
        tiles = Tiles(first.mean(1), captions)
        words = (
            f"each averaged over the {n_in} maps that it reads; choose a filter to see its "
            f"kernels one by one. {SIGNED}"
        )
    return Page(f"The {n_out} filters of {matrix.name}: {words}", (tiles,))


def _linear(matrix: Matrix) -> Page:
    if matrix.frame is not None:
        weights = finite(matrix.values[:MOST_TILES])
        part, ground = _pictures(weights, matrix.frame, matrix.units)
        words = f"one picture for each of {len(matrix.values)} units"
        return Page(f"The weights of {matrix.name}: {words}. {ground}", (part,))
    weights = finite(matrix.values[:MOST_ROWS, :MOST_ROWS])
    part = HeatMap(
        weights,
        matrix.units[:MOST_ROWS],
        matrix.inputs[:MOST_ROWS],
        row_title="unit",
        column_title="input",
    )
    words = f"a row for each of {len(matrix.values)} units, a column for each input"
    if max(matrix.values.shape) > MOST_ROWS:
        words += f" (the first {MOST_ROWS} of each)"
    return Page(f"The weights of {matrix.name}: {words}. {SIGNED}", (part,))


def _pictures(weights: Floats, frame: Frame, units: tuple[str, ...]) -> tuple[Part, str]:
    images, is_coloured = signed(frame.pictures(weights))
    captions = units[:MOST_TILES] or _numbered("", len(weights))
    if is_coloured:
        return Tiles(images, captions, "unit"), "Grey is 0."
    return Tiles(images, captions), SIGNED


def _numbered(word: str, n: int) -> tuple[str, ...]:
    return tuple(f"{word} {i + 1}".strip() for i in range(n))
