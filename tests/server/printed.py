"""Folders of documents with the tables of a run, and a browser that was let in, for the review page."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from fastapi.testclient import TestClient

from pipeline import writers
from pipeline.model import DocumentRecord, Harvest
from pipeline.normalizer.unmatched import settle
from pipeline.run import convert, know
from pipeline.server.app import make_app
from pipeline.server.desk import Desk, Options

PORT = 8765
HERE = f"http://127.0.0.1:{PORT}"


def document_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def record(name: str, data: bytes, pages: int | None = 1) -> DocumentRecord:
    """The row of a document that nothing is read from."""
    kind = name.rpartition(".")[2]
    return DocumentRecord(
        document_id(data), name, kind, len(data), status="ok", method="text_layer", pages=pages
    )


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def read(folder: Path, names: Iterable[str]) -> list[Harvest]:
    return [convert(folder / name, folder=folder) for name in names]


def tables(folder: Path, harvests: list[Harvest]) -> None:
    catalogue = know().catalogue
    joined = Harvest(
        documents=tuple(one for harvest in harvests for one in harvest.documents),
        observations=tuple(one for harvest in harvests for one in harvest.observations),
        findings=tuple(one for harvest in harvests for one in harvest.findings),
        responsibilities=tuple(one for harvest in harvests for one in harvest.responsibilities),
        unmatched=settle([one for harvest in harvests for one in harvest.unmatched]),
        cells=tuple(one for harvest in harvests for one in harvest.cells),
    )
    writers.write(joined, catalogue, folder)


def listed(folder: Path, records: Iterable[DocumentRecord]) -> None:
    tables(folder, [Harvest(documents=(one,)) for one in records])


class Visitor:
    """A browser with the cookie of one desk."""

    def __init__(self, out: Path, raw: Path | None, lang: str = "vi") -> None:
        self.desk = Desk(Options(out, raw, who="Lan", lang=lang))
        self.client = TestClient(make_app(self.desk, PORT), base_url=HERE, follow_redirects=False)
        self.client.get("/enter", params={"token": self.desk.secrets.token})
        self.get = self.client.get

    def post(self, path: str, body: object) -> object:
        headers = {"origin": HERE, "x-form-token": self.desk.secrets.form}
        return self.client.post(path, json=body, headers=headers)

    def close(self) -> None:
        self.client.close()
        self.desk.close()
