"""Signs of Microsoft's symbol fonts as Unicode: Word keeps ≥ of the font Symbol as the private sign U+F0B3.

A sign that the tables do not know stays private, so that nobody reads a comparison sign as nothing.
"""

PRIVATE = range(0xF020, 0xF100)
"""Where Word puts the signs of symbol fonts."""

SYMBOL = dict(
    zip(
        range(0xA0, 0xC0),
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
        strict=True,
    )
) | {
    code: chr(code) for code in range(0x20, 0x40)
} | {
    0x22: "∀", 0x24: "∃", 0x27: "∍", 0x2A: "∗", 0x2D: "-", 0x40: "≅", 0x7E: "∼",
    0x61: "α", 0x62: "β", 0x64: "δ", 0x65: "ε", 0x67: "γ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xD7: "⋅", 0xE5: "∑",
}  # fmt: skip
"""Codes of the font Symbol (Adobe's encoding of it)."""

WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""Codes of the font Wingdings that office texts use: bullets, arrows and ticks."""

FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS}


def sign(code: int, font: str) -> str:
    """Give the sign of a code (with or without the private offset) of a symbol font.

    >>> sign(0xF0B3, "Symbol"), sign(0xB3, "Symbol"), sign(0xF0FC, "Wingdings")
    ('≥', '≥', '✓')
    """
    low = code - 0xF000 if code in PRIVATE else code
    table = FONTS.get(font.strip().lower())
    if table is None:
        return chr(code)
    return table.get(low, chr(0xF000 + low) if low in range(0x20, 0x100) else chr(code))


def unicode_text(text: str, font: str) -> str:
    """Replace the private signs in a run of a symbol font."""
    if font.strip().lower() not in FONTS or not any(ord(letter) in PRIVATE for letter in text):
        return text
    return "".join(sign(ord(letter), font) if ord(letter) in PRIVATE else letter for letter in text)


def bullet(text: str, font: str) -> str:
    r"""Give the mark of a bulleted list: dashes and the like as they are, ornaments as a dot.

    >>> bullet("-", "Times New Roman"), bullet("\uf0b7", "Symbol"), bullet("o", "Courier New")
    ('-', '•', '•')
    """
    shown = unicode_text(text, font)
    ornament = any(letter.isalnum() or ord(letter) in PRIVATE for letter in shown)
    return "•" if ornament else shown
