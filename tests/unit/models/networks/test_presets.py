"""Every parameter count of the course's table of architectures (course.md 1.5), to the unit."""

import subprocess
import sys

import pytest
import torch

from workbench.core.errors import ParameterError
from workbench.models.networks.architecture import Architecture
from workbench.models.networks.build import network
from workbench.models.networks.design import Design
from workbench.models.networks.presets import PRESETS, preset
from workbench.models.networks.table import LayerTable, layer_table

COUNTS = {
    "lenet5": 60_850,
    "lenet5-modern": 61_706,
    "alexnet": 60_965_224,
    "alexnet-single": 62_378_344,
    "alexnet-torchvision": 61_100_840,
    "vgg-a": 132_863_336,
    "vgg-a-lrn": 132_863_336,
    "vgg-b": 133_047_848,
    "vgg-c": 133_638_952,
    "vgg-d": 138_357_544,
    "vgg-e": 143_667_240,
    "googlenet": 6_998_552,
    "googlenet-aux": 13_378_280,
    "inception-v3": 23_834_568,
    "resnet-18": 11_689_512,
    "resnet-34": 21_797_672,
    "resnet-50": 25_557_032,
    "resnet-152": 60_192_808,
    "cifar-resnet-20": 269_722,
    "cifar-resnet-32": 464_154,
    "cifar-resnet-44": 658_586,
    "cifar-resnet-56": 853_018,
    "cifar-resnet-110": 1_727_962,
    "cifar-resnet-1202": 19_421_274,
    "nin-cifar10": 966_986,
    "nin-imagenet": 7_595_176,
    "fashion-mnist": 412_778,
    "cifar10-74": 1_639_914,
    "cifar10-79": 1_640_048,
    "cifar10-84": 308_394,
    "cifar10-88": 308_394,
    "lab-26": 50_090,
    "lab-27": 1_379_333,
    "small": 16 * 10 + 32 * 145 + 10 * 33,
}


def table_of(key: str) -> LayerTable:
    chosen = preset(key)
    return layer_table(chosen.design, chosen.input_shape, chosen.n_outputs)


@pytest.mark.parametrize("key", PRESETS)
def test_that_a_preset_has_the_published_number_of_parameters(key: str) -> None:
    table = table_of(key)
    assert table.error is None
    assert table.parameters == table.trainable == COUNTS[key]


@pytest.mark.parametrize(
    ("widths", "count", "weights"),
    [
        ((784, 10), 7_850, 7_840),
        ((784, 256, 256, 10), 269_322, 268_800),
        ((784, 512, 512, 512, 512, 10), 1_195_018, 1_192_960),
        ((784, 500, 500, 2000, 10), 1_665_010, 1_662_000),
        ((64, 2, 3), 139, 134),
        ((25, 16, 16, 9, 9), 931, 881),
    ],
)
def test_that_dense_networks_have_the_courses_number_of_parameters(
    widths: tuple[int, ...], count: int, weights: int
) -> None:
    assert Architecture(widths).n_weights == count
    hidden = "; ".join(f"dense {width}; relu" for width in widths[1:-1])
    design = Design.parse(f"{hidden}; dense classes" if hidden else "dense classes")
    table = layer_table(design, widths[:1], widths[-1])
    assert table.parameters == count
    assert sum(row.weights for row in table.rows) == weights


def test_that_lenet_5_is_the_published_one_layer_by_layer() -> None:
    rows = {row.name: row for row in table_of("lenet5").rows}
    counts = {name: rows[name].weights + rows[name].biases for name in rows}
    published = {"C1": 156, "S2": 12, "C3": 1516, "S4": 32, "C5": 48_120, "F6": 10_164}
    assert {name: counts[name] for name in published} == published
    assert sum(counts.values()) - counts["output"] == 60_000
    shapes = {"C1": (6, 28, 28), "S2": (6, 14, 14), "C3": (16, 10, 10), "S4": (16, 5, 5)}
    assert {name: rows[name].output for name in shapes} == shapes


def test_that_lenet_5_has_the_published_connections() -> None:
    table = table_of("lenet5")
    connections = {row.name: row.measure.connections for row in table.rows}
    published = (122_304, 5_880, 151_600, 2_000, 48_120, 10_164)
    assert tuple(connections[name] for name in ("C1", "S2", "C3", "S4", "C5", "F6")) == published
    # The published output has 840 fixed weights and no biases.
    assert table.connections - connections["output"] + 840 == 340_908


def test_that_alexnet_has_the_published_values_in_each_convolution() -> None:
    rows = [row for row in table_of("alexnet").rows if row.kind == "convolution"]
    values = [c * h * w for c, h, w in (row.output for row in rows)]
    assert values == [290_400, 186_624, 64_896, 64_896, 43_264]
    assert sum(row.weights + row.biases for row in rows) == 2_334_080
    assert table_of("alexnet").parameters - 2_334_080 == 58_631_144


def test_that_keras_counts_running_statistics_as_well() -> None:
    sums = {key: table_of(key).parameters + table_of(key).statistics for key in PRESETS}
    assert (sums["cifar10-79"], sums["cifar10-84"]) == (1_640_182, 309_290)


def test_that_inception_v3_has_the_published_sizes() -> None:
    outputs = [row.output for row in table_of("inception-v3").rows]
    sizes = ((32, 149, 149), (64, 147, 147), (64, 73, 73), (288, 35, 35), (768, 17, 17))
    assert all(size in outputs for size in (*sizes, (1280, 8, 8), (2048, 8, 8)))


@pytest.mark.parametrize("key", ["lenet5", "googlenet-aux", "inception-v3", "cifar-resnet-20"])
def test_that_the_network_has_as_many_parameters_as_its_table_says(key: str) -> None:
    chosen = preset(key)
    built = network(chosen.design, chosen.input_shape, chosen.n_outputs, "meta")
    assert sum(p.numel() for p in built.parameters()) == COUNTS[key]


@pytest.mark.parametrize("side", [1, 2, 5, 28])
def test_that_the_small_network_takes_pictures_of_any_size(side: int) -> None:
    built = network(preset("small").design, (3, 1, side), 4)
    assert built(torch.zeros(2, 3, 1, side)).shape == (2, 4)


@pytest.mark.parametrize("key", PRESETS)
def test_that_a_preset_comes_back_from_its_values_and_its_text(key: str) -> None:
    design = preset(key).design
    assert Design.model_validate(design.model_dump(mode="json")) == design
    assert Design.parse(design.text) == design


@pytest.mark.parametrize("key", PRESETS)
def test_that_a_preset_says_where_it_is_from(key: str) -> None:
    chosen = PRESETS[key]
    assert chosen.key == key
    assert chosen.title
    assert chosen.source


def test_that_an_unknown_name_gets_the_nearest_ones() -> None:
    with pytest.raises(ParameterError, match="“lenet-5”; did you mean 'lenet5'"):
        preset("lenet-5")


def test_that_presets_are_known_without_torch_and_pandas() -> None:
    code = (
        "import sys; from workbench.models.networks.presets import PRESETS; "
        "[p.design.text for p in PRESETS.values()]; "
        "print([name for name in ('torch', 'pandas', 'sklearn') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
