"""What the pages inside a network are called, and what is asked for each."""

from PySide6.QtCore import QCoreApplication

from workbench.models.inside.page import Offer


def page_title(key: str) -> str:
    """A page's title; one that is not known here is called by its key."""
    titles = {
        "weights": _tr("Weights"),
        "maps": _tr("Feature maps"),
        "wanted": _tr("What a unit wants"),
        "saliency": _tr("Saliency"),
        "grad_cam": _tr("Grad-CAM"),
        "states": _tr("States over time"),
        "bptt": _tr("Gradient through time"),
        "reconstructions": _tr("Reconstructions"),
        "samples": _tr("Samples"),
        "latent": _tr("Walk through the code"),
        "health": _tr("Health"),
    }
    return titles.get(key, key)


def unit_word(offer: Offer) -> str:
    """What a unit of the page's layers is called."""
    return _tr("Filter") if offer.key == "weights" else _tr("Unit")


def _tr(text: str) -> str:
    return QCoreApplication.translate("inside", text)
