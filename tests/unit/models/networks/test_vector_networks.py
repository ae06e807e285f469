import pytest
import torch
from pydantic import ValidationError
from torch import Tensor, nn

from workbench.models.networks.autoencoder import initial_autoencoder, linear_layers
from workbench.models.networks.gan import initial_gan
from workbench.models.networks.vae import initial_vae
from workbench.models.networks.vector_shapes import (
    AutoencoderShape,
    GANShape,
    VAEShape,
    VectorShape,
)

AUTOENCODER = AutoencoderShape(n_values=6, hidden=(5,), code=3)
VAE = VAEShape(n_values=6, hidden=(5,), code=2)
GAN = GANShape(n_values=6, noise=3, generator_hidden=(5,), discriminator_hidden=(4,))


def rows(n: int = 7, width: int = 6, seed: int = 1) -> Tensor:
    return torch.rand(n, width, generator=torch.Generator().manual_seed(seed))


def stream(seed: int = 3) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def all_of(network: nn.Module) -> Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in network.parameters()])


def networks(seed: int) -> list[nn.Module]:
    tied = AUTOENCODER.model_copy(update={"is_tied": True})
    return [
        initial_autoencoder(AUTOENCODER, seed),
        initial_autoencoder(tied, seed),
        initial_vae(VAE, seed),
        initial_vae(VAE.model_copy(update={"is_unit": False}), seed),
        initial_gan(GAN, seed),
    ]


@pytest.mark.parametrize("shape", [AUTOENCODER, VAE, GAN])
def test_that_a_shape_comes_back_from_its_values(shape: VectorShape) -> None:
    assert type(shape).from_values(shape.values()) == shape
    with pytest.raises(ValidationError):
        type(shape).from_values({**shape.values(), "n_values": 0})


def test_that_the_same_seed_starts_with_the_same_weights_and_leaves_torchs_own_alone() -> None:
    before = torch.get_rng_state()
    for first, second, other in zip(networks(1), networks(1), networks(2), strict=True):
        assert torch.equal(all_of(first), all_of(second))
        assert not torch.equal(all_of(first), all_of(other))
    assert torch.equal(before, torch.get_rng_state())


def test_that_every_parameter_is_a_number_at_the_start() -> None:
    for network in networks(1):
        assert all(torch.isfinite(parameter).all() for parameter in network.parameters())


def test_that_a_vae_784_400_20_has_the_parameters_of_the_course() -> None:
    network = initial_vae(VAEShape(n_values=784), 1)
    encoder = 784 * 400 + 400 + 2 * (400 * 20 + 20)
    assert (
        sum(p.numel() for p in network.parameters()) == encoder + 20 * 400 + 400 + 400 * 784 + 784
    )


def test_that_tied_weights_are_counted_once_and_used_twice() -> None:
    network = initial_autoencoder(AUTOENCODER.model_copy(update={"is_tied": True}), 1)
    assert sum(p.numel() for p in network.parameters()) == 6 * 5 + 5 + 5 * 3 + 3 + 5 + 6
    first, last = linear_layers(network.encoder)
    codes = rows(width=3)
    by_hand = torch.relu(codes @ last.weight) @ first.weight
    torch.testing.assert_close(network.decoded(codes), by_hand)


def test_that_noise_is_drawn_while_training_only_and_from_the_modules_own_stream() -> None:
    for noise in ("masking", "gaussian"):
        shape = AUTOENCODER.model_copy(update={"noise": noise, "level": 0.5})
        network = initial_autoencoder(shape, 1)
        plain = network.eval()(rows())
        torch.testing.assert_close(plain, network.decoded(network.encode(rows())))
        network.train().generator = stream()
        first, second = network(rows()), network(rows())
        network.generator = stream()
        assert torch.equal(first, network(rows()))
        assert not torch.equal(first, second)
        assert not torch.equal(first, plain)


