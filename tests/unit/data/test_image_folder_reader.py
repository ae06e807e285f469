"""Pictures in folders and archives."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.data.fuzzing import fuzz, fuzz_seconds
from workbench.core.errors import DataError
from workbench.core.run import Event, Noted, finish
from workbench.data.readers.image_folder import ImageFolderReader
from workbench.data.readers.open import kind_of, read
from workbench.data.readers.pictures import image_stack


def picture(width: int = 4, height: int = 3, mode: str = "RGB", form: str = "PNG") -> bytes:
    random = np.random.default_rng(width)
    shape = (height, width, 3) if mode == "RGB" else (height, width)
    pixels = random.integers(256, size=shape).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(stream, form)
    return stream.getvalue()


def written(folder: Path, **pictures: bytes) -> Path:
    """``cat_1=...`` becomes ``cat/1.png``."""
    for name, data in pictures.items():
        file = folder / f"{name.replace('_', '/')}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def zipped(path: Path, **pictures: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in pictures.items():
            archive.writestr(name.replace("_", "/") + ".png", data)
    return path


def test_that_the_folder_above_a_picture_is_its_class(tmp_path: Path) -> None:
    written(tmp_path, dog_1=picture(), cat_2=picture(), cat_1=picture())
    (tmp_path / "cat" / "notes.txt").write_text("no picture", encoding="utf-8")
    (tmp_path / "cat" / ".hidden.png").write_bytes(b"no picture")
    assert kind_of(tmp_path) is ImageFolderReader
    dataset = read(tmp_path)
    assert dataset.schema.names == ("image", "file", "class")
    assert dataset.schema.attribute("file").role == "meta"
    assert dataset.column("file").tolist() == ["cat/1.png", "cat/2.png", "dog/1.png"]
    assert dataset.schema.target.values == ("cat", "dog")
    assert dataset.labels.tolist() == [0, 0, 1]
    random = np.random.default_rng(4).integers(256, size=(3, 4, 3))
    np.testing.assert_array_equal(dataset.column("image")[0], random)


def test_that_an_archive_is_read_as_its_folders(tmp_path: Path) -> None:
    pictures = {"train_dog_1": picture(), "train_cat_1": picture(5), "__MACOSX_cat_1": b"no"}
    path = zipped(tmp_path / "t.zip", **{k: v for k, v in pictures.items() if k[0] != "_"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/cat/._1.png", b"no picture")
    events: list[Event] = []
    dataset = finish(ImageFolderReader(path=str(path)).read(), events.append)
    assert dataset.schema.target.values == ("cat", "dog")
    assert dataset.column("image").shape == (2, 3, 5, 3)
    told = [event.text for event in events if isinstance(event, Noted)]
    assert told == ["1 of 2 pictures had another size than 5 × 3: resized."]


def test_that_cifars_archive_is_read(shared_data: Path) -> None:
    dataset = read(shared_data / "cifar10" / "cifar10_jpeg_test.zip")
    assert dataset.column("image").shape == (10_000, 32, 32, 3)
    assert np.bincount(dataset.labels).tolist() == [1000] * 10


def test_that_size_and_colour_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, a_1=picture(mode="L"), b_1=picture(mode="L"), c_1=picture(mode="RGB"))
    assert read(path).column("image").shape == (3, 3, 4, 3)
    grey = read(path).column("image")[0]
    assert np.all(grey[..., 0] == grey[..., 2])
    made = ImageFolderReader(path=str(path), height=8, width=6, colour="grey")
    assert finish(made.read()).column("image").shape == (3, 8, 6)
    (path / "c" / "1.png").unlink()
    assert read(path).column("image").shape == (2, 3, 4)
    coloured = ImageFolderReader(path=str(path), colour="colour")
    assert finish(coloured.read()).column("image").shape == (2, 3, 4, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_that_every_mode_of_a_png_file_is_read(tmp_path: Path, mode: str) -> None:
    stream = io.BytesIO()
    if mode == "I;16":
        wide = np.array([[0, 65535]], np.uint16)
        Image.fromarray(wide).save(stream, "PNG")
    else:
        Image.fromarray(np.array([[0, 255]], np.uint8)).convert(mode).save(stream, "PNG")
    written(tmp_path, a_1=stream.getvalue(), b_1=stream.getvalue())
    image = read(tmp_path).column("image")
    assert image[0, 0, 0].max() == 0
    assert image[0, 0, 1].min() == 255


def test_that_pictures_without_folders_have_no_class(tmp_path: Path) -> None:
    dataset = read(zipped(tmp_path / "t.zip", a=picture(), b=picture()))
    assert dataset.schema.names == ("image", "file")
    assert dataset.schema.class_attribute is None


def test_that_every_damaged_picture_is_named(tmp_path: Path) -> None:
    bad = {f"a_{i:02}": picture()[:40] for i in range(30)}
    with pytest.raises(DataError, match=r"a/00\.png: The picture is damaged") as caught:
        read(written(tmp_path, b_1=picture(), **bad))
    assert len(caught.value.others) == 19
    assert "a/01.png" in str(caught.value.others[0])


def test_that_enormous_pictures_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, a_1=picture(), b_1=picture())
    with monkeypatch.context() as small:
        small.setattr(image_stack, "MAX_PIXELS", 11)
        with pytest.raises(DataError, match=r"a/1\.png: The picture has 4 × 3 pixels; 11 are"):
            read(tmp_path)
    monkeypatch.setattr(image_stack, "MAX_BYTES", 11)
    with pytest.raises(DataError, match=r"2 pictures of 4 × 3 would take .* smaller height"):
        read(tmp_path)


def test_that_what_is_no_archive_of_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with pytest.raises(DataError, match="no such file"):
        read(path)
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(DataError, match=r"t\.zip: The archive is damaged"):
        read(path)
    with pytest.raises(DataError, match="no picture in it"):
        read(zipped(path))
    with pytest.raises(DataError, match="no such file or folder"):
        finish(ImageFolderReader(path=str(tmp_path / "t")).read())


def test_that_a_changed_picture_changes_the_fingerprint(tmp_path: Path) -> None:
    reader = ImageFolderReader(path=str(written(tmp_path, a_1=picture(), b_1=picture())))
    before = reader.fingerprint()
    written(tmp_path, a_1=picture(7))
    assert reader.fingerprint() != before


@pytest.mark.timeout(fuzz_seconds() + 120)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_that_no_damaged_picture_raises_anything_but_our_errors(tmp_path: Path, form: str) -> None:
    def run_one(data: bytes) -> None:
        finish(ImageFolderReader(path=str(written(tmp_path, a_1=data))).read())

    seeds = [picture(8, 8, mode, form) for mode in ("RGB", "L")]
    assert fuzz(run_one, seeds, fuzz_seconds(3.5) / 7) > 10


@pytest.mark.timeout(fuzz_seconds() + 120)
def test_that_no_damaged_archive_raises_anything_but_our_errors(tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", a_1=picture(), b_1=picture(5))

    def run_one(data: bytes) -> None:
        path.write_bytes(data)
        finish(ImageFolderReader(path=str(path)).read())

    sound = path.read_bytes()
    cut = sound.replace(b"b/1.png", b"b/1.png\x89", 1)  # found: a local name that is no text
    seeds = [sound, cut.replace(b"\x07\x00\x00\x00b/1", b"\x08\x00\x00\x00b/1", 1)]
    assert fuzz(run_one, seeds, fuzz_seconds(), words=[b"PK\x01\x02", b"PK\x05\x06"]) > 10
