"""The report: one self-contained HTML page per plan and an index, for people, offline, on screen and paper.

Takes a `Harvest` (mostly read back from written tables) and the catalogue; gives HTML files without a
reference to anything outside them.  Everything that comes from documents is escaped, and a content policy in
each page forbids it to load or run anything but the page's own style and script.
"""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline import __version__
from pipeline.catalogue.schema import Catalogue
from pipeline.errors import OutputError
from pipeline.model import Harvest
from pipeline.writers import codes
from pipeline.writers.report import pages
from pipeline.writers.report.words import Text, figure, spot, unit_name, word
from pipeline.writers.schema import writable

INDEX = "index.html"


def write(harvest: Harvest, catalogue: Catalogue, folder: Path) -> tuple[Path, ...]:
    """Write every page into the folder, which is made if need be; gives the paths, the index first.

    Raises `OutputError` when the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_written(folder / name, text) for name, text in render(harvest, catalogue))
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error


def render(harvest: Harvest, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Each page with its file name, the index first."""
    templates = _templates()
    known = pages.entries(harvest)
    about = {"version": __version__, "catalogue_version": catalogue.version}
    yield INDEX, templates.get_template("index.html.j2").render(entries=list(known.values()), **about)
    plan = templates.get_template("plan.html.j2")
    for page in pages.plan_pages(harvest, catalogue, known):
        yield page.entry.page, plan.render(page=page, **about)


def _written(path: Path, text: str) -> Path:
    path.write_bytes(writable(text).encode("utf-8"))
    return path


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("pipeline.writers.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_source(made, name) for name in ("report.css", "report.js"))
    made.globals |= {
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "t": word,
        "text": Text,
        "figure": figure,
        "spot": spot,
        "unit_name": unit_name,
        "told": pages.told,
        "codes": codes,
    }
    return made


def _source(templates: Environment, name: str) -> str:
    """One of our own files as it stands."""
    assert templates.loader is not None
    return templates.loader.get_source(templates, name)[0]
