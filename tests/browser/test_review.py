"""The review page in a real browser, by keyboard alone: choose, undo, correct, apply."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pipeline.model import Harvest
from tests.browser.test_report import CHROMIUM, QUIET
from tests.server import plans
from tests.server.printed import tables
from tests.server.test_pages import PAYLOADS, hostile

GOLDEN = Path(__file__).parents[1] / "golden" / "province.pdf"
GRAVE = {"serious", "critical"}
PAGES = (
    "/",
    "/queue",
    "/queue?kind=value",
    "/findings",
    "/catalogue",
    "/catalogue/VNGES.2.3",
    "/search?q=nu",
)
APPLIED_MS = 120_000
"""A run over three documents takes ten seconds on a quiet machine."""


@contextmanager
def review_of(tables_folder: Path, *options: str) -> Iterator[str]:
    """The command, running; gives its opening address."""
    command = [sys.executable, "-m", "pipeline", "review", str(tables_folder), "--no-browser", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def hostile_tables() -> Harvest:
    """Every payload as a document, a row, a value and a finding."""
    several = [hostile(text) for text in PAYLOADS]
    return Harvest(
        documents=tuple(
            replace(one.documents[0], document_id=f"{at:016x}", path=f"{at} {one.documents[0].path}")
            for at, one in enumerate(several)
        ),
        observations=several[0].observations,
        unmatched=tuple(row for one in several for row in one.unmatched),
        findings=tuple(found for one in several for found in one.findings),
    )


class Review:
    """The command, running, with a browser beside it."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.raw, self.out = plans.write(folder / "raw"), folder / "out"
        shutil.copy(GOLDEN, self.raw)
        plans.run(self.raw, self.out)
        command = [sys.executable, "-m", "pipeline", "review", str(self.out), "--raw", str(self.raw)]
        self.process = subprocess.Popen(
            [*command, "--no-browser", "--who", "An"], stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        self.base = self.address.partition("/enter")[0]
        self.said: list[str] = []
        self.asked: set[str] = set()
        self.context = self.visit(browser)

    def visit(self, browser: Browser, **options: Any) -> BrowserContext:
        """A browser window whose words and requests are kept."""
        context = browser.new_context(**options)
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("request", lambda request: self.asked.add(request.url))
        return context

    def open(self, path: str = "/") -> Page:
        """A new tab with a page of the review."""
        page = self.context.new_page()
        page.goto(self.base + path)
        return page

    def rows(self, label: str) -> list[dict[str, Any]]:
        """The values of a wording in the tables as they stand."""
        rows = pq.read_table(self.out / "observations.parquet").to_pylist()
        return [row for row in rows if label in row["label"]]

    def end(self) -> int:
        """Press Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="module")
def review(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    started = Review(browser, tmp_path_factory.mktemp("review"))
    first = started.context.new_page()
    first.goto(started.address)
    assert first.url == started.base + "/"
    yield started
    started.process.kill()


def grave(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious on a page, each with the element."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in GRAVE]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    wanted = page.locator(selector).first
    for _ in range(200):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def answered(page: Page, text: str) -> None:
    expect(page.locator("#outcome")).to_contain_text(text)


def at(page: Page, question: str) -> None:
    expect(page.locator("#question")).to_contain_text(question)
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_and_axe_finds_nothing_serious(
    browser: Browser, review: Review, path: str, width: int
) -> None:
    page = review.open(path)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_load_state("networkidle")
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_language_is_switched_and_stays(review: Review) -> None:
    page = review.open()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    page.goto(review.base + "/queue")
    expect(page.get_by_role("heading", level=1)).to_have_text("To review")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cần rà soát")
    page.close()


def test_two_tabs_on_one_question_the_second_is_told_and_nothing_is_overwritten(review: Review) -> None:
    one, other = review.open("/queue"), review.open("/queue")
    at(one, plans.FIRST)
    at(other, plans.FIRST)
    one.bring_to_front()
    one.keyboard.press("u")
    one.keyboard.press("Enter")
    answered(one, "Đã ghi")
    other.bring_to_front()
    other.keyboard.press("n")
    other.keyboard.press("Enter")
    answered(other, "An")
    answered(other, "chưa rõ")
    assert (review.raw / "decisions.csv").read_text("utf-8").count(plans.FIRST) == 1
    one.bring_to_front()
    one.keyboard.press("z")
    answered(one, "Đã hoàn tác")
    at(one, plans.FIRST)
    one.close()
    other.close()
    review.said.clear()  # the browser itself notes an answer 409 in its console


def test_keys_pressed_before_the_next_question_has_come_belong_to_it(review: Review) -> None:
    page = review.open("/queue")
    at(page, plans.FIRST)
    page.route("**/queue?*", lambda route: (time.sleep(0.5), route.continue_()))
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("giam doc")
    at(page, plans.SECOND)
    expect(page.locator("#other")).to_have_value("giam doc")
    expect(page.locator("#choices")).to_contain_text("VNGES.2.3")
    page.close()


def test_the_queue_is_worked_through_by_keyboard_and_applied(review: Review) -> None:
    page = review.open()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, "a.main")
    page.keyboard.press("Enter")
    at(page, plans.FIRST)
    page.keyboard.press("j")
    at(page, plans.SECOND)
    page.keyboard.press("k")
    at(page, plans.FIRST)

    page.keyboard.press("/")
    page.keyboard.type("giam doc")
    expect(page.locator("#choices")).to_contain_text("VNGES.2.3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    answered(page, "VNGES.2.3")
    at(page, plans.SECOND)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    answered(page, "VNGES.2.3")
    page.keyboard.press("z")
    answered(page, "Đã hoàn tác")
    at(page, plans.SECOND)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    answered(page, "không thuộc chỉ tiêu nào")
    expect(page.locator(".empty")).to_be_visible()

    tab_to(page, '.tabs a[href*="value"]')
    page.keyboard.press("Enter")
    at(page, "31.600")
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.type("31,6")
    page.keyboard.press("Enter")
    answered(page, "lý do")
    tab_to(page, "#note")
    page.keyboard.type("dấu chấm là dấu thập phân")
    page.keyboard.press("Enter")
    answered(page, "31,6")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    answered(page, "đúng như đã đọc")
    expect(page.locator(".empty")).to_be_visible()

    tab_to(page, "#apply button")
    page.keyboard.press("Enter")
    expect(page.locator("#apply")).to_contain_text("Đã áp dụng", timeout=APPLIED_MS)
    page.close()

    assert [(row["indicator_id"], row["match_method"]) for row in review.rows(plans.FIRST)] == [
        ("VNGES.2.3", "decided")
    ] * 2
    assert all(row["indicator_id"] is None for row in review.rows(plans.SECOND))
    mothers = [row for row in review.rows("tử vong bà mẹ") if row["value_raw"] == "31.600"]
    assert [(row["value"], row["review"]) for row in mothers] == [(31.6, "decided"), (31600, "decided")]
    assert pq.read_table(review.out / "unmatched.parquet").num_rows == 0


def test_a_finding_is_ruled_on_with_a_reason(review: Review) -> None:
    page = review.open("/findings?severity=error")
    page.locator(".findings a").first.click()
    page.wait_for_url("**/findings/*")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    answered(page, "lý do")
    tab_to(page, "#note")
    page.keyboard.type("đã thống nhất với Sở")
    page.keyboard.press("Enter")
    answered(page, "không phải lỗi")
    expect(page.locator(".standing")).to_contain_text("đã thống nhất với Sở")
    assert grave(page) == []
    page.close()


def test_what_documents_say_is_text_in_the_browser_too(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    tables(folder / "out", [hostile_tables()])
    with review_of(folder / "out") as address:
        context = browser.new_context()
        asked: list[str] = []
        said: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        context.on("dialog", lambda dialog: said.append(dialog.message))
        context.on("console", lambda message: said.append(message.text))
        page = context.new_page()
        page.goto(address)
        base = page.url.rstrip("/")
        for path in (*PAGES, "/queue?item=2", "/search?q=alert"):
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            assert page.title().endswith("– đối chiếu")
        for link in page.locator("main a").all():
            assert (link.get_attribute("href") or "").startswith("/")
        assert said == []
        assert [url for url in asked if not url.startswith(base)] == []
        context.close()


def test_it_kept_quiet_asked_nobody_else_and_ends_with_0(review: Review) -> None:
    assert [line for line in review.said if "422" not in line] == []
    assert {url for url in review.asked if not url.startswith(review.base)} == set()
    assert review.end() == 0
