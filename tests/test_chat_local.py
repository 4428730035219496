"""The model server: what it refuses to load, and (marked) the built-in model itself."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from chat import local
from chat.download import BUILTIN
from chat.local import LocalServer, serve
from ingest.errors import ModelError, ModelMissing

ROOT = Path(__file__).parents[1]
SCRIPT = """
import sys, time
from pathlib import Path
from chat.local import serve
server = serve(Path(sys.argv[1]), context=512)
print(server.base_url, flush=True)
time.sleep(float(sys.argv[2]))
"""


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="is not there"):
        serve(tmp_path / "none.gguf")


def test_the_builtin_model_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="briefing models pull builtin"):
        serve(tmp_path / BUILTIN.file)


def test_the_builtin_model_is_checked_first(tmp_path: Path) -> None:
    (tmp_path / BUILTIN.file).write_bytes(b"GGUF and something else")
    with pytest.raises(ModelError, match="delete it and run: briefing models pull builtin"):
        serve(tmp_path / BUILTIN.file)


@pytest.mark.parametrize("content", [b"", b"GG", b"PK\x03\x04 a zip"])
def test_another_kind_of_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="is not a GGUF file"):
        serve(path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Can't read"):
        serve(tmp_path)


def test_a_file_larger_than_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_memory", lambda: 10)
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelError, match="larger than this machine's memory"):
        serve(path)


@pytest.mark.server
@pytest.mark.parametrize("rest", [b"", b"\x03\x00\x00\x00" + b"\xff" * 16, bytes(5000)], ids=["cut", "absurd", "zeros"])
def test_a_broken_gguf_file_harms_only_its_own_process(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + rest)
    with pytest.raises(ModelError, match=r"llama\.cpp can't load") as caught:
        serve(path)
    assert "\n" not in str(caught.value)
    assert path not in local._running


@pytest.mark.server
def test_a_process_that_breaks_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "breaks.py"
    script.write_text("raise SystemExit(9)")
    monkeypatch.setattr("chat.llama_process.__file__", str(script))
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    with pytest.raises(ModelError, match=r"broke down loading .* \(status 9\)"):
        serve(path)


@pytest.fixture(scope="module")
def server(builtin_model: Path) -> Iterator[LocalServer]:
    yield serve(builtin_model)
    local.close()


@pytest.mark.model
def test_it_answers(server: LocalServer) -> None:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    model = ChatOpenAI(
        base_url=server.base_url, api_key=SecretStr(server.api_key), model=server.model, temperature=0, max_tokens=8
    )
    assert "Paris" in str(model.invoke("The capital of France is? One word.").content)


@pytest.mark.model
def test_it_is_closed_to_others(server: LocalServer) -> None:
    root = server.base_url.removesuffix("/v1")
    key = {"Authorization": f"Bearer {server.api_key}"}
    assert root.startswith("http://127.0.0.1:")
    assert server.api_key not in repr(server)
    for path in ("/v1/models", "/props", "/slots"):
        assert httpx.get(root + path).status_code == 401
    assert httpx.post(root + "/v1/chat/completions", json={"messages": []}).status_code == 401
    assert httpx.get(root + "/v1/models", headers=key).json()["data"][0]["id"] == "builtin"
    assert httpx.get(root + "/", headers=key).status_code == 404  # no page
    assert httpx.get(root + "/slots", headers=key).status_code == 501
    for header in httpx.get(root + "/health", headers={"Origin": "http://elsewhere.example"}).headers.items():
        assert "*" not in header[1]
        assert "elsewhere" not in header[1]


@pytest.mark.model
def test_threads_share_one_server(server: LocalServer, builtin_model: Path) -> None:
    found: list[LocalServer] = []
    threads = [threading.Thread(target=lambda: found.append(serve(builtin_model))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [server] * 4


@pytest.mark.model
def test_other_threads_go_on_while_it_loads(builtin_model: Path) -> None:
    local.close()
    ticks: list[float] = []
    loading = threading.Thread(target=serve, args=(builtin_model,), kwargs={"context": 512})
    loading.start()
    while loading.is_alive():
        ticks.append(time.monotonic())
        time.sleep(0.01)
    assert max(later - earlier for earlier, later in itertools.pairwise(ticks)) < 1


@pytest.mark.model
def test_a_server_that_died_is_replaced(builtin_model: Path) -> None:
    first = serve(builtin_model)
    process, _ = local._running[builtin_model.resolve()]
    process.kill()
    process.wait()
    second = serve(builtin_model)
    assert second.base_url != first.base_url or second.api_key != first.api_key
    local.close()


@pytest.mark.model
def test_the_process_exits_at_once_and_says_nothing(builtin_model: Path) -> None:
    process, url = start(builtin_model, seconds=0)
    out, error = process.communicate(timeout=5)
    assert (process.returncode, out, error) == (0, "", "")
    assert is_gone(url)


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_the_server_ends_with_the_process(builtin_model: Path, how: str) -> None:
    process, url = start(builtin_model, seconds=60)
    if how == "SIGINT":  # Ctrl-C reaches every process of the terminal
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(getattr(signal, how))
    process.communicate(timeout=5)
    assert process.returncode == -getattr(signal, how)
    assert is_gone(url)


def start(model: Path, seconds: float) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(model), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    url = process.stdout.readline().strip()
    assert url.endswith("/v1")
    return process, url


def is_gone(url: str) -> bool:
    for _ in range(50):
        try:
            httpx.get(url.removesuffix("/v1") + "/health")
        except httpx.ConnectError:
            return True
        except httpx.TransportError:
            pass  # it is just ending
        time.sleep(0.1)
    return False
