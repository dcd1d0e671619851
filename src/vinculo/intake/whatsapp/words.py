"""What the app itself writes into a conversation, in the languages that our people's phones speak.

Words of another language are no loss: they stay in the text of the message as they stand.
"""

from __future__ import annotations

import re

# Exported without media. Whole texts, casefolded, without marks.
_LEFT_OUT = frozenset(
    {
        *(
            "<mídia oculta>",
            "<midia oculta>",
            "<mídia omitida>",
            "<arquivo de mídia oculto>",
            "<ficheiro oculto>",
        ),
        *("<media omitted>", "<multimedia omitido>", "<archivo omitido>", "<médias omis>", "<média omis>"),
        *("<medien ausgeschlossen>", "<media omessi>", "<media omesso>", "null"),
        *("imagem ocultada", "vídeo ocultado", "áudio ocultado", "documento ocultado", "gif ocultado"),
        *(
            "imagem oculta",
            "vídeo oculto",
            "áudio oculto",
            "vídeo omitido",
            "áudio omitido",
            "imagem omitida",
        ),
        *("figurinha omitida", "figurinha ocultada", "gif omitido", "gif omitida", "documento omitido"),
        *("cartão do contato omitido", "cartão de contato omitido", "nota de vídeo omitida"),
        *("image omitted", "video omitted", "audio omitted", "sticker omitted", "gif omitted"),
        *("document omitted", "contact card omitted", "video note omitted"),
        *(
            "imagen omitida",
            "video omitido",
            "audio omitido",
            "sticker omitido",
            "tarjeta de contacto omitida",
        ),
        *("image absente", "vidéo absente", "audio absent", "sticker absent", "document absent"),
        *("bild weggelassen", "video weggelassen", "audio weggelassen", "sticker weggelassen"),
        *("dokument weggelassen", "immagine omessa", "video omesso", "audio omesso", "documento omesso"),
    }
)
_DELETED = frozenset(
    {
        *("mensagem apagada", "esta mensagem foi apagada", "essa mensagem foi apagada", "mensagem eliminada"),
        *("você apagou esta mensagem", "você apagou essa mensagem", "apagou esta mensagem"),
        *("esta mensagem foi apagada por um admin", "mensagem apagada por um admin"),
        *("this message was deleted", "you deleted this message", "this message was deleted by an admin"),
        *("se eliminó este mensaje", "eliminaste este mensaje", "ce message a été supprimé"),
        *(
            "vous avez supprimé ce message",
            "diese nachricht wurde gelöscht",
            "du hast diese nachricht gelöscht",
        ),
        *("questo messaggio è stato eliminato", "hai eliminato questo messaggio"),
    }
)
# Both begin at the first of many spaces alone: tried from each of them, they take time by the square.
EDITED = re.compile(
    r"(?<!\s)\s*\u200e?<(?:(?:esta )?mensagem (?:foi )?editada|this message was edited|message edited"
    r"|se editó este mensaje|ce message a été modifié|diese nachricht wurde bearbeitet"
    r"|questo messaggio è stato modificato)>\s*$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:(?:(?:ligação|chamada) (?:de (?:voz|vídeo)|em grupo)(?: em grupo)?"
    r"(?: perdida| não atendida| recusada| silenciada| sem resposta)?)"
    r"|(?:(?:missed |silenced )?(?:group )?(?:voice|video) call)"
    r"|(?:(?:vídeo)?llamada (?:de voz |grupal )?perdida))(?:[.,].{0,80})?",
    re.IGNORECASE | re.DOTALL,
)
# Said by the app about a group or a number, with a colon somewhere in it: no author stands before that.
_ABOUT_THE_CHAT = re.compile(
    r"\b(?:criou (?:o|este) grupo|criou a comunidade|mudou (?:o|a|as|os|para|de)|alterou (?:o|a|as|os)"
    r"|adicionou|removeu|entrou (?:usando|no|neste|através)|saiu|fixou|código de segurança"
    r"|mensagens temporárias|mensagens e (?:ligações|chamadas)|criptografia|conta comercial"
    r"|created (?:group|this group|the group)|changed (?:the|this|their|to)|security code"
    r"|disappearing messages"
    r"|end-to-end|pinned|joined using|added|removed|cambió|creó (?:el )?grupo|añadió|eliminó a)\b",
    re.IGNORECASE,
)
# What only a phone writes that says the day first.
_DAY_FIRST = re.compile(
    r"<m[íi]dia (?:oculta|omitida)>|<arquivo de mídia oculto>|\(arquivo anexado\)|<anexado: "
    r"|criptografia de ponta|(?:imagem|vídeo|áudio|documento) ocultad[ao]|figurinha omitida|mensagem apagada"
    r"|<mensagem editada>"
    r"|mensagem foi (?:apagada|editada)|ligação de (?:voz|vídeo)"
    r"|<multimedia omitido>|\(archivo adjunto\)|<adjunto: |cifrad[oa]s de extremo"
    r"|<médias omis>|\(fichier joint\)|<medien ausgeschlossen>"
    r"|\(datei angehängt\)|<media omessi>|\(file allegato\)",
    re.IGNORECASE,
)
_ATTACHED_AFTER = re.compile(
    r"\u200e?(?P<name>[^\n]*?\.[^\s.()]{1,8}) \((?P<said>[^()\n]{5,30})\)(?:\n(?P<caption>.*))?", re.DOTALL
)
_SAID_ATTACHED = frozenset(
    {
        *("arquivo anexado", "ficheiro anexado", "file attached", "archivo adjunto", "fichier joint"),
        *("datei angehängt", "file allegato", "bestand bijgevoegd"),
    }
)
_ATTACHED_IN = re.compile(
    r"\u200e?<(?:anexado|attached|adjunto|pièce jointe|anhang|allegato|bijlage): ?(?P<name>[^<>\n]+)>"
    r"|\u200e<[^<>:\n]{3,25}: ?(?P<other>[^<>\n]+\.[^\s.<>]{1,8})>",
    re.IGNORECASE,
)
_PAGES = re.compile(r"(?<!\s)\s*•\s*\u200e?\d+\s+\w+\s*$")
_WA_NAME = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d+")


