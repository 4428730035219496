"""Serves a GGUF file with llama.cpp on loopback, by the OpenAI protocol; the built-in model among others."""

import atexit
import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from chat import llama_process
from chat.download import BUILTIN, verify
from ingest.errors import ModelError, ModelMissing

MAGIC = b"GGUF"  # the first bytes of every GGUF file


@dataclass(frozen=True)
class LocalServer:
    """A model that is being served.

    Attributes:
        base_url: Where it answers the OpenAI protocol; ends in ``/v1``.
        api_key: The key it asks for, another for each server.
        model: The name it answers to.
        context: Tokens that a prompt and its answer may have together.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    context: int


_lock = threading.Lock()
_running: dict[Path, tuple["subprocess.Popen[str]", LocalServer]] = {}


def serve(path: Path, *, context: int = 8192, threads: int | None = None) -> LocalServer:
    """Serves a model until this process ends; a file that is served already isn't loaded again.

    The built-in model is checked by its SHA-256 first. Loading takes seconds, and other threads go on meanwhile. A
    server that died is replaced. What a second call asks for ``context`` and ``threads`` changes nothing.

    Args:
        path: A GGUF file.
        context: Tokens that a prompt and its answer may have together; fewer if the model was trained with fewer.
        threads: Threads to compute with; one for each physical core unless given.

    Raises:
        ModelMissing: There is no such file.
        ModelError: It isn't a GGUF file, is damaged or cut short, or is too large for this machine.
    """
    path = path.resolve()
    with _lock:  # two sessions of the chat page share one server
        if path in _running:
            process, server = _running[path]
            if process.poll() is None:
                return server
            _end(process)
        _check(path)
        _running[path] = _start(path, context, threads)
        return _running[path][1]


def close() -> None:
    """Ends every server of this process; it happens by itself at exit."""
    with _lock:
        while _running:
            _, (process, _) = _running.popitem()
            _end(process)


atexit.register(close)


def _check(path: Path) -> None:
    if path.name == BUILTIN.file:
        verify(path)
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise ModelMissing(f"{path} is not there.") from error
    except OSError as error:
        raise ModelError(f"Can't read {path}: {error.strerror}.") from error
    if magic != MAGIC:
        raise ModelError(f"{path} is not a GGUF file, which is what llama.cpp reads.")
    memory = _memory()
    if memory and size > memory:
        # llama.cpp would map it, and then read it from the disk again for every word.
        raise ModelError(f"{path} ({size / 1e9:.1f} GB) is larger than this machine's memory ({memory / 1e9:.1f} GB).")


def _memory() -> int:
    """This machine's memory in bytes, or 0 where Python can't tell (Windows)."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError):
        return 0


def _start(path: Path, context: int, threads: int | None) -> tuple["subprocess.Popen[str]", LocalServer]:
    name = "builtin" if path.name == BUILTIN.file else path.stem
    request = llama_process.Request(
        path=str(path), name=name, api_key=secrets.token_urlsafe(), context=context, threads=threads or -1
    )
    process = subprocess.Popen(  # noqa: S603  our own script; -P: what lies beside it isn't imported
        [sys.executable, "-P", llama_process.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    try:
        server = _connect(process, request)
    except BaseException:  # Ctrl-C too
        process.kill()
        _end(process)
        raise
    return process, server


def _connect(process: "subprocess.Popen[str]", request: llama_process.Request) -> LocalServer:
    assert process.stdin
    assert process.stdout
    path = request["path"]
    try:
        # In one line and not in the arguments, which other users of the machine can read.
        print(json.dumps(request), file=process.stdin, flush=True)
        line = process.stdout.readline()
    except BrokenPipeError:
        line = ""
    if not line:
        raise ModelError(f"llama.cpp broke down loading {path} (status {process.wait()}); is there memory enough?")
    reply: llama_process.Reply = json.loads(line)
    if not reply["address"]:
        raise ModelError(
            f"llama.cpp can't load {path}: it is cut short, of a kind not known here, or needs more memory."
        )
    base_url = f"{reply['address']}/v1"
    try:
        headers = {"Authorization": f"Bearer {request['api_key']}"}
        answer = httpx.get(f"{base_url}/models", headers=headers, timeout=10, trust_env=False)  # never by a proxy
        trained = answer.raise_for_status().json()["data"][0]["meta"]["n_ctx_train"]
    except httpx.HTTPError as error:
        raise ModelError(f"llama.cpp loaded {path} and doesn't answer: {error}.") from error
    return LocalServer(base_url, request["api_key"], request["name"], min(request["context"], trained))


def _end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    assert process.stdout
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()  # which is what it waits for
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
