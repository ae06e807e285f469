"""Weights from files: torchvision's names, our own, and what does not fit."""

import random
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from workbench.core.errors import ModelError
from workbench.models.networks.build import initial_network
from workbench.models.networks.design import Design
from workbench.models.networks.presets import preset
from workbench.models.networks.pretrained import Loaded, freeze, load_weights
from workbench.models.networks.weight_names import in_order

SMALL = Design.parse("conv 4; batchnorm; relu; conv 5; relu; globalavg; dense classes")


def small(n_outputs: int = 3, seed: int = 0) -> nn.Module:
    return initial_network(SMALL, (2, 8, 8), n_outputs, "torch", seed)


def renamed(network: nn.Module, names: list[str]) -> dict[str, Tensor]:
    """The network's state under other names of its layers."""
    own: list[str] = []
    state = {}
    for name, tensor in network.state_dict().items():
        layer, _, part = name.rpartition(".")
        if layer not in own:
            own.append(layer)
        state[f"{names[own.index(layer)]}.{part}"] = tensor.clone()
    return state


def same(first: nn.Module, second: nn.Module) -> bool:
    pairs = zip(first.state_dict().values(), second.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("suffix", ["pth", "safetensors"])
def test_that_torchvisions_names_say_the_order(tmp_path: Path, suffix: str) -> None:
    source, target = small(seed=1), small(seed=2)
    state = renamed(source, ["features.2", "features.3", "features.10", "classifier.0"])
    if suffix == "pth":
        torch.save(state, tmp_path / "w.pth")
    else:
        save_file(state, tmp_path / "w.safetensors")
    loaded = load_weights(target, tmp_path / f"w.{suffix}", replaces_head=False)
    assert loaded == Loaded(4, has_new_head=False)
    assert same(source, target)


def test_that_our_own_names_need_no_order(tmp_path: Path) -> None:
    source, target = small(seed=1), small(seed=2)
    state = list(source.state_dict().items())
    torch.save(dict(reversed(state)), tmp_path / "w.pt")
    load_weights(target, tmp_path / "w.pt", replaces_head=False)
    assert same(source, target)


def test_that_a_head_of_other_width_is_left_alone_where_that_is_asked(tmp_path: Path) -> None:
    torch.save(small(1000, seed=1).state_dict(), tmp_path / "w.pth")
    target = small(3, seed=2)
    head = target.state_dict()["dense1.weight"].clone()
    assert load_weights(target, tmp_path / "w.pth", replaces_head=True).has_new_head
    assert torch.equal(target.state_dict()["dense1.weight"], head)
    assert torch.equal(target.state_dict()["conv2.bias"], small(seed=1).state_dict()["conv2.bias"])
    with pytest.raises(ModelError, match=r"Layer dense1: its weight is 3×5, the file's 1000×5\."):
        load_weights(target, tmp_path / "w.pth", replaces_head=False)


def test_that_nothing_is_changed_where_something_does_not_fit(tmp_path: Path) -> None:
    state = small(seed=1).state_dict()
    state["conv2.weight"] = torch.zeros(5, 4, 2, 2)
    torch.save(state, tmp_path / "w.pth")
    target = small(seed=2)
    with pytest.raises(ModelError, match="Layer conv2: its weight is 5×4×3×3, the file's 5×4×2×2"):
        load_weights(target, tmp_path / "w.pth", replaces_head=True)
    assert same(target, small(seed=2))


def test_that_the_wrong_number_of_layers_is_told(tmp_path: Path) -> None:
    torch.save({"a.weight": torch.zeros(2, 2)}, tmp_path / "w.pth")
    with pytest.raises(ModelError, match="holds 1 layers with weights, this network 4"):
        load_weights(small(), tmp_path / "w.pth", replaces_head=False)


def test_that_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    state = small().state_dict()
    state["conv1.bias"][0] = torch.nan
    torch.save(state, tmp_path / "w.pth")
    with pytest.raises(ModelError, match="Layer conv1: the file's bias holds numbers that are"):
        load_weights(small(), tmp_path / "w.pth", replaces_head=False)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("w.txt", b"", "Weights are read from .safetensors"),
        ("w.safetensors", b"no weights", "The file is damaged, or holds no weights."),
        ("w.pth", b"no weights", "The file"),
        ("w.pth", None, "There is no such file."),
    ],
)
def test_that_what_is_no_file_of_weights_is_refused(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_weights(small(), path, replaces_head=False)
    assert sentence in caught.value.message
    assert caught.value.where.file == str(path)


def test_that_a_file_with_objects_is_not_read(tmp_path: Path) -> None:
    torch.save(small(), tmp_path / "w.pth")
    with pytest.raises(ModelError, match="holds more than tensors"):
        load_weights(small(), tmp_path / "w.pth", replaces_head=False)


def resnet_names(blocks: tuple[int, ...], convolutions: int) -> Iterator[str]:
    yield from ("conv1", "bn1")
    for stage, n_blocks in enumerate(blocks, start=1):
        for block in range(n_blocks):
            for i in range(1, convolutions + 1):
                yield from (f"layer{stage}.{block}.conv{i}", f"layer{stage}.{block}.bn{i}")
            if not block and (stage > 1 or convolutions == 3):
                yield from (f"layer{stage}.0.downsample.{i}" for i in range(2))
    yield "fc"


def test_that_the_layers_of_resnet_50_stand_in_their_order(tmp_path: Path) -> None:
    names = list(resnet_names((3, 4, 6, 3), 3))
    shuffled = random.Random(0).sample(names, len(names))  # noqa: S311
    assert in_order(shuffled, is_ordered=False) == names


def test_that_the_layers_of_inception_v3_stand_in_their_order() -> None:
    names = [f"Conv2d_{part}" for part in ("1a_3x3", "2a_3x3", "2b_3x3", "3b_1x1", "4a_3x3")]
    square = ["1x1", "5x5_1", "5x5_2", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3", "_pool"]
    names += [f"Mixed_5b.branch{part}" for part in square]
    names += [f"Mixed_6a.branch{part}" for part in ("3x3", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3")]
    long = [*(f"7x7_{i}" for i in (1, 2, 3)), *(f"7x7dbl_{i}" for i in (1, 2, 3, 4, 5))]
    names += [f"Mixed_6b.branch{part}" for part in ("1x1", *long, "_pool")]
    lengthwise = ("3x3_1", "3x3_2", "7x7x3_1", "7x7x3_2", "7x7x3_3", "7x7x3_4")
    names += [f"Mixed_7a.branch{part}" for part in lengthwise]
    wide = ("3x3_1", "3x3_2a", "3x3_2b", "3x3dbl_1", "3x3dbl_2", "3x3dbl_3a", "3x3dbl_3b")
    names += [f"Mixed_7b.branch{part}" for part in ("1x1", *wide, "_pool")]
    ordered = [f"{name}.{part}" for name in names for part in ("conv", "bn")] + ["fc"]
    shuffled = random.Random(0).sample(ordered, len(ordered))  # noqa: S311
    assert in_order(shuffled, is_ordered=False) == ordered


def test_that_torchvisions_resnet_18_goes_into_ours(tmp_path: Path) -> None:
    chosen = preset("resnet-18")
    source = initial_network(chosen.design, (3, 32, 32), 10, "torch", 1)
    state = renamed(source, list(resnet_names((2, 2, 2, 2), 2)))
    shuffled = random.Random(0).sample(sorted(state), len(state))  # noqa: S311
    save_file({name: state[name] for name in shuffled}, tmp_path / "w.safetensors")
    target = initial_network(chosen.design, (3, 32, 32), 10, "torch", 2)
    load_weights(target, tmp_path / "w.safetensors", replaces_head=False)
    assert same(source, target)


def test_that_frozen_layers_stay_as_they_are() -> None:
    network = small().train()
    freeze(network)
    trained = [name for name, p in network.named_parameters() if p.requires_grad]
    assert trained == ["dense1.weight", "dense1.bias"]
    before = network.state_dict()["batchnorm1.running_mean"].clone()
    network(torch.ones(4, 2, 8, 8))
    assert torch.equal(network.state_dict()["batchnorm1.running_mean"], before)


def test_that_a_graph_behind_a_picture_input_is_frozen_and_filled_as_alone(
    tmp_path: Path,
) -> None:
    design = Design.parse("c: conv 2 1x1; add from=c,input; globalavg; dense classes")
    first, second = (initial_network(design, (2, 4, 4), 3, "torch", seed) for seed in (1, 2))
    torch.save(first.state_dict(), tmp_path / "w.pth")
    wrapped = nn.Sequential(OrderedDict(input=nn.Identity(), network=second))
    load_weights(wrapped, tmp_path / "w.pth", replaces_head=False)
    assert same(first, second)
    freeze(wrapped)
    trained = [name for name, p in second.named_parameters() if p.requires_grad]
    assert trained == ["dense1.weight", "dense1.bias"]


def test_that_more_layers_than_there_are_may_be_trained() -> None:
    network = small()
    freeze(network, 99)
    assert all(p.requires_grad for p in network.parameters())
