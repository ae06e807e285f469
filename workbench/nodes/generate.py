"""New samples from a model that has learnt what samples are like."""

from typing import ClassVar

from pydantic import Field
from typing_extensions import override

from workbench.core.component import Category
from workbench.core.errors import ModelError
from workbench.core.run import Run
from workbench.data.dataset import Dataset
from workbench.flow.node import NodeComponent
from workbench.models.generative import Generative, Wanted
from workbench.models.model import Model


class GenerateSamples(NodeComponent):
    """Generate new samples, in the form of the training rows, from a model that can.

    Machines that learnt rows and labels together (RBM, DBN) sample with the label held; VAE and
    GAN decode noise; language models go on with a prompt.
    """

    key: ClassVar[str] = "generate"
    title: ClassVar[str] = "Generate samples"
    category: ClassVar[Category] = "Evaluate"
    icon: ClassVar[str] = "mdi6.creation-outline"
    aliases: ClassVar[tuple[str, ...]] = ("sample", "dream", "Gibbs sampling", "synthesise")

    n: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        description="How many samples.",
        json_schema_extra={"slider": "10..1000 log"},
    )
    label: str = Field(
        default="",
        description="The class they are to be of; empty: each class in turn, where the model "
        "knows classes.",
    )
    prompt: str = Field(
        default="",
        description="How each sample begins, where the model goes on with texts.",
    )
    steps: int = Field(
        default=200,
        ge=1,
        le=1_000_000,
        description="Alternating Gibbs steps before a sample is taken, where the model samples so.",
        json_schema_extra={"slider": "10..10000 log"},
    )
    temperature: float = Field(
        default=1.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="Above 1 more varied, below 1 nearer to what is likeliest, at 0 that itself.",
        json_schema_extra={"slider": "0..2 step 0.05"},
    )
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="Start of the random numbers.")

    def run(self, model: Model) -> Run[Dataset]:
        """The samples, under the schema of the model's training rows.

        Raises:
            ModelError: the model cannot generate, or not what is asked for.
        """
        if not isinstance(model, Generative):
            raise ModelError(
                f"A model of the learner '{model.key}' cannot generate samples.",
                remedy="Take one of rbm, dbn, autoencoder, vae, gan or rnn.",
            )
        wanted = Wanted(
            self.n, self.label or None, self.steps, self.temperature, self.seed, self.prompt
        )
        return (yield from model.generate(wanted))

    @override
    def status(self) -> str:
        return f"{self.n} of {self.label}" if self.label else str(self.n)
