"""Settings: from flags, then ``BRIEFING_*`` variables, then ``briefing.toml``, then the defaults here."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingest.errors import SettingsError

CONFIG_FILE = "briefing.toml"  # in the folder where the command runs
PREFIX = "BRIEFING_"
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared with, never bound to
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """What a reader can set. Every field is also ``BRIEFING_<FIELD>`` and a key of ``briefing.toml``.

    Attributes:
        home: Folder for the store and the built-in model.
        store: Folder of the vector store, or the URL of a Chroma server; ``<home>/store`` unless set.
        embeddings: Embedding model, as a name or a folder that sentence-transformers loads;
            ``all-MiniLM-L6-v2`` is the one that comes with Briefing.
        model: Chat model; see `chat.models`.
        timeout: Longest time a chat model may take for one answer, in seconds.
        evidence: How many sentences are put before the model.
        quotes: How many sentences are quoted at most.
        api_key: Key for an ``openai:NAME@URL`` server that asks for one.
        ollama: Address of the Ollama server; ``OLLAMA_HOST``, as Ollama itself reads it, unless set.
        port: Port of the chat page on 127.0.0.1.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=CONFIG_FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("briefing", appauthor=False))
    store: str = ""
    embeddings: str = "all-MiniLM-L6-v2"
    model: str = "builtin"
    timeout: float = Field(default=120.0, gt=0)
    evidence: int = Field(default=8, ge=1, le=50)
    quotes: int = Field(default=6, ge=1, le=20)
    api_key: str = Field(default="", repr=False)
    ollama: str = ""
    port: int = Field(default=8501, ge=1, le=65535)

    @field_validator("home")
    @classmethod
    def _expand(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @property
    def store_location(self) -> str:
        """Where the store is: a folder's absolute path, or the URL of a Chroma server."""
        if "://" in self.store:
            return self.store
        return str(Path(self.store).expanduser().resolve()) if self.store else str(self.home / "store")

    @property
    def models_folder(self) -> Path:
        """Folder that the built-in chat model is kept in."""
        return self.home / "models"

    @property
    def ollama_url(self) -> str:
        """Base URL of the Ollama server, with scheme and port.

        Raises:
            SettingsError: What is set is not an address.
        """
        host = (self.ollama or os.environ.get("OLLAMA_HOST") or "127.0.0.1").strip()
        try:
            url = urlsplit(host if "://" in host else f"http://{host}")
            port = url.port or ({"http": 80, "https": 443}[url.scheme] if "://" in host else 11434)
        except (ValueError, KeyError) as error:
            raise SettingsError(
                f"{host!r} is not the address of an Ollama server: set BRIEFING_OLLAMA or OLLAMA_HOST to one "
                "such as 127.0.0.1:11434."
            ) from error
        # Ollama's own server is told to listen everywhere with the same variable; nobody can connect to that.
        everywhere = {None: "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  nothing is bound
        name = everywhere.get(url.hostname) or str(url.hostname)
        return f"{url.scheme}://{f'[{name}]' if ':' in name else name}:{port}{url.path.rstrip('/')}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags come first, then the environment, then ``briefing.toml``."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """Reads the settings.

    Args:
        flags: Values given on the command line; None means not given.

    Raises:
        SettingsError: A key is unknown or a value can't be used. The message names the source and the valid keys.
    """
    _reject_unknown_variables()
    try:
        return Settings(**{key: value for key, value in flags.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("; ".join(_explain(dict(problem)) for problem in error.errors())) from error
    except ValueError as error:  # a TOML file that isn't TOML
        raise SettingsError(f"{CONFIG_FILE}: {error}") from error


def stay_local() -> None:
    """Switches off what libraries would otherwise send from this machine; call before importing them.

    LangSmith traces every prompt when its variables are set for other projects; Chroma, Streamlit and the hub
    client report usage. The chat models that a reader chooses are not touched by this, except that those on this
    machine are never asked through a proxy, which couldn't reach them.
    """
    held = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [host.strip() for host in held.split(",") if host.strip()]
    if "*" not in hosts:
        hosts += [host for host in LOOPBACK if host not in hosts]
    os.environ.update(
        NO_PROXY=",".join(hosts),
        no_proxy=",".join(hosts),
        LANGSMITH_TRACING="false",
        LANGSMITH_TRACING_V2="false",
        LANGCHAIN_TRACING="false",
        LANGCHAIN_TRACING_V2="false",
        ANONYMIZED_TELEMETRY="False",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        STREAMLIT_BROWSER_GATHER_USAGE_STATS="false",
        TOKENIZERS_PARALLELISM="false",
    )


def _reject_unknown_variables() -> None:
    for variable in os.environ:
        key = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and key not in Settings.model_fields:
            raise SettingsError(f"{variable} is not a setting. {_valid()}")


def _valid() -> str:
    return f"Valid settings: {', '.join(sorted(Settings.model_fields))}."


def _explain(problem: dict[str, Any]) -> str:
    key = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return f"{key!r} in {CONFIG_FILE} is not a setting. {_valid()}"
    return f"setting {key!r}: {problem['msg']}, not {problem['input']!r}."
