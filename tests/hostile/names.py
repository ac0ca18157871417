"""Hostile names and things that are no files, made in a folder."""

import os
import socket
import unicodedata
from pathlib import Path

TEXT = "TT\tChỉ tiêu\tKế hoạch năm 2025\n1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t{}%\n"
TITLE = "Kế hoạch thực hiện Chiến lược quốc gia về bình đẳng giới"
NAMES = (
    unicodedata.normalize("NFC", TITLE) + ".txt",
    unicodedata.normalize("NFD", TITLE) + ".txt",
    "a" * 251 + ".txt",
    "ế" * 83 + ".txt",
    "two\nlines.txt",
    "tab\there.txt",
    "quote\"and'.txt",
    "-rf.txt",
    "=cmd.txt",
    "CON.txt",
    "dot..txt.",
    "space .txt ",
    "\u202etxt.pdf",
    "📄.txt",
    "case.txt",
    "CASE.txt",
    "[bold]x.txt",
    "{path}.txt",
    "percent%0A.txt",
)
RAW_NAMES = (b"invalid\xff\xfe.txt", b"latin-\xe9.txt", b"surrogate-\xed\xa0\x80.txt")


def put(folder: Path) -> int:
    """Make them all; gives how many entries a run must have for them."""
    for number, name in enumerate(NAMES):
        (folder / name).write_text(TEXT.format(number), encoding="utf-8")
    for number, raw in enumerate(RAW_NAMES, len(NAMES)):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + raw)).write_text(TEXT.format(number), encoding="utf-8")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "link_to_nothing.txt").symlink_to(folder / "nothing")
    (folder / "link_to_itself.txt").symlink_to(folder / "link_to_itself.txt")
    (folder / "link_to_folder").symlink_to(folder)
    (folder / "folder.pdf").mkdir()
    deep = folder.joinpath(*(["d" * 20] * 40))
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text(TEXT.format(99), encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(folder)
        door.bind("socket.pdf")
        os.chdir(here)
    return len(NAMES) + len(RAW_NAMES) + 7
