"""A conversation as Markdown: markers are footnotes, each with its quote and place."""

import re

from chat.conversation import Conversation
from chat.export import Content, Part, content_of

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&$@^]")
_LINK = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.|:(?=[\w+-]+:)", re.IGNORECASE)  # some readers link bare addresses
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=:])")


def markdown(conversation: Conversation) -> bytes:
    """A conversation as Markdown in UTF-8."""
    content = content_of(conversation)
    lines = [f"# {escaped(content.title)}", "", escaped(content.about), ""]
    several = content.answers > 1
    footnotes: list[str] = []
    for part in content.parts:
        if part.kind == "source":
            quote = f"“{escaped(part.text)}” — " if part.text else ""
            footnotes.append(f"[^{_label(part, part.number, several)}]: {quote}{escaped(part.place)}")
        elif not (part.kind == "label" and part.text == "Sources"):  # they are the footnotes
            lines += [_paragraph(part, several), ""]
    return "\n".join([*lines, *_documents(content), *footnotes, ""]).encode()


def escaped(text: str) -> str:
    """Text as Markdown that says just that: no markup, no link, nothing that is loaded."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _LINK.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _paragraph(part: Part, several: bool) -> str:
    text = escaped(part.text)
    marks = "".join(f"[^{_label(part, number, several)}]" for number in part.numbers)
    match part.kind:
        case "question":
            return f"## {text}"
        case "quote":
            return f"> {text}{marks}"
        case "refusal":
            return f"**{text}**"
        case "label":
            return f"{text}:"
        case "closest":
            return f"- “{text}” — {escaped(part.place)}"
        case "remark":
            return f"*{text}*"
        case _:
            return f"{text}{marks}"


def _label(part: Part, number: int, several: bool) -> str:
    return f"{part.answer}-{number}" if several else str(number)


def _documents(content: Content) -> list[str]:
    lines = [f"- {escaped(name)}, SHA-256 {sha256}" for name, sha256 in content.documents]
    return ["---", "", *lines, ""] if lines else []
