"""The page, served for real by `briefing chat` on loopback."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from chat.serve import HOST, free_port
from ingest.errors import SettingsError
from tests.conftest import REPOSITORY, CommandLine


@contextlib.contextmanager
def listening(port: int = 0) -> Iterator[int]:
    with socket.socket() as server:
        server.bind((HOST, port))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_taken_as_it_is() -> None:
    with listening() as port:
        pass
    assert free_port(port) == port


def test_the_next_free_port() -> None:
    with listening() as port:
        found = free_port(port)
        assert port < found < port + 20
        with listening(found):
            assert free_port(port) > found


def test_no_free_port() -> None:
    with listening() as port, pytest.raises(SettingsError, match=f"The ports {port} to {port} .* --port"):
        free_port(port, tries=1)


def test_ports_end_at_65535() -> None:
    try:
        with listening(65535), pytest.raises(SettingsError):
            free_port(65535)
    except OSError:
        pytest.skip("port 65535 is taken")


@dataclass
class Page:
    """A `briefing chat` that runs."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)
    url: str = ""

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(rf"http://{re.escape(HOST)}:\d+", "".join(self.lines))
            self.url = found[0] if found else ""
            with contextlib.suppress(httpx.TransportError):
                if self.url and httpx.get(f"{self.url}/_stcore/health").status_code == 200:
                    return
            time.sleep(0.1)
        pytest.fail(f"the page doesn't answer: {self.lines}, exit status {self.process.poll()}")

    def stop(self, how: signal.Signals) -> tuple[int, float]:
        """Its exit status, and the seconds it took."""
        start = time.monotonic()
        self.process.send_signal(how)
        return self.process.wait(20), time.monotonic() - start


@contextlib.contextmanager
def served(command: CommandLine, *arguments: str, **variables: str) -> Iterator[Page]:
    process = subprocess.Popen(
        [*command.command, "chat", *arguments],
        env=command.environment(**variables),
        cwd=command.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    page = Page(process)
    assert process.stdout
    reader = threading.Thread(target=page.lines.extend, args=(process.stdout,))
    reader.start()
    try:
        page.wait_until_it_answers()
        yield page
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


@pytest.mark.server
def test_it_is_served_and_a_second_one_takes_the_next_port(ingested: CommandLine) -> None:
    with listening() as wanted:
        pass
    with served(ingested, "--port", str(wanted)) as first:
        assert first.url == f"http://{HOST}:{wanted}"
        answer = httpx.get(first.url)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/html")
        assert httpx.get(f"{first.url}/_stcore/health").text == "ok"
        with served(ingested, "--port", str(wanted)) as second:
            assert second.url == f"http://{HOST}:{wanted + 1}"
            status, seconds = second.stop(signal.SIGTERM)
        assert (status, seconds < 8) == (0, True)
        assert httpx.get(f"{first.url}/_stcore/health").text == "ok"
        status, seconds = first.stop(signal.SIGINT)
    assert (status, seconds < 8) == (0, True)
    for page in (first, second):
        assert page.lines == [f"Briefing is at {page.url}  (stop it with Ctrl-C)\n", "  Stopping...\n"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(first.url)


@pytest.mark.server
def test_only_this_machine_can_reach_it(ingested: CommandLine) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with contextlib.suppress(OSError):
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells the address that others would use
        address = probe.getsockname()[0]
    if address in ("0.0.0.0", HOST):
        pytest.skip("this machine has no other address than loopback")
    with served(ingested) as page:
        with pytest.raises(httpx.ConnectError):
            httpx.get(page.url.replace(HOST, address))
        page.stop(signal.SIGTERM)


@pytest.mark.server
def test_files_given_are_put_in_first(briefing_command: CommandLine) -> None:
    (briefing_command.folder / "note.md").write_text("# Bridges\n\nThe bridge was closed in 2004.")
    with served(briefing_command, "note.md") as page:
        assert page.lines[0] == "note.md: added, 1 sentences in 1 passages.\n"
        page.stop(signal.SIGTERM)


def test_streamlit_reports_no_usage_even_where_the_reader_has_it_on(briefing_command: CommandLine) -> None:
    # Stopped just before it would serve, when all options are set.
    script = """
import sys
from chat.serve import serve_page
from chat.settings import load_settings, stay_local
from streamlit import config

def out(line):
    print(config.get_option("browser.gatherUsageStats"), config.get_option("server.address"))
    sys.exit()

stay_local()
serve_page(load_settings(), out)
"""
    process = subprocess.run(
        [sys.executable, "-c", script],
        env=briefing_command.environment(
            PYTHONPATH=str(REPOSITORY),
            STREAMLIT_BROWSER_GATHER_USAGE_STATS="true",
            STREAMLIT_SERVER_ADDRESS="0.0.0.0",
        ),
        cwd=briefing_command.folder,
        capture_output=True,
        text=True,
    )
    assert process.stdout.strip() == f"False {HOST}", process.stderr
