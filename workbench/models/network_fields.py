"""The parameters that all learners of networks have in common: how their networks are trained."""

from abc import ABC
from typing import ClassVar, Literal

from pydantic import Field

from workbench.models.field_facts import section
from workbench.models.stackable import StackableLearner
from workbench.training.schedule import Schedule


class NetworkFields(StackableLearner, ABC):
    """What there is to be chosen."""

    trailing: ClassVar[tuple[str, ...]] = (
        *("optimizer", "learning_rate", "schedule", "batch_size", "epochs", "further_epochs"),
        *("clip_norm", "precision", "compile"),
        *("weight_decay", "l1", "label_smoothing", "class_weights", "average"),
        *("validation_share", "early_stopping", "seed", "device", "prepare", "scale"),
    )
    optimizer: Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] = (
        Field(
            default="adam",
            description="The rule by which gradients change the weights.",
            json_schema_extra=section("Optimisation"),
        )
    )
    learning_rate: float = Field(
        default=0.001,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="Size of a step; with a schedule, its largest.",
        json_schema_extra=section("Optimisation", slider="0.00001..1 log"),
    )
    schedule: Schedule = Field(
        default="constant",
        description="How the learning rate changes during training.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=1_000_000,
        description="Training samples per step.",
        json_schema_extra=section("Optimisation", unit="samples"),
    )
    epochs: int = Field(
        default=20,
        ge=1,
        le=1_000_000,
        description="How often every training sample is seen.",
        json_schema_extra=section("Optimisation"),
    )
    further_epochs: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Epochs to train on after those, at the last learning rate of the schedule. A "
        "finished training whose checkpoint is kept goes on instead of beginning again.",
        json_schema_extra=section("Optimisation", advanced=True, unit="epochs"),
    )
    clip_norm: float = Field(
        default=0.0,
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        description="Longest gradient: a longer one is shortened to it; 0 = as it is.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    precision: Literal["auto", "float32", "bf16", "fp16"] = Field(
        default="float32",
        description="Numbers that the network computes with; auto takes bf16 where the device "
        "gains by it.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    compile: bool = Field(
        default=False,
        description="Let torch compile the network first, where this machine can: a minute for "
        "faster steps.",
        json_schema_extra=section("Optimisation", advanced=True),
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L2 penalty: this share of each weight is added to its gradient.",
        json_schema_extra=section("Regularisation", slider="0, 0.000001..0.1 log"),
    )
    l1: float = Field(
        default=0.0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="L1 penalty: this is added to each weight's gradient, with the weight's sign.",
        json_schema_extra=section("Regularisation", advanced=True, slider="0, 0.000001..0.1 log"),
    )
    label_smoothing: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Share of each target that is spread over all classes.",
        json_schema_extra=section("Regularisation", advanced=True, slider="0..0.5 step 0.01"),
    )
    class_weights: Literal["none", "balanced"] = Field(
        default="none",
        description="balanced: rows of rare classes count more, so that all classes count alike.",
        json_schema_extra=section("Regularisation", advanced=True),
    )
    average: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        allow_inf_nan=False,
        description="Keep a moving average of the weights, of which this share stays at each "
        "step (0.999, say); 0 = the weights themselves.",
        json_schema_extra=section("Regularisation", advanced=True),
    )
    validation_share: float = Field(
        default=0.0,
        ge=0,
        le=0.9,
        allow_inf_nan=False,
        description="Share of the training samples set apart for early stopping; 0 = none. "
        "A validation part of the split goes before it.",
        json_schema_extra=section("Regularisation", slider="0..0.5 step 0.05"),
    )
    early_stopping: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Stop after so many epochs without a lower validation loss and keep the best "
        "weights; 0 = off.",
        json_schema_extra=section("Regularisation", unit="epochs"),
    )
    seed: int = Field(
        default=1,
        ge=0,
        le=2**32 - 1,
        description="Start of the random numbers: weights, order of samples, dropout.",
        json_schema_extra=section("Run"),
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto",
        description="Where to compute; auto takes a graphics card where there is one.",
        json_schema_extra=section("Run"),
    )
