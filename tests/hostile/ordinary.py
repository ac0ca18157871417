"""Hostile text, mark-up, pictures and other files that are no container: name to bytes."""

import gzip
from collections.abc import Iterator
from random import Random

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l9;</x>'
ROW = "1\tTỷ lệ nữ giám đốc/chủ doanh nghiệp, hợp tác xã\t31%\n"
HEAD = "TT\tChỉ tiêu\tKế hoạch năm 2025\n"
PAYLOADS = ('=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(1)", '=HYPERLINK("http://a","b")', "\t=1", "＝1+1")


def files(seed: int = 7) -> dict[str, bytes]:
    """All of them."""
    return dict([*_nothing(), *_texts(), *_markup(), *_strangers(Random(seed))])


def _nothing() -> Iterator[tuple[str, bytes]]:
    yield "empty.pdf", b""
    yield "zeros.docx", bytes(10_000)
    yield "spaces.txt", b" \r\n\t" * 5_000
    yield "bom.txt", b"\xef\xbb\xbf"
    yield "zero_width.txt", "\u200b\u200d\ufeff".encode() * 5_000


def _texts() -> Iterator[tuple[str, bytes]]:
    table = HEAD + ROW
    yield "long_line.txt", b"k\xe1\xba\xbf ho\xe1\xba\xa1ch " * 300_000
    yield "many_rows.txt", (HEAD + ROW * 4_000).encode()
    yield "many_columns.txt", ("\t".join(map(str, range(20_000))) + "\n").encode() * 3
    yield "tabs.txt", b"\t" * 200_000
    yield "pipes.md", b"|" * 100_000 + b"\n" + b"|-" * 50_000
    yield "wide_table.md", b"".join(b"|" + b"a|" * 2_000 + b"\n" for _ in range(20))
    yield "nul_bytes.txt", table.encode().replace(b"\t", b"\t\0")
    yield "escapes.txt", ("\x1b[2J\x1b]0;x\x07" + table).encode()
    yield "half_utf16.txt", table.encode("utf-16") + b"\xd8"
    yield "utf7.txt", table.encode("utf-7")
    yield "lone_surrogates.txt", table.encode() + b"\xed\xa0\x80\xed\xb0\x80" * 50
    yield "turned.txt", ("\u202e" + table).encode()
    yield "marks_on_marks.txt", (HEAD + "1\ta" + "\u0301\u0323" * 50_000 + "\t31%\n").encode()
    yield "payloads.txt", (HEAD + "".join(f"{n}\t{p}\t{p}\n" for n, p in enumerate(PAYLOADS))).encode()
    yield "long_number.txt", (HEAD + f"1\tTỷ lệ\t{'9' * 20_000}%\n").encode()
    yield "many_points.txt", (HEAD + f"1\tTỷ lệ\t{'1.' * 10_000}1%\n").encode()
    yield "exponents.txt", (HEAD + "1\tTỷ lệ\t1e999999999%\n2\tTỷ lệ\tNaN\n3\tTỷ lệ\t-inf\n").encode()
    yield "odd_digits.txt", (HEAD + "1\tTỷ lệ\t३१%\n2\tTỷ lệ\t①②%\n3\tTỷ lệ\t½\n4\tTỷ lệ\t𝟛𝟙\n").encode()
    yield "brackets.txt", ("(" * 30_000 + "\n" + table).encode()
    yield "dashes.txt", ("- " * 50_000 + "\n" + table).encode()
    yield "headings.txt", ("Mục tiêu 1: " * 5_000 + "\n" + table).encode()
    yield "years.txt", (HEAD + "1\tTỷ lệ năm " + "2020-2025, " * 5_000 + "\t31%\n").encode()
    yield "percents.txt", ("đạt 31% trở lên vào năm 2025 và " * 10_000).encode()
    yield "carriage_returns.txt", table.replace("\n", "\r").encode()
    yield "vertical_tabs.txt", table.replace("\t", "\x0b").encode()
    yield "same_cell.txt", (HEAD + "\t\t\n" * 5_000 + ROW).encode()
    yield "dates.txt", ("ngày 99 tháng 99 năm 9999 số: 0/KH-UBND\n" * 2_000 + table).encode()


def _markup() -> Iterator[tuple[str, bytes]]:
    cells = "<tr><td>1</td><td>Tỷ lệ</td><td>31%</td></tr>"
    yield "deep.html", b"<html>" + b"<div>" * 20_000 + b"x"
    yield "nested_tables.html", b"<html>" + b"<table><tr><td>" * 200 + b"x"
    yield "wide_span.html", b"<html><table><tr><td colspan=100000000>x</td></tr></table>"
    yield "tall_span.html", f"<html><table>{cells}<tr><td rowspan=999999999>x</td></tr></table>".encode()
    yield "negative_span.html", b"<html><table><tr><td colspan=-1 rowspan=0>x<td>y</table>"
    yield "many_cells.html", f"<html><table>{cells * 6_000}</table>".encode()
    yield "unclosed.html", f"<html><table><tr><td>{'<td>' * 5_000}<tr>{'<b>' * 5_000}".encode()
    yield "laughs.html", b"<html>" + BOMB.encode()
    yield "laughs.xml", BOMB.encode()
    yield "outside.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html>&e;</html>'
    yield "flat_word.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
    yield "flat_open.xml", b'<?xml version="1.0"?><office:document/>'
    yield "false_charset.html", f"<html><meta charset=utf-64><table>{cells}</table>".encode()
    yield "script.html", f"<html><script>while(1);</script><table>{cells}</table>".encode()
    yield "page.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\n--x--"
    yield "no_boundary.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nnothing"
    yield "picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><text>31%</text></svg>'
    yield "comments.html", b"<html>" + b"<!--" * 50_000
    yield "attributes.html", b"<html><p " + b"a=1 " * 100_000 + b">x"


def _strangers(random: Random) -> Iterator[tuple[str, bytes]]:
    yield "random.pdf", random.randbytes(50_000)
    yield "random.txt", random.randbytes(50_000)
    yield "program.docx", b"MZ" + random.randbytes(5_000)
    yield "elf.pdf", b"\x7fELF" + random.randbytes(5_000)
    yield "packed.docx", gzip.compress(random.randbytes(5_000), mtime=0)
    yield "seven.zip", b"7z\xbc\xaf\x27\x1c" + random.randbytes(5_000)
    yield "braces.rtf", b"{\\rtf1" + b"{" * 50_000
    yield "cut.rtf", b"{\\rtf1\\ansi K\\u7871"
    yield "bin.rtf", b"{\\rtf1{\\object\\objdata " + b"00" * 10_000 + b"\\bin999999999 x}}"
    yield "head.png", b"\x89PNG\r\n\x1a\n" + random.randbytes(500)
    yield "head.jpg", b"\xff\xd8\xff" + random.randbytes(500)
    yield "ole_empty.doc", OLE
    yield "ole_zeros.xls", OLE + bytes(5_000)
    yield "ole_ones.doc", OLE + b"\xff" * 5_000
    yield "ole_random.xls", OLE + random.randbytes(20_000)
    yield "biff.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00" + random.randbytes(2_000)
