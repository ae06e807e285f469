"""Feature maps are what the layers give, as a plain forward pass says."""

import numpy as np
import torch

from tests.unit.models.inside.inside_people import cnn, digits, mlp, pictures
from workbench.core.run import finish
from workbench.models.cnn import CNN
from workbench.models.inside.inside import Inside
from workbench.models.inside.page import HeatMap, Look, Tiles
from workbench.models.learner import Fold


def test_that_feature_maps_are_what_a_plain_pass_through_the_network_gives() -> None:
    rows = pictures()
    value = Inside("cnn", (cnn(),), rows, (np.arange(rows.n_samples),))
    [offer] = [o for o in value.offers(0) if o.key == "maps"]
    network = cnn().network()
    passed = torch.from_numpy(np.array(rows.column("image")[7:8]))
    with torch.inference_mode():
        for place, layer in enumerate(network):
            passed = layer(passed)
            if place == 0:
                continue  # takes the bytes in
            part = finish(value.page(0, Look("maps", place - 1, 7))).parts[-1]
            if passed.ndim == 4:
                assert isinstance(part, Tiles)
                np.testing.assert_allclose(part.images, passed[0].numpy(), atol=1e-6)
            else:
                assert isinstance(part, HeatMap)
                shown = part.values.ravel()
                known = shown[np.isfinite(shown)]
                np.testing.assert_allclose(known, passed[0].numpy(), atol=1e-6)
    assert len(offer.layers) == len(network) - 1


def test_that_the_row_is_shown_as_it_is_in_the_data() -> None:
    rows = digits()
    value = Inside("mlp", (mlp(),), rows, (np.arange(rows.n_samples),))
    picture = finish(value.page(0, Look("maps", 0, 5))).parts[0]
    assert isinstance(picture, Tiles)
    raw = [rows.column(a.name)[5] for a in rows.schema.features]
    np.testing.assert_array_equal(picture.images[0].ravel(), raw)


def test_that_layers_that_only_training_asks_for_are_left_out() -> None:
    text = (
        "conv 4 3x3; relu; side: auxiliary 3 8 size=3 stride=1; maxpool 2; flatten; dense classes"
    )
    learner = CNN.parse({"preset": "custom", "layers": text, "epochs": 1})
    model = finish(learner.fit(Fold(pictures())))
    value = Inside("cnn", (model,), pictures(), (np.arange(4),))
    for offer in value.offers(0):
        assert not any(name.startswith("side") for name in offer.layers)
        for place in range(max(1, len(offer.layers))):
            assert finish(value.page(0, Look(offer.key, place))).parts
