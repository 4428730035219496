import re

from chat.markup import plain


def test_text_for_a_widget_that_takes_markdown_is_read_as_it_is() -> None:
    text = "![x](http://example.com/x.png) **bold** `code` <b> $x$ :red[y] 5_000 #1"
    escaped = plain(text)
    assert re.sub(r"\\(.)", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)[!\[\]()*`<>$:_#]", escaped)
