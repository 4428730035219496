"""Models and downloads that take their time, as on a small machine; and what is asked of them."""

import contextlib
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

from chat.download import BUILTIN
from tests.model_servers import ModelServer, OpenAIServer, event

WHO = "How much did David Bogatin pay for his condominiums in Trump Tower?"
BOGATIN = (
    "In 1984, a man named David Bogatin, who according to FBI files had ties to the Russian mafia, purchased five "
    "condominiums in Trump Tower for $6 million."
)
WRITTEN = "According to Unger, Bogatin purchased five condominiums for $6,000,000 in 1984."


class SlowServer(OpenAIServer):
    """Writes a word at a time, as a model on a small machine does."""

    def __init__(self, seconds: float = 0.4) -> None:
        super().__init__()
        self.models = [{"id": "fake", "object": "model"}]
        self.seconds = seconds
        self.pieces = [*re.findall(r"\S+ ", WRITTEN), "1984 ", "[1", "]."]

    def events(self, model: str) -> Iterator[bytes]:
        self.over.wait(1.0)  # reading the prompt
        for piece in self.pieces:
            yield event({"model": model, "choices": [{"index": 0, "delta": {"content": piece}}]})
            self.over.wait(self.seconds)
        yield event({"model": model, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        yield b"data: [DONE]\n\n"


class SlowHub(ModelServer):
    """A hub from which the built-in model comes slowly, and from which nothing comes any more when `gone`."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = False
        self.routes = {f"/{BUILTIN.repo}/resolve/main/{BUILTIN.file}": self._send}

    def _send(self, handler: BaseHTTPRequestHandler, _: object) -> None:
        if self.gone:
            handler.send_error(404)
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(BUILTIN.size))
        handler.end_headers()
        handler.close_connection = True
        with contextlib.suppress(OSError):  # the page hung up
            while not self.over.wait(0.1):
                handler.wfile.write(bytes(1_000_000))
