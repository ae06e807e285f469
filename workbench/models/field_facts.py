"""What the inspector needs of a parameter beside its type, bounds and description."""

from typing import Any


def section(
    name: str, *, advanced: bool = False, unit: str = "", slider: str = "", editor: str = ""
) -> dict[str, Any]:
    """For ``json_schema_extra``: under which heading it stands and how it is edited."""
    facts: dict[str, Any] = {"section": name}
    if advanced:
        facts["advanced"] = True
    texts = {"unit": unit, "slider": slider, "editor": editor}
    return facts | {key: value for key, value in texts.items() if value}
