"""The choice of device in the toolbar: where networks train."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from workbench.core.component import Component, choices
from workbench.flow.graph import Graph
from workbench.flow.group import with_every_component

PARAMETER = "device"
AUTO = "auto"


class DeviceChoice(QComboBox):
    """Names of devices; until torch has been imported only "auto" and "cpu".

    Signals:
        chosen(str): another device was chosen.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("device_choice")
        self.setAccessibleName(self.tr("Device"))
        self.setToolTip(self.tr("Where networks train; nodes with a device of their own keep it"))
        self.set_devices((AUTO, "cpu"))
        self.textActivated.connect(self.chosen)

    def set_devices(self, names: tuple[str, ...]) -> None:
        """Offer these; the one chosen stays."""
        before = self.currentText()
        self.clear()
        self.addItems(list(names))
        self.setCurrentText(before or AUTO)

    def resolved(self, name: str) -> str:
        """What "auto" comes to: the first accelerator, or the processor."""
        accelerators = [self.itemText(i) for i in range(2, self.count())]
        return name if name != AUTO else (accelerators or ["cpu"])[0]


def on_device(graph: Graph, device: str) -> Graph:
    """The flow to be run: learners that leave the device open get this one."""
    if device == AUTO:
        return graph

    def placed(component: Component) -> Component:
        is_open = _leaves_device_open(component, device)
        return component.with_parameters({PARAMETER: device}) if is_open else component

    return with_every_component(graph, placed)


def _leaves_device_open(component: Component, device: str) -> bool:
    field = type(component).model_fields.get(PARAMETER)
    if field is None or getattr(component, PARAMETER) != AUTO:
        return False
    return device in choices(field)
