"""``doichieu doctor``: what is installed, which formats work, how to install what is missing."""

import platform
from importlib.metadata import version

from pipeline import __version__, tools
from pipeline.cli.shared import AsJson, Lang, put, put_json
from pipeline.language.messages import say
from pipeline.parsers import PARSERS, office, scan
from pipeline.parsers.scan import engine

LIBRARIES = ("pdfplumber", "pypdfium2", "python-docx", "openpyxl", "xlrd", "rapidfuzz", "pandas", "pyarrow")


def doctor(lang: Lang = "vi", json: AsJson = False) -> None:
    """Say which formats work on this machine and what to install for the others."""
    rows = [_format(parser, lang) for parser in PARSERS]
    libraries = {name: version(name) for name in LIBRARIES}
    if json:
        put_json(
            {
                "version": __version__,
                "python": platform.python_version(),
                "libraries": libraries,
                "formats": rows,
            }
        )
        return
    put(f"doichieu {__version__}, Python {platform.python_version()}")
    for row in rows:
        put(f"  {row['works']:<3} {row['formats']}" + (f"  {row['remedy']}" if row["remedy"] else ""))
    put("  " + ", ".join(f"{name} {number}" for name, number in libraries.items()))


def _format(parser: object, lang: str) -> dict[str, str]:
    remedy = _missing(parser, lang)
    formats = " ".join(getattr(parser, "FORMATS", ()))
    return {
        "formats": f"{formats} (pdf scans)" if parser is scan else formats,
        "works": "-" if remedy else "ok",
        "remedy": remedy,
    }


def _missing(parser: object, lang: str) -> str:
    """What to install before a parser works; empty when nothing is missing."""
    if parser is scan:
        return "" if engine.available() else engine.INSTALL
    if parser is office and tools.find(tools.OFFICE) is None:
        return say("remedy.no_office", lang)
    return ""
