"""A number with a slider: the range that is natural, not all that is allowed."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSlider, QStyle, QStyleOptionSlider, QWidget
from typing_extensions import override

from workbench.gui.inspector.facts import FieldFacts
from workbench.gui.inspector.field_editor import NumberEditor
from workbench.gui.inspector.scale import Scale
from workbench.gui.text_size import keep_size, scaled

BESIDE = 176  # pixels; in less the slider stands below the number
BOX_WIDTH = 88


class SliderEditor(NumberEditor):
    """A number box and a slider; a drag, or a row of steps by keys, is one step of undo."""

    def __init__(self, field: FieldFacts, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._scale = scale
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        keep_size(self.box)
        self.slider.setObjectName(f"{field.name}_slider")
        self.slider.setAccessibleName(field.label)
        self.slider.setAccessibleDescription(field.description)
        self.slider.setToolTip(field.description)
        self.slider.setRange(0, scale.last)
        self.slider.setPageStep(scale.page)
        self.slider.setMinimumWidth(56)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.sliderPressed.connect(self.begin_gesture)
        self.slider.valueChanged.connect(self._slide)
        self.slider.installEventFilter(self)
        self._row.addWidget(self.slider, 1)

    @override
    def show_value(self, value: Any) -> None:
        super().show_value(value)
        is_number = isinstance(value, int | float)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._scale.position(value) if is_number else 0)

    def _slide(self, position: int) -> None:
        self.edited.emit(self._scale.value(position), True)  # noqa: FBT003

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.slider and event.type() == QEvent.Type.Wheel:
            if not self.slider.hasFocus():  # scrolling the inspector must not change a value
                event.ignore()
                return True
            return False
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        is_beside = event.size().width() >= scaled(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
            self._row.setSpacing(8 if is_beside else 0)
        self.box.setMaximumWidth(scaled(BOX_WIDTH) if is_beside else self.maximumWidth())
        super().resizeEvent(event)


class _Slider(QSlider):
    """A slider whose handle comes to where it is pressed, and can be dragged on from there."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.value()
        if event.button() == Qt.MouseButton.LeftButton:
            with QSignalBlocker(self):  # the press is to be told first: it begins a gesture
                self.setValue(self._value_at(event.position().toPoint()))
        super().mousePressEvent(event)
        if self.value() != before:
            self.valueChanged.emit(self.value())

    def _value_at(self, place: QPoint) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove, handle = (
            self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
            for part in (QStyle.SubControl.SC_SliderGroove, QStyle.SubControl.SC_SliderHandle)
        )
        if handle.contains(place):
            return self.value()
        x = place.x() - groove.x() - handle.width() // 2
        span = groove.width() - handle.width()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, span)
