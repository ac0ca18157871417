"""The report in a real browser: it opens, keeps to itself, speaks two languages, prints."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from pipeline.model import Quote
from pipeline.writers.report import write
from tests.writers.harvests import PROVINCE, catalogue, finding, findings, harvest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = (
    "<img src=http://example.org/x onerror=document.title='broken'><script>document.title='broken'</script>"
)
A4 = [595.3, 841.9]
"""Sides of an A4 page in points."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    first = finding()
    assert first.a
    bad = finding("C02", message_vi=HOSTILE, message_en=HOSTILE, a=Quote(first.a.place, HOSTILE))
    note = finding("A05", severity="info", message_vi="Ghi chú nhỏ", message_en="A small note")
    write(harvest(findings=(*findings(), bad, note)), catalogue(), made)
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


class Visit:
    """An open page with everything that it said and asked for."""

    def __init__(self, browser: Browser, path: Path, **options: object) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page: Page = browser.new_page(**options)  # type: ignore[arg-type]
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._ask)
        self.page.goto(path.as_uri())

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)


@pytest.mark.parametrize("name", ["index.html", f"{PROVINCE}.html"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_opens_in_silence_asks_for_nothing_and_fits(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    visit = Visit(browser, folder / name, viewport={"width": width, "height": 800})
    assert visit.said == []
    assert visit.asked == [(folder / name).as_uri()]
    assert visit.page.evaluate("document.documentElement.scrollWidth") == width
    assert visit.page.title() != "broken"
    visit.page.close()


def test_the_switch_changes_every_text_and_is_remembered(browser: Browser, folder: Path) -> None:
    visit = Visit(browser, folder / f"{PROVINCE}.html")
    page = visit.page
    assert page.get_by_text("Hai nơi ghi khác nhau").first.is_visible()
    page.locator(".switch").click()
    assert page.get_by_text("Two places disagree").first.is_visible()
    assert page.locator(".vi:visible").count() == 0
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("a.brand").click()
    assert page.get_by_role("heading", name="Plans cross-checked").is_visible()
    page.close()


def test_without_scripts_the_page_is_vietnamese_and_the_switch_still_works(
    browser: Browser, folder: Path
) -> None:
    visit = Visit(browser, folder / f"{PROVINCE}.html", java_script_enabled=False)
    assert visit.page.get_by_text("Hai nơi ghi khác nhau").first.is_visible()
    assert visit.page.locator(".en:visible").count() == 0
    visit.page.locator(".switch").click()
    assert visit.page.get_by_text("Two places disagree").first.is_visible()
    visit.page.close()


def test_a_link_to_a_folded_note_unfolds_it(browser: Browser, folder: Path) -> None:
    visit = Visit(browser, folder / f"{PROVINCE}.html")
    note = visit.page.locator("article.info", has_text="Ghi chú nhỏ").first
    assert not note.is_visible()
    visit.page.evaluate("id => { location.hash = id }", note.get_attribute("id"))
    note.wait_for(state="visible")
    visit.page.close()


@pytest.mark.parametrize("landscape", [False, True])
def test_it_prints_on_a4_with_the_notes_unfolded(browser: Browser, folder: Path, landscape: bool) -> None:
    visit = Visit(browser, folder / f"{PROVINCE}.html")
    printed = pypdfium2.PdfDocument(visit.page.pdf(format="A4", landscape=landscape))
    width, height = printed[0].get_size()
    assert sorted((width, height)) == pytest.approx(A4, abs=1.5)
    assert (width > height) == landscape
    text = "\n".join(page.get_textpage().get_text_range() for page in printed)
    assert "Ghi chú nhỏ" in text
    assert "English" not in text
    visit.page.close()
