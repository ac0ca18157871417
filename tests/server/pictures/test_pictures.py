"""Pictures: only of documents of the tables, only from their own bytes, whatever these do to the drawer."""

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pipeline.parsers.pdf import drawing
from pipeline.server.pictures import pictures
from pipeline.server.pictures.cache import Cache
from pipeline.server.pictures.originals import Original, Originals
from pipeline.server.pictures.pictures import NoPicture, Pictures
from pipeline.server.pictures.render_process import CPU_SECONDS
from pipeline.server.pictures.renderer import Renderer, Wanted
from tests.hostile import pdfs
from tests.pdfs import made
from tests.server.printed import Visitor, document_id, listed, put, record

PLAIN = made.blank([made.text(100, 700, "Ty le 31%"), made.text(100, 700, "Trang hai")])
ID = document_id(PLAIN)
OTHER = PLAIN[:-1] + bytes([PLAIN[-1] ^ 1])
"""Another file of the same size."""
PLACE = "90.00-120.00-200.50-160.00"
HOSTILE = {
    name: data
    for name, data in pdfs.files().items()
    if name
    in (
        *("huge_box.pdf", "endless_box.pdf", "no_area.pdf", "pages_of_itself.pdf", "lost_page.pdf"),
        *("form_of_itself.pdf", "deep_kids.pdf", "inline_picture.pdf", "large_picture.pdf", "locked.pdf"),
        *("user_unit.pdf", "predictor.pdf", "deep_states.pdf", "half.pdf"),
    )
}


def sheet(kind: str, **options: object) -> bytes:
    """Two grey pages of 400 x 200 dots with a black square at 100, 50."""
    pages = []
    for shade in (200, 230):
        page = Image.new("RGB", (400, 200), (shade, shade, shade))
        ImageDraw.Draw(page).rectangle((100, 50, 139, 89), fill="black")
        pages.append(page)
    saved = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind == "TIFF" else {}
    pages[0].save(saved, kind, **more, **options)
    return saved.getvalue()


SCANS = {"a.tiff": sheet("TIFF"), "a.png": sheet("PNG"), "a.jpg": sheet("JPEG", exif=b"")}
FILES = {"Kế hoạch/a.pdf": PLAIN, "a.txt": b"Khong co trang", **SCANS, **HOSTILE}


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("pictures")
    put(folder / "raw", FILES)
    put(folder, {"secret.pdf": made.blank([b""])})
    listed(folder / "out", [record(name, data) for name, data in FILES.items()])
    came = Visitor(folder / "out", folder / "raw")
    yield came
    came.close()


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# ------------------------------------------------------------------ what is shown


