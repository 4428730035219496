"""The main path with the network taken away: a network namespace in which only loopback is up."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import BRIEFING, CommandLine

pytestmark = pytest.mark.server
ALONE = ["unshare", "--net", *([] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["--map-root-user"])]
# Port 9 of a test network that routers drop: out of reach here at once, "unreachable" and not "refused".
PROBE = """
import socket
try:
    socket.create_connection(("192.0.2.1", 9), timeout=5)
except OSError as error:
    print(error.strerror)
"""


def _why_not() -> str:
    """Why this machine can't take the network away; empty where it can."""
    for tool in ("unshare", "ip"):
        if not shutil.which(tool):
            return f"`{tool}` is not installed (Linux only: util-linux, iproute2)"
    done = subprocess.run([*ALONE, "ip", "link", "set", "lo", "up"], capture_output=True, text=True)
    return f"this kernel doesn't allow it: {done.stderr.strip()}" if done.returncode else ""


@dataclass(frozen=True)
class Offline:
    """Runs `briefing` without a network."""

    command: CommandLine

    @property
    def program(self) -> str:
        return " ".join(f"'{part}'" for part in self.command.command)

    def script(self, script: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Runs shell commands in which ``briefing`` is the command line."""
        return subprocess.run(
            [*ALONE, "sh", "-c", f'ip link set lo up; briefing() {{ {self.program} "$@"; }}; {script}'],
            env=self.command.environment(**variables),
            cwd=self.command.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )


@pytest.fixture
def offline(briefing_command: CommandLine) -> Offline:
    if why := _why_not():
        pytest.skip(f"the network can't be taken away: {why}")
    return Offline(briefing_command)


def test_there_really_is_no_network(offline: Offline, tmp_path: Path) -> None:
    (tmp_path / "folder" / "probe.py").write_text(PROBE)
    assert offline.script(f"'{offline.command.command[0]}' probe.py").stdout.strip() == "Network is unreachable"


def test_ingest_and_ask(offline: Offline) -> None:
    done = offline.script(f"briefing ingest '{BRIEFING}' && briefing ask 'What does Mike Lee call NATO?' --json")
    assert (done.returncode, done.stderr) == (0, "")
    ingested, answer = done.stdout.splitlines()
    assert ingested.startswith(f"{BRIEFING.name}: added, ")
    assert "“a raw deal for America”" in json.loads(answer)["answer"]


@pytest.mark.model
def test_the_builtin_model_answers(offline: Offline, ingested: CommandLine, builtin_model: Path) -> None:
    done = offline.script(
        f"briefing ask 'What does Mike Lee call NATO?' --json --model builtin --store '{ingested.home}/store'",
        BRIEFING_HOME=str(builtin_model.parent.parent),
    )
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert (answer["model"], answer["problem"]) == ("builtin", None)
    assert "raw deal" in answer["answer"]
    assert answer["timings"]["first_token_s"]


def test_the_page_is_served(offline: Offline) -> None:
    page, health = "http://127.0.0.1:8501/", "http://127.0.0.1:8501/_stcore/health"
    # The line with the address is printed just before the server listens: the client tries again for half a minute.
    client = "httpx.Client(transport=httpx.HTTPTransport(retries=7), timeout=60)"
    fetch = f"import httpx; page = {client}; print([page.get(url).status_code for url in ('{page}', '{health}')])"
    done = offline.script(
        f"{offline.program} chat > served.txt 2>&1 & page=$!\n"  # not the function, which would be a shell of its own
        "for i in $(seq 300); do grep -q 'Briefing is at' served.txt && break; sleep 0.2; done\n"
        f"'{offline.command.command[0]}' -c \"{fetch}\"; kill -TERM $page; wait $page; echo status $?; cat served.txt"
    )
    page, status, *lines = done.stdout.splitlines()
    assert (page, status) == ("[200, 200]", "status 0"), done
    assert lines[0].startswith("Briefing is at http://127.0.0.1:8501")
    assert "Traceback" not in done.stdout


def test_a_model_that_is_not_here_is_said_to_be_missing(offline: Offline) -> None:
    """No waiting for a network that doesn't answer, and no traceback."""
    done = offline.script("briefing models pull builtin", HF_ENDPOINT="")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("The builtin model could not be fetched")
