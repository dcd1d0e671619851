"""Bytes of a text file to text: which encoding, or why it is no text."""

from __future__ import annotations

import codecs
import re

# A form has some 6 kB; this holds a batch of hundreds and refuses what is no batch of forms.
MAX_BYTES = 5_000_000

_BINARY_HEADS = (
    (b"%PDF-", "um PDF"),
    (b"PK\x03\x04", "um arquivo compactado ou do Word"),
    (b"\xd0\xcf\x11\xe0", "um documento antigo do Office"),
    (b"\x89PNG", "uma imagem"),
    (b"\xff\xd8\xff", "uma imagem"),
    (b"GIF8", "uma imagem"),
    (b"II*\x00", "uma imagem"),
    (b"MM\x00*", "uma imagem"),
    (b"{\\rtf", "um documento RTF"),
)
_ONE_BYTE_ENCODINGS = ("cp1252", "cp850", "mac_roman")
_PORTUGUESE = frozenset("áàâãéêíóôõúüçÁÀÂÃÉÊÍÓÔÕÚÜÇºª°")
# Word writes them; they tell no encoding.
_UNTOLD = frozenset("–—“”‘’…•\xa0")
_TWICE_ENCODED = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class UndecodableError(ValueError):
    """These bytes are no text that can be read; the message is a Portuguese sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def decode(data: bytes) -> str:
    """The text of a file.

    UTF-8, UTF-16 and the one-byte encodings of Windows, DOS and the old Macintosh are told apart.

    Raises:
        UndecodableError: empty, larger than `MAX_BYTES`, or no text.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise UndecodableError("file-too-large", f"O arquivo passa de {limit} MB e não foi lido.")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UndecodableError("empty-file", "O arquivo está vazio.")
    for head, kind in _BINARY_HEADS:
        if data.startswith(head):
            raise UndecodableError("binary-file", f"O arquivo não é um texto: parece {kind}.")
    text = _wide(data)
    if text is None:
        if len(_CONTROL.findall(data)) > len(data) // 100:
            raise UndecodableError("binary-file", "O arquivo não é um texto: tem conteúdo binário.")
        text = _narrow(data)
    return _once_encoded(text)


def _wide(data: bytes) -> str | None:
    """UTF-16, told by its byte order mark or by every second byte being null."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    sample = data[:4000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return data.decode("utf-16-le", errors="replace")
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return data.decode("utf-16-be", errors="replace")
    return None


def _narrow(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    patched = data.decode("utf-8-sig", errors="replace")
    good = sum(char in _PORTUGUESE for char in patched)
    if good > 4 * patched.count("�"):
        # UTF-8 with a letter cut or damaged here and there.
        return patched
    return max((_one_byte(data, name) for name in _ONE_BYTE_ENCODINGS), key=_portuguese_letters)


def _one_byte(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _portuguese_letters(text: str) -> int:
    told = (char for char in text if not char.isascii() and char not in _UNTOLD)
    return sum(1 if char in _PORTUGUESE else -1 for char in told) + text.count("\xa0")


def _once_encoded(text: str) -> str:
    """Undo UTF-8 that was taken for Windows-1252 and encoded again ("retenÃ§Ã£o")."""
    if len(_TWICE_ENCODED.findall(text)) < 3:
        return text
    try:
        return b"".join(map(_byte_of, text)).decode("utf-8", errors="replace")
    except UnicodeEncodeError:
        return text


def _byte_of(char: str) -> bytes:
    """The byte that was taken for `char`; five bytes have no character in Windows-1252."""
    if char == "�" or "\x80" <= char <= "\x9f":
        return char.encode("utf-8" if char == "�" else "latin-1")
    return char.encode("cp1252")
