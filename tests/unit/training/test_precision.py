import numpy as np
import pytest
import torch

from workbench.core.errors import DeviceError
from workbench.training.precision import GROWS_AFTER, Precision, Scales, short_type

CPU = torch.device("cpu")


def test_that_the_processor_computes_in_float32_unless_told_otherwise() -> None:
    assert short_type("auto", CPU) is None
    assert short_type("float32", CPU) is None
    assert short_type("bf16", CPU) == torch.bfloat16


def test_that_fp16_on_the_processor_is_refused_with_a_remedy() -> None:
    with pytest.raises(DeviceError, match=r"does not gain from fp16.*Choose 'auto'"):
        short_type("fp16", CPU)


@pytest.mark.parametrize(("capability", "expected"), [((7, 5), None), ((8, 0), torch.bfloat16)])
def test_that_auto_is_bf16_on_cards_that_multiply_it(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], expected: torch.dtype | None
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _: capability)
    assert short_type("auto", torch.device("cuda")) == expected


@pytest.mark.parametrize(("name", "expected"), [("bf16", torch.bfloat16), ("auto", torch.float32)])
def test_that_passes_are_computed_in_the_type_chosen(name: str, expected: torch.dtype) -> None:
    precision = Precision(name, CPU, 1)  # type: ignore[arg-type]
    weight = torch.ones(3, 3, requires_grad=True)
    with precision.passes():
        outputs = weight @ weight
    assert outputs.dtype == expected
    assert precision.scales is None
    [gradient] = torch.autograd.grad(outputs.sum(), weight)
    assert gradient.dtype == torch.float32


def test_that_the_scale_is_taken_out_of_the_gradient_again() -> None:
    scales, pushes = Scales(2), torch.ones(2, 4, 3)
    gradient = scales.up(pushes).sum(1)
    assert scales.down(gradient).tolist() == [True, True]
    assert torch.equal(gradient, torch.full((2, 3), 4.0))


def test_that_an_overflow_halves_the_scale_of_its_network_only() -> None:
    scales = Scales(3)
    before = scales.scales.copy()
    gradient = torch.ones(2, 3)
    gradient[1, 2] = float("inf")
    assert scales.down(gradient).tolist() == [True, False]
    assert (scales.scales / before).tolist() == [1, 0.5, 1]


def test_that_the_scale_grows_after_a_while_without_overflow() -> None:
    scales = Scales(1)
    before = float(scales.scales[0])
    for _ in range(GROWS_AFTER):
        scales.down(torch.ones(1, 2))
    assert float(scales.scales[0]) == 2 * before


def test_that_the_scale_does_not_fall_below_one() -> None:
    scales = Scales(1)
    for _ in range(40):
        scales.down(torch.full((1, 2), float("nan")))
    assert float(scales.scales[0]) == 1.0


def test_that_scales_go_on_from_what_was_written_down_and_with_those_that_are_left() -> None:
    scales, others = Scales(3), Scales(3)
    scales.down(torch.tensor([[1.0], [float("nan")]]))
    others.load(scales.state())
    others.keep(np.array([1, 2]))
    assert others.scales.tolist() == scales.scales[1:].tolist()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA card on this machine")
def test_that_fp16_on_a_card_has_scales() -> None:
    precision = Precision("fp16", torch.device("cuda"), 1)
    assert precision.scales is not None