def says_day_first(text: str) -> bool:
    """Whether the app's own words are of a language whose dates begin with the day."""
    return _DAY_FIRST.search(text) is not None


def is_about_the_chat(text: str) -> bool:
    return _ABOUT_THE_CHAT.search(text) is not None


def is_deleted(bare: str) -> bool:
    return len(bare) < 60 and bare.casefold().rstrip(".") in _DELETED


def is_call(bare: str) -> bool:
    return len(bare) < 120 and _CALL.fullmatch(bare) is not None


def left_out_media(text: str) -> str | None:
    """The caption of media that was not exported; None where the text is something else.

    `text` still has its marks: after one of them, the app's words may follow a document's title.
    """
    first, newline, caption = text.partition("\n")
    bare = first.strip("\u200e\u200f ")
    if not bare and not caption:
        return ""
    if len(bare) < 40 and bare.casefold() in _LEFT_OUT:
        return caption if newline else ""
    title, mark, said = text.rpartition("\u200e")
    if mark and len(said) < 40 and said.strip().casefold() in _LEFT_OUT:
        return _PAGES.sub("", title)
    return None


def attached_media(text: str) -> tuple[str, str] | None:
    """The file's name and the caption of media that was exported; None where the text is something else."""
    if "<" in text and (match := _ATTACHED_IN.search(text)):
        around = text[: match.start()] + text[match.end() :]
        return (match["name"] or match["other"]).strip(), _PAGES.sub("", around)
    if "(" in text and (match := _ATTACHED_AFTER.fullmatch(text)):
        known = match["said"].casefold() in _SAID_ATTACHED or _WA_NAME.match(match["name"])
        if known or text.startswith("\u200e"):
            return match["name"].strip(), match["caption"] or ""
    return None
