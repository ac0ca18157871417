"""The page of a document in a real browser: numbers lead to places and back, corrections end in the file."""

import csv
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipeline.parsers.scan import engine
from pipeline.server.app import make_app
from pipeline.server.desk import Desk, Options
from pipeline.server.serve import open_sockets
from tests.browser.test_report import CHROMIUM, QUIET
from tests.golden.documents import FILES
from tests.scans.make import conditions, picture
from tests.server.printed import document_id, put, read, tables

PDF, DOCX = FILES["district", "pdf"].read_bytes(), FILES["district", "docx"].read_bytes()
SCAN = picture(PDF, conditions()["mild200"], 2, "PNG")
FOLDER = {"district.pdf": PDF, "district.docx": DOCX, "scan.png": SCAN}
GRAVE = {"serious", "critical"}
DESKTOP = {"width": 1440, "height": 900}

pytestmark = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")


class Review:
    """A server in a thread and a window that was let in; everything that the window says and asks for."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        put(folder / "raw", FOLDER)
        tables(folder / "out", read(folder / "raw", FOLDER))
        self.desk = Desk(Options(folder / "out", folder / "raw", who="Lan"))
        sockets, port = open_sockets(0, "vi")
        self.base = f"http://127.0.0.1:{port}"
        self.server = uvicorn.Server(uvicorn.Config(make_app(self.desk, port), log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": sockets}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.05)
        self.browser = browser
        self.said: list[str] = []
        self.asked: set[str] = set()
        self.cookies: list[Any] = []
        window = self.window()
        window.goto(f"{self.base}/enter?token={self.desk.secrets.token}")
        self.cookies = window.context.cookies()

    def window(self, **options: Any) -> Page:
        """A new window with the cookies of the first one."""
        context = self.browser.new_context(**{"viewport": DESKTOP, **options})
        context.add_cookies(self.cookies)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.add(request.url.partition("/documents")[0]))
        return page

    def open(self, data: bytes, query: str = "", **options: Any) -> Page:
        page = self.window(**options)
        page.goto(f"{self.base}/documents/{document_id(data)}{query}")
        page.wait_for_load_state("networkidle")
        return page

    @property
    def lines(self) -> list[dict[str, str]]:
        """The lines of the file of rulings, without the marks that guard figures against spreadsheets."""
        with self.desk.options.decisions.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return [{name: text.removeprefix("'") for name, text in row.items()} for row in rows]

    def end(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.desk.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="module")
def review(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    started = Review(browser, tmp_path_factory.mktemp("review"))
    yield started
    started.end()


@pytest.fixture(autouse=True)
def clean(review: Review) -> Iterator[None]:
    """No rulings before; nothing said, and nothing asked of anybody else, after each test."""
    review.desk.options.decisions.unlink(missing_ok=True)
    review.said.clear()
    yield
    assert review.said == []
    assert all(address.startswith(review.base) for address in review.asked)
    for context in review.browser.contexts:
        context.close()


def inside(page: Page, box: str, part: str) -> bool:
    """Whether the middle of a part can be seen in the box that scrolls it."""
    script = """([box, part]) => {
      const outer = document.querySelector(box).getBoundingClientRect();
      const inner = document.querySelector(part).getBoundingClientRect();
      const middle = inner.top + inner.height / 2;
      return middle >= outer.top && middle <= outer.bottom;
    }"""
    return bool(page.evaluate(script, [box, part]))


def value(page: Page, at: str) -> Any:
    return page.locator(f'a.value[data-at="{at}"]').first


# ------------------------------------------------------------------ looks


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("data", "query"), [(PDF, "?page=1"), (SCAN, ""), (DOCX, "?table=2")], ids="abc")
def test_a_document_fits_and_axe_finds_nothing_serious(
    review: Review, data: bytes, query: str, width: int
) -> None:
    page = review.open(data, query, viewport={"width": width, "height": 860})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE] == []
    value(page, page.locator("a.value").first.get_attribute("data-at") or "").press("Enter")
    expect(page.locator("#correction")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE] == []


@pytest.mark.parametrize("data", [PDF, SCAN], ids=["pdf", "scan"])
def test_the_places_lie_where_the_picture_has_them(review: Review, data: bytes) -> None:
    page = review.open(data)
    sizes = page.evaluate(
        """() => {
          const [a, b] = ['img', 'svg'].map(name => document.querySelector('.paper ' + name));
          const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          const ratios = [a.naturalWidth / a.naturalHeight, p.width / p.height, q.width / q.height];
          return [...ratios, p.x - q.x, p.y - q.y];
        }"""
    )
    picture_ratio, shown_ratio, drawn_ratio, *shift = sizes
    assert shown_ratio == pytest.approx(picture_ratio, rel=0.01)
    assert drawn_ratio == pytest.approx(picture_ratio, rel=0.01)
    assert shift == [pytest.approx(0, abs=1)] * 2


# ------------------------------------------------------------------ both ways


def test_a_number_leads_to_its_place_on_the_page(review: Review) -> None:
    page = review.open(PDF, "?page=2")
    for _ in range(3):
        page.get_by_role("button", name="Phóng to").click()
    last = page.locator("a.value").last
    last.click()
    at = last.get_attribute("data-at")
    assert at
    expect(page.locator(f"rect#at-{at}")).to_have_class("spot used on")
    assert inside(page, "#printed", f"#at-{at}")
    expect(page.locator(".on")).to_have_count(2)


@pytest.mark.parametrize(("data", "at"), [(PDF, "t2r6c3"), (SCAN, "t1r6c3")], ids=["pdf", "scan"])
def test_a_place_on_the_page_leads_to_its_row(review: Review, data: bytes, at: str) -> None:
    page = review.open(data, "?page=2" if data is PDF else "")
    page.locator(f"rect#at-{at}").click()
    row = at.partition("c")[0]
    expect(page.locator(f"#row-{row}")).to_have_class("line on")
    assert inside(page, "#read", f"#row-{row}")
    expect(value(page, at)).to_be_focused()


def test_a_cell_of_a_word_table_leads_to_its_row_and_back(review: Review) -> None:
    page = review.open(DOCX, "?table=2")
    page.locator("td#at-t2r16c4 a").click()
    expect(value(page, "t2r16c4")).to_be_focused()
    value(page, "t2r4c3").click()
    expect(page.locator("td#at-t2r4c3")).to_have_class("spot used on")
    assert inside(page, "#printed", "#at-t2r4c3")


def test_a_mark_in_the_margin_leads_to_its_finding(review: Review) -> None:
    page = review.open(DOCX, "?table=2")
    flag = page.locator("a.flag").last
    note = flag.get_attribute("data-note")
    assert note
    flag.click()
    expect(page.locator(f"#{note}.on")).to_be_visible()
    assert inside(page, "#read", f"#{note}")


def test_a_link_to_a_place_arrives_at_it(review: Review) -> None:
    page = review.open(PDF, "?place=trang 2, bảng 2, hàng 6, cột 3")
    assert page.url.endswith("?page=2#row-t2r6")
    expect(page.locator("#row-t2r6")).to_have_class("line on")


def test_without_scripts_the_links_still_lead_there(review: Review) -> None:
    page = review.open(PDF, "?page=2", java_script_enabled=False)
    value(page, "t2r6c3").click()
    assert page.url.endswith("#at-t2r6c3")


# ------------------------------------------------------------------ correcting


@pytest.mark.parametrize("data", [PDF, SCAN], ids=["pdf", "scan"])
def test_a_value_is_corrected_by_keyboard_alone_and_the_file_has_the_line(
    review: Review, data: bytes
) -> None:
    page = review.open(data)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    printed = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("#correction img.crop")).to_be_visible()
    page.keyboard.type("ba mươi")
    expect(page.locator("#correction-read")).to_contain_text("không đọc được")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("31,6%")
    expect(page.locator("#correction-read")).to_have_text("Sẽ hiểu là: 31,6 %")
    page.keyboard.press("Enter")
    expect(page.locator(".fault")).to_contain_text("lý do")
    page.keyboard.press("Tab")
    page.keyboard.type("Quét sai <b>một</b> chữ số")
    page.keyboard.press("Enter")
    expect(page.locator("#correction")).to_be_hidden()
    expect(page.locator("#outcome")).to_have_text("Đã lưu số đúng.")
    assert page.evaluate("document.activeElement.textContent") == printed
    expect(page.locator("p.ruled").first).to_contain_text("Đã sửa thành 31,6% (đọc là 31,6 %). Lan")
    review.said[:] = [text for text in review.said if "422" not in text]
    (line,) = review.lines
    assert (line["subject"], line["document"], line["printed"]) == ("value", document_id(data), printed)
    assert (line["ruling"], line["note"]) == ("31,6%", "Quét sai <b>một</b> chữ số")
    page.reload()
    expect(page.locator("p.ruled").first).to_contain_text("<b>một</b>")


def test_the_second_tab_is_told_what_the_first_ruled_and_may_then_replace_it(review: Review) -> None:
    first, second = review.open(PDF, "?page=1"), review.open(PDF, "?page=1")
    for page, text in ((first, "61%"), (second, "62%")):
        page.locator("a.value").first.press("Enter")
        page.locator("#correction-text").fill(text)
        page.locator("#correction-note").fill("xem bản gốc")
        page.get_by_role("button", name="Lưu số đúng").click()
    expect(second.locator(".fault")).to_contain_text("Lan vừa quyết định")
    expect(second.locator("#correction .ruled")).to_contain_text("61%")
    assert [line["ruling"] for line in review.lines] == ["61%"]
    second.get_by_role("button", name="Lưu số đúng").click()
    expect(second.locator("#correction")).to_be_hidden()
    second.locator("a.value").first.press("Enter")
    second.get_by_role("button", name="Bỏ quyết định").click()
    expect(second.locator("#correction")).to_be_hidden()
    assert [line["ruling"] for line in review.lines] == ["61%", "62%", "undo"]
    review.said[:] = [text for text in review.said if "409" not in text]


def test_escape_and_closing_keep_nothing(review: Review) -> None:
    page = review.open(PDF, "?page=1")
    page.get_by_role("button", name="Sửa số liệu 60%").first.click()
    page.locator("#correction-text").fill("61%")
    page.keyboard.press("Escape")
    expect(page.locator("#correction")).to_be_hidden()
    expect(page.locator("a.value").first).to_be_focused()
    assert not review.desk.options.decisions.exists()
