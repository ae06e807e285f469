"""A model's arrays as safetensors, with what they mean as JSON in the file's metadata.

The names are those in our model files: ``model/…``, ``preparation/0/…``; a network's weights keep
torch's names behind ``model/``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.deferred import deferred
from workbench.core.files import written_atomically
from workbench.export.model_file import parts_of
from workbench.models.model import Model

if TYPE_CHECKING:
    from safetensors import numpy as safetensors
else:
    safetensors = deferred("safetensors.numpy")


def save_safetensors(path: Path, model: Model, provenance: Mapping[str, Any]) -> None:
    """Write the arrays, whole or not at all; ``metadata()["manifest"]`` is what a model file says.

    Raises:
        DataError: the folder does not exist or cannot be written to.
    """
    manifest, arrays = parts_of(model, provenance)
    facts = manifest.model_dump(mode="json", by_alias=True)
    told = {"format": "workbench", "manifest": json.dumps(facts, ensure_ascii=False)}
    content = safetensors.save(arrays, told)
    with written_atomically(path) as beside:
        beside.write_bytes(content)