def test_that_masking_sets_its_share_to_zero() -> None:
    shape = AUTOENCODER.model_copy(update={"noise": "masking", "level": 0.3})
    network = initial_autoencoder(shape, 1).train()
    network.generator = stream()
    ones = torch.ones(5000, 6)
    kept = network.disturbed(ones)
    assert set(kept.unique().tolist()) == {0.0, 1.0}
    assert float(kept.mean()) == pytest.approx(0.7, abs=0.01)


def test_that_a_vae_gives_reconstructions_means_and_log_variances() -> None:
    network = initial_vae(VAE, 1).eval()
    outputs = network(rows())
    assert outputs.shape == (7, 6 + 2 + 2)
    assert torch.equal(outputs[:, 6:8], network.encode(rows()))
    assert torch.equal(outputs, network(rows()))  # the same noise whenever nothing is trained


def test_that_a_vaes_codes_are_drawn_from_its_encoders_distribution() -> None:
    network = initial_vae(VAE, 1).train()
    network.generator = stream()
    row = rows(1).expand(20_000, 6)
    mean, log_variance = network(row[:1])[0, 6:8], network(row[:1])[0, 8:10]
    drawn: list[Tensor] = []
    network.decoder.register_forward_pre_hook(lambda _, given: drawn.append(given[0]))
    network(row)
    torch.testing.assert_close(drawn[0].mean(0), mean, atol=0.05, rtol=0)
    torch.testing.assert_close(drawn[0].var(0), log_variance.exp(), atol=0, rtol=0.05)


def test_that_only_a_conditional_decoder_looks_at_the_label() -> None:
    network = initial_vae(VAE.model_copy(update={"n_labels": 3}), 1).eval()
    labels = torch.eye(3)
    outputs = network(torch.cat([rows(1).expand(3, 6), labels], 1))
    assert torch.equal(outputs[0, 6:], outputs[1, 6:])
    assert not torch.equal(outputs[0, :6], outputs[1, :6])


def test_that_a_generator_makes_as_many_rows_with_the_labels_it_is_given() -> None:
    network = initial_gan(GAN.model_copy(update={"n_labels": 2}), 1).train()
    network.generator = stream()
    given = torch.cat([rows(), torch.eye(2)[torch.arange(7) % 2]], 1)
    made = network.fakes(given)
    assert made.shape == given.shape
    assert torch.equal(made[:, 6:], given[:, 6:])
    assert not torch.equal(made[:, :6], network.fakes(given)[:, :6])
    assert network(made).shape == (7, 1)
    assert network.encode(rows()).shape == (7, 4)


def test_that_the_generators_parameters_come_first() -> None:
    network = initial_gan(GAN, 1)
    n = network.n_generator_parameters
    assert n == 3 * 5 + 5 + 5 * 6 + 6
    assert torch.equal(all_of(network)[:n], all_of(network.fake))


def test_that_what_is_made_lies_where_the_rows_do() -> None:
    for network, width in ((initial_vae(VAE, 1), 2), (initial_gan(GAN, 1), 3)):
        made = network.decode(100 * torch.randn(50, width, generator=stream()), torch.empty(50, 0))
        assert made.min() >= 0
        assert made.max() <= 1


def test_that_the_discriminator_sees_disturbed_rows_while_training_only() -> None:
    network = initial_gan(GAN.model_copy(update={"disturbance": 0.5}), 1)
    plain = network.eval()(rows())
    assert torch.equal(plain, network(rows()))
    network.train().generator = stream()
    assert not torch.allclose(plain, network(rows()))


def test_that_a_label_weighs_as_much_as_the_row_it_stands_beside() -> None:
    shape = GANShape(n_values=400, noise=3, discriminator_hidden=(50,), n_labels=4)
    network = initial_gan(shape, 1).eval()
    first = network.trunk[0]
    assert isinstance(first, nn.Linear)
    seen: list[Tensor] = []
    first.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    network(torch.cat([torch.ones(4, 400), torch.eye(4)], 1))
    assert torch.equal(seen[0][:, 400:], 10 * torch.eye(4))  # √(400 / 4)
