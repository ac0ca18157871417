"""What the pages show: every text as text, both languages, addresses that lead somewhere."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Candidate, Harvest, Place, Quote
from tests.server.doubts import KNOWN, ONE, TWO, document, harvest, row, value, visited
from tests.server.printed import Visitor
from tests.writers.harvests import finding

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<a href=http://example.org hx-get=http://example.org hx-trigger=load>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--<script>",
    "<base href=http://example.org><meta http-equiv=refresh content=0>",
    "\u202e<b>gnort\u2066",
)
PAGES = (
    *("/", "/queue", "/queue?kind=value", "/queue?kind=later", "/findings", "/catalogue"),
    *(f"/catalogue/{KNOWN}", f"/catalogue/{KNOWN}?use=1", "/search?q=alert", "/queue/search?other=alert"),
    *(f"/documents/{ONE}", "/apply"),
)


def hostile(text: str) -> Harvest:
    """Tables that hold a text in every place that a page shows."""
    quote = Quote(Place(ONE, line=1), text, text)
    names = {"title": text, "issuer": text, "area_name": text, "remedy": text, "number": text}
    return harvest(
        documents=(document(ONE, f"a{text}.txt", **names), document(TWO, f"b{text}.txt")),
        observations=(
            value(1, label=text, label_raw=text, value_raw=text, unit_raw=text),
            value(2, label=text, label_raw=text, value_raw=text, review="needs_review", column_header=text),
        ),
        unmatched=(
            row(text, parent=text, goal=text, unit=text, values=text, reasons=(text,)),
            row(f"b {text}", candidates=(Candidate(KNOWN, text, 50.0), Candidate(text, "all", 40.0))),
        ),
        findings=(finding(a=quote, b=quote, message_vi=text, message_en=text, suggestion_vi=text),),
    )


def tags(page: str) -> list[str]:
    return re.findall(r"<[^>]+>", page)


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_that_a_document_says_becomes_part_of_a_page(tmp_path: Path, text: str) -> None:
    came = visited(tmp_path, hostile(text))
    item = {"item": 1, "choice": "none", "note": text, "version": ""}
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', came.get("/queue").text))
    ruled: Any = came.post("/rulings/wording", item | {"version": form["version"], "item": form["item"]})
    named: Any = came.post("/name", {"who": text[:100]})
    assert (ruled.status_code, named.status_code) == (200, 204)
    name = re.findall(r"/findings/(\w+)\"", came.get("/findings").text)[0]
    for path in (*PAGES, f"/findings/{name}"):
        page = came.get(path).text
        for tag in tags(page):
            assert not re.search(r"alert|example\.org|\son\w+=", re.sub(r'"[^"]*"', '""', tag)), (path, tag)
            assert not re.search(r'(?:href|src|hx-\w+)="\s*(?:javascript|data|http):', tag), (path, tag)
        assert "49{%" not in page
    assert " ".join(text.split()) in " ".join(
        unescape(came.get("/queue?kind=later").text + came.get("/").text).split()
    )
    came.close()


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    came = visited(tmp_path_factory.mktemp("pages"))
    yield came
    came.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_both_languages_completely(visitor: Visitor, path: str) -> None:
    for lang, foreign in (("vi", "Documents<"), ("en", "Văn bản<")):
        page = visitor.get(path, headers={"cookie": f"{cookies(visitor)}; doichieu-lang={lang}"})
        assert page.status_code in {200, 404}
        assert foreign not in page.text
        assert "server." not in page.text


def cookies(visitor: Visitor) -> str:
    return "; ".join(f"{name}={text}" for name, text in visitor.client.cookies.items() if "lang" not in name)


@pytest.mark.parametrize("path", PAGES[:7])
def test_every_address_on_a_page_leads_somewhere(visitor: Visitor, path: str) -> None:
    text = visitor.get(path).text
    for address in set(re.findall(r'(?:href|hx-get|src)="(/[^"]*)"', text)):
        answer = visitor.client.get(unescape(address), follow_redirects=True)
        assert answer.status_code == 200, address


def test_the_queue_shows_context_candidates_and_reasons_in_vietnamese(visitor: Visitor) -> None:
    text = unescape(visitor.get("/queue").text)
    assert "một câu trả lời giải quyết 2 dòng trong 2 văn bản" in text
    assert "Mục tiêu 2: kinh tế" in text
    assert "VNGES.2.3/all" in text
    assert "63 điểm" in text
    assert "thiếu từ khóa “nữ”" in text
    assert "ngoài khoảng giá trị" in text


def test_a_part_of_a_row_can_be_settled_for_that_row_only(visitor: Visitor) -> None:
    found = re.findall(r"/queue\?kind=wording&amp;page=1&amp;item=(\d+)", visitor.get("/queue").text)
    pages = [visitor.get(f"/queue?item={item}").text for item in found]
    assert sum('name="reach" value="here" checked' in page for page in pages) == 1


def test_the_search_in_the_queue_offers_every_scope(visitor: Visitor) -> None:
    text = visitor.get("/queue/search?other=lanh dao chu chot").text
    assert f'value="{KNOWN}/all"' in text
    assert text.count(f'value="{KNOWN}/') > 1


@pytest.mark.parametrize(
    "path", ["/findings/0", "/catalogue/NO.1", "/nothing", "/queue/x", "/rulings/wording/1"]
)
def test_what_is_not_there_is_404(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/queue?item=x", "/queue?item=99999999999", "/queue?kind=value&item=zz", "/?page=9"]
)
def test_addresses_of_what_was_settled_show_the_list(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200