def test_a_page_is_shown_whole_and_may_be_kept_for_ever(visitor: Visitor) -> None:
    answer = visitor.get(f"/img/{ID}/2.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert shown(answer.content).size == pytest.approx((595 * drawing.SCALE, 842 * drawing.SCALE), abs=1)
    again = visitor.get(f"/img/{ID}/2.png", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_place_is_shown_with_its_surroundings_and_an_outline(visitor: Visitor) -> None:
    answer = visitor.get(f"/crop/{ID}/1/{PLACE}.png")
    picture = shown(answer.content).convert("RGB")
    across, down = drawing.MARGIN
    wanted = ((110.5 + 2 * across) * drawing.CLOSE, (40 + 2 * down) * drawing.CLOSE)
    assert picture.size == pytest.approx(wanted, abs=2)
    edge = round(across * drawing.CLOSE), round((down + 20) * drawing.CLOSE)
    assert picture.getpixel(edge) == drawing.LINE


@pytest.mark.parametrize("name", SCANS)
def test_scans_are_shown_too_each_frame_as_a_page(visitor: Visitor, name: str) -> None:
    scan = document_id(SCANS[name])
    points = 842 / 400
    x0, top = 100 * points, 50 * points
    box = f"{x0:.2f}-{top:.2f}-{x0 + 40 * points:.2f}-{top + 40 * points:.2f}"
    picture = shown(visitor.get(f"/crop/{scan}/1/{box}.png").content).convert("L")
    assert picture.getpixel((picture.width // 2, picture.height // 2)) < 30
    assert picture.getpixel((10, picture.height // 2)) > 150
    assert visitor.get(f"/img/{scan}/2.png").status_code == (200 if name == "a.tiff" else 404)


def test_the_second_time_nothing_is_drawn(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    first = visitor.get(f"/crop/{ID}/1/{PLACE}.png").content
    monkeypatch.setattr(Renderer, "render", lambda *_: pytest.fail("drawn again"))
    assert visitor.get(f"/crop/{ID}/1/{PLACE}.png").content == first


# ------------------------------------------------------------------ what is refused

TRAVERSALS = (
    "/img/../secret.pdf/1.png",
    "/img/..%2f..%2fsecret.pdf/1.png",
    "/img/%2e%2e/1.png",
    "/img/%2e%2e%2fsecret.pdf/1.png",
    "/img/..%5csecret.pdf/1.png",
    "/img/%252e%252e%252fsecret/1.png",
    "/img/..%c0%afsecret/1.png",
    f"/img/{ID}/..%2f..%2fsecret.png",
    f"/img/{ID}/1.png%00.pdf",
    f"/img/{ID}%00/1.png",
    f"/img/{ID}/%2e%2e/%2e%2e/secret.pdf",
    f"/crop/{ID}/1/..%2f{PLACE}.png",
    f"/crop/{ID}/..%2f1/{PLACE}.png",
    "/img/Kế hoạch%2fa.pdf/1.png",
    "/img/%2fetc%2fpasswd/1.png",
    "/img/C:%5craw%5ca/1.png",
)
NO_DOCUMENTS = (
    ID[:15],
    f"{ID}0",
    ID.upper(),
    "0" * 16,
    "g" * 16,
    f"{ID[:-1]}é",
    "*" * 16,
    ID * 4,
    "1 OR 1=1 --xxxx",
)
NO_PAGES = ("0", "-1", "+1", "01", "1.0", "1e0", "3", "99999", "1000000", "١", "one", "")
NO_PLACES = (
    *("", "1-2-3", "1-2-3-4-5", "nan-0-10-10", "inf-0-10-10", "1e1-0-20-20", "--1-0-10-10", "0x1-0-10-10"),
    *("10-10-5-20", "10-10-20-10", "5000-10-5010-20", "10-5000-20-5010", "1.123-0-10-10", "1234567-0-10-10"),
    *("١-0-10-10", "1,5-0-10-10"),
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_spelling_of_a_path_leads_to_a_file(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert b"PNG" not in answer.content


@pytest.mark.parametrize("document", NO_DOCUMENTS)
def test_only_documents_of_the_tables_are_shown(visitor: Visitor, document: str) -> None:
    answer = visitor.get(f"/img/{document}/1.png")
    assert (answer.status_code, answer.json()["reason"]) == (404, "no_document")


@pytest.mark.parametrize("page", NO_PAGES)
def test_only_pages_that_are_there_are_shown(visitor: Visitor, page: str) -> None:
    for path in (f"/img/{ID}/{page}.png", f"/crop/{ID}/{page}/{PLACE}.png"):
        assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("place", NO_PLACES)
def test_only_places_on_the_page_are_shown(visitor: Visitor, place: str) -> None:
    assert visitor.get(f"/crop/{ID}/1/{place}.png").status_code == 404


def test_nobody_sees_a_picture_without_the_cookie(visitor: Visitor) -> None:
    answer = visitor.client.get(f"/img/{ID}/1.png", headers={"cookie": ""})
    assert answer.status_code == 403


def test_a_format_without_pages_says_so_in_the_language_of_the_reader(visitor: Visitor) -> None:
    text = document_id(FILES["a.txt"])
    answer = visitor.get(f"/img/{text}/1.png")
    assert answer.json() == {"reason": "no_picture", "message": "Định dạng này không có hình trang."}


# ------------------------------------------------------------------ files that change


@pytest.fixture(scope="module")
def room() -> Iterator[Renderer]:
    opened = Renderer()
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, room: Renderer) -> tuple[Pictures, Path]:
    raw = tmp_path / "raw"
    put(raw, {"a.pdf": PLAIN})
    made_here = Pictures(raw, tmp_path / "home")
    made_here._renderer = room
    return made_here, raw


ORIGINAL = Original(ID, "a.pdf", len(PLAIN))


def reason(made_here: Pictures, original: Original = ORIGINAL, page: int = 1) -> str:
    with pytest.raises(NoPicture) as fault:
        made_here.picture(original, page)
    return fault.value.reason


def test_a_file_that_was_changed_is_not_shown(desk: tuple[Pictures, Path]) -> None:
    made_here, raw = desk
    (raw / "a.pdf").write_bytes(OTHER)
    assert reason(made_here) == "changed"


def test_a_file_that_is_gone_or_became_a_link_is_not_shown(
    desk: tuple[Pictures, Path], tmp_path: Path
) -> None:
    made_here, raw = desk
    (raw / "a.pdf").rename(tmp_path / "elsewhere.pdf")
    assert reason(made_here) == "missing"
    (raw / "a.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    assert reason(made_here) == "missing"


def test_a_pipe_in_the_place_of_a_file_stops_nobody(desk: tuple[Pictures, Path]) -> None:
    made_here, raw = desk
    (raw / "a.pdf").unlink()
    os.mkfifo(raw / "a.pdf")
    assert reason(made_here) == "missing"


def test_a_file_with_another_name_is_found_by_its_bytes(desk: tuple[Pictures, Path]) -> None:
    made_here, raw = desk
    put(raw, {"b.pdf": OTHER})
    (raw / "a.pdf").rename(raw / "c.pdf")
    assert made_here.picture(ORIGINAL, 1).startswith(pictures.PNG)


def test_without_a_folder_of_documents_there_are_no_pictures(tmp_path: Path) -> None:
    assert reason(Pictures(None, tmp_path)) == "no_folder"


def test_the_folder_is_looked_through_again_for_a_new_file(tmp_path: Path) -> None:
    found = Originals(tmp_path)
    original = Original("", "a.pdf", 1)
    assert list(found.places(original)) == []
    put(tmp_path, {"a.pdf": b"x"})
    found._looked = float("-inf")  # as after a while
    assert list(found.places(original)) == [tmp_path / "a.pdf"]


# ------------------------------------------------------------------ hostile files


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_picture_or_a_reason_and_harms_nobody(visitor: Visitor, name: str) -> None:
    answer = visitor.get(f"/img/{document_id(HOSTILE[name])}/1.png")
    assert answer.status_code in (200, 404, 503)
    if answer.status_code == 200:
        picture = shown(answer.content)
        assert picture.width * picture.height <= drawing.MOST_PIXELS * 1.01
    else:
        assert answer.json()["message"]
    assert visitor.get(f"/crop/{ID}/2/{PLACE}.png").status_code == 200


def test_a_hanging_drawer_is_ended_and_the_next_picture_is_drawn(tmp_path: Path) -> None:
    put(tmp_path, {"bad.pdf": pdfs.files()["forms_doubling.pdf"], "good.pdf": PLAIN})
    room = Renderer()
    try:
        assert rendered(room, tmp_path / "good.pdf") == "drawn"
        room.seconds, started = 2.0, time.monotonic()
        assert rendered(room, tmp_path / "bad.pdf") == "failed"
        assert time.monotonic() - started < CPU_SECONDS
        room.seconds = Renderer().seconds
        assert rendered(room, tmp_path / "good.pdf") == "drawn"
    finally:
        room.close()


def test_a_drawer_that_dies_is_replaced(tmp_path: Path, room: Renderer) -> None:
    put(tmp_path, {"good.pdf": PLAIN})
    assert rendered(room, tmp_path / "good.pdf") == "drawn"
    assert room._process
    room._process.kill()
    room._process.wait()
    assert rendered(room, tmp_path / "good.pdf") == "drawn"


def test_a_picture_bomb_is_refused(tmp_path: Path, room: Renderer) -> None:
    wide = Image.new("1", (30_000, 30_000))
    saved = io.BytesIO()
    wide.save(saved, "PNG")
    put(tmp_path, {"bomb.png": saved.getvalue()})
    assert rendered(room, tmp_path / "bomb.png") == "unreadable"


def test_what_failed_is_not_tried_again_at_once(
    desk: tuple[Pictures, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_here, _ = desk
    tries: list[Wanted] = []

    def render(self: Renderer, wanted: Wanted, *_: int) -> str:
        tries.append(wanted)
        return "failed"

    monkeypatch.setattr(Renderer, "render", render)
    assert [reason(made_here), reason(made_here)] == ["failed", "failed"]
    assert len(tries) == 1


def test_only_a_picture_counts_as_one(desk: tuple[Pictures, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def render(self: Renderer, wanted: Wanted, document: int, picture: int) -> str:
        os.write(picture, b"<html>")
        return "drawn"

    monkeypatch.setattr(Renderer, "render", render)
    assert reason(desk[0]) == "failed"


def rendered(room: Renderer, path: Path) -> str:
    with path.open("rb") as document, io.FileIO(path.with_suffix(".out"), "w+") as picture:
        return room.render(Wanted(document_id(path.read_bytes()), 1), document.fileno(), picture.fileno())


# ------------------------------------------------------------------ the cache


def test_the_cache_keeps_what_was_seen_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most=100)
    for number in range(4):
        cache.scratch().close()
        cache.keep(f"{number}.png", bytes(25))
        os.utime(tmp_path / f"{number}.png", (number, number))
    assert cache.get("0.png") == bytes(25)
    cache.keep("4.png", bytes(25))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.png", "3.png", "4.png"]
    assert cache.get("1.png") is None
