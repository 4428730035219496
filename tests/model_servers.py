"""Servers on loopback that speak the model servers' documented protocols, and misbehave as they are told."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

WORDS = ["It was closed", " in 2004", " because its deck", " had rusted [2]."]
"""What the models here answer, in pieces."""


@dataclass(frozen=True)
class Asked:
    """A request that a server got; names of headers in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class ModelServer(ThreadingHTTPServer):
    """Answers each path with what `routes` has for it, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.routes: dict[str, Callable[[_Handler, Asked], None]] = {}
        self.over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]


class OpenAIServer(ModelServer):
    """OpenAI's protocol, as far as a chat needs it, with the models ``tiny`` and ``large``."""

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.key = key
        self.models: list[dict[str, Any]] = [{"id": "tiny", "object": "model"}, {"id": "large", "object": "model"}]
        self.pieces = WORDS
        self.routes = {
            "/v1/models": lambda handler, _: handler.reply({"object": "list", "data": self.models}),
            "/v1/chat/completions": lambda handler, asked: handler.stream(self.events(asked.body["model"])),
        }

    def events(self, model: str) -> Iterator[bytes]:
        for piece in self.pieces:
            yield event({"model": model, "choices": [{"index": 0, "delta": {"content": piece}}]})
        yield event({"model": model, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        yield b"data: [DONE]\n\n"


def event(body: dict[str, Any]) -> bytes:
    """A server-sent event with a piece of a chat completion."""
    whole = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, **body}
    return f"data: {json.dumps(whole)}\n\n".encode()


class OllamaServer(ModelServer):
    """Ollama's protocol (its docs/api.md): a chat model ``small``, and ``embed``, which only makes embeddings."""

    def __init__(self, context: int = 32768) -> None:
        super().__init__()
        self.shows: dict[str, dict[str, Any]] = {
            "small:latest": {
                "details": {"family": "qwen2", "parameter_size": "1.5B"},
                "model_info": {"general.architecture": "qwen2", "qwen2.context_length": context},
                "capabilities": ["completion", "tools"],
            },
            "embed:latest": {
                "details": {"family": "nomic-bert"},
                "model_info": {"general.architecture": "nomic-bert", "nomic-bert.context_length": 2048},
                "capabilities": ["embedding"],
            },
        }
        self.routes = {
            "/api/version": lambda handler, _: handler.reply({"version": "0.12.0"}),
            "/api/tags": lambda handler, _: handler.reply({"models": [self._tag(name) for name in self.shows]}),
            "/api/show": self._show,
            "/api/chat": self._chat,
        }

    def _tag(self, name: str) -> dict[str, Any]:
        details = self.shows[name]["details"]
        return {"name": name, "model": name, "size": 986_000_000, "digest": "65ec06548149", "details": details}

    def _known(self, handler: "_Handler", asked: Asked) -> str | None:
        name = str(asked.body["model"])
        name = name if ":" in name else f"{name}:latest"
        if name in self.shows:
            return name
        handler.reply({"error": f"model '{asked.body['model']}' not found"}, 404)
        return None

    def _show(self, handler: "_Handler", asked: Asked) -> None:
        if name := self._known(handler, asked):
            handler.reply(self.shows[name])

    def _chat(self, handler: "_Handler", asked: Asked) -> None:
        if name := self._known(handler, asked):
            handler.stream(self._lines(name), kind="application/x-ndjson")

    def _lines(self, name: str) -> Iterator[bytes]:
        for piece in [*WORDS, ""]:
            line: dict[str, Any] = {"model": name, "created_at": "2025-03-01T12:00:00Z", "done": not piece}
            line["message"] = {"role": "assistant", "content": piece}
            if not piece:
                line |= {"done_reason": "stop", "total_duration": 1, "prompt_eval_count": 9, "eval_count": 9}
            yield json.dumps(line).encode() + b"\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, body)
        self.server.asked.append(asked)
        key = getattr(self.server, "key", "")
        if key and headers.get("authorization") != f"Bearer {key}":
            self.reply({"error": {"message": "Invalid API key", "code": 401}}, 401)
        elif self.path in self.server.routes:
            self.server.routes[self.path](self, asked)
        else:
            self.reply({"error": {"message": "not found", "code": 404}}, 404)

    do_GET = do_POST = _answer  # noqa: N815

    def reply(self, value: object, status: int = 200) -> None:
        """Answers with JSON."""
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def stream(self, pieces: Iterator[bytes], kind: str = "text/event-stream", whole: bool = True) -> None:
        """Answers in chunks; without their end, as when a server dies, unless ``whole``."""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        try:
            for piece in pieces:
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            if whole:
                self.wfile.write(b"0\r\n\r\n")
        except OSError:
            pass  # the client went away

    def log_message(self, *args: object) -> None:
        pass
