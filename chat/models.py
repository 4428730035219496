"""Chat models: swap here. A name goes in, something that can be opened as a LangChain chat model comes out.

quotes                       no model: verbatim sentences
builtin                      the built-in model, llama.cpp on this machine
gguf:PATH                    a GGUF file of your own, likewise
ollama:NAME                  a model of the Ollama on this machine, or wherever BRIEFING_OLLAMA says
openai:NAME@URL              any server with OpenAI's protocol: llama.cpp, LM Studio, vLLM
PROVIDER:NAME                whatever LangChain's init_chat_model takes: anthropic:…, openai:…, mistralai:…
"""

import difflib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import ollama
from langchain_core.language_models import BaseChatModel

from chat.download import BUILTIN
from chat.prompt import MAX_ANSWER_TOKENS
from chat.settings import Settings
from ingest.errors import ModelDown, ModelError, ModelMissing, UnknownModel

DEFAULT_CONTEXT = 4096  # tokens, where a server doesn't say: what the smallest models in use can read
MAX_CONTEXT = 8192  # tokens: eight evidence sentences need one in ten; more would only fill memory
FORMS = "quotes, builtin, gguf:PATH, ollama:NAME, openai:NAME@http://host:port/v1 or PROVIDER:NAME"


@dataclass(frozen=True)
class OpenModel:
    """A chat model that is ready to answer.

    Attributes:
        chat: The model.
        context: Tokens that it can read and write together.
        grammar: Whether its server takes a grammar in llama.cpp's notation, which the draft must then follow.
    """

    chat: BaseChatModel
    context: int = DEFAULT_CONTEXT
    grammar: bool = False


@dataclass(frozen=True)
class Model:
    """A chat model by name.

    Attributes:
        name: As the reader gave it.
        open: Loads or connects it, raising a ModelError when that fails; None for ``quotes``.
        sends_to: The host that questions and evidence are sent to; None where they stay on this machine.
        judges: Whether it is good enough to choose among the evidence and to say that it doesn't answer. A model
            that isn't only words the sentences that were chosen for it. The built-in model isn't: asked to choose
            among eight sentences, about one in three that it picks is right.
    """

    name: str
    open: Callable[[], OpenModel] | None = None
    sends_to: str | None = None
    judges: bool = True


QUOTES = Model("quotes")


def find_model(name: str, settings: Settings) -> Model:
    """Understands a model's name; nothing is loaded or contacted yet.

    Raises:
        UnknownModel: The name has none of the forms.
    """
    kind, _, rest = name.partition(":")
    if name == "quotes":
        return QUOTES
    if name == "builtin":
        return Model(name, lambda: _builtin(settings), judges=False)
    if kind == "gguf" and rest:
        return Model(name, lambda: _gguf(Path(rest).expanduser(), settings))
    if kind == "ollama" and rest:
        return Model(name, lambda: _ollama(rest, settings), _remote(settings.ollama_url))
    if kind == "openai" and "@" in rest:
        model, _, url = rest.rpartition("@")
        if not model or not _is_address(url):
            raise UnknownModel(f"{name!r} is not openai:NAME@URL, as in openai:qwen3@http://127.0.0.1:8080/v1.")
        return Model(name, lambda: _openai_server(model, url, settings), _remote(url))
    if kind and rest:
        return Model(name, lambda: _provider(name, settings), kind)
    near = difflib.get_close_matches(name, ["quotes", "builtin"], n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UnknownModel(f"There is no chat model {name!r}. {hint}Use one of: {FORMS}.")


def builtin_path(settings: Settings) -> Path:
    """Where the built-in model's file is, or will be once it is fetched."""
    return settings.models_folder / BUILTIN.file


def builtin_is_here(settings: Settings) -> bool:
    """Whether the built-in model has been fetched."""
    return builtin_path(settings).is_file()


def _builtin(settings: Settings) -> OpenModel:
    path = builtin_path(settings)
    if not path.is_file():
        raise ModelMissing(
            "The built-in model is not on this machine yet: fetch it with `briefing models pull builtin` (1.1 GB), "
            "or choose the model quotes."
        )
    return _served(path, settings)


def _gguf(path: Path, settings: Settings) -> OpenModel:
    if not path.is_file():
        raise ModelMissing(f"There is no file {path}: give the path of a GGUF file, as in gguf:~/models/qwen.gguf.")
    return _served(path, settings)


def _served(path: Path, settings: Settings) -> OpenModel:
    from chat.local import serve

    server = serve(path, context=MAX_CONTEXT)
    chat = _openai(server.model, server.base_url, server.api_key, settings)
    return OpenModel(chat, server.context, grammar=True)


def _openai_server(model: str, url: str, settings: Settings) -> OpenModel:
    """Connects to a server with OpenAI's protocol, having asked it what it offers."""
    url = url.rstrip("/")
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    try:
        answer = httpx.get(f"{url}/models", headers=headers, timeout=min(10.0, settings.timeout))
        offered = {item["id"]: item for item in answer.raise_for_status().json()["data"]}
    except httpx.HTTPStatusError as error:
        if error.response.status_code in (401, 403):
            wrong = "doesn't take this key" if settings.api_key else "asks for a key"
            raise ModelError(f"{url} {wrong}: set BRIEFING_API_KEY.") from error
        offered = {}  # some servers only answer chats
    except httpx.HTTPError as error:
        raise ModelDown(f"No server answers at {url}: start it, or choose the model quotes.") from error
    except (ValueError, KeyError, TypeError):
        offered = {}
    if offered and model not in offered:
        raise UnknownModel(f"{url} doesn't have {model!r}; it has {', '.join(sorted(offered))}.")
    return OpenModel(_openai(model, url, settings.api_key, settings), _context(offered.get(model, {})))


def _context(offer: dict[str, Any]) -> int:
    """What a server says of a model's context: llama.cpp, vLLM and LM Studio each in their own field."""
    meta = offer.get("meta") or {}
    said = meta.get("n_ctx") or offer.get("max_model_len") or offer.get("max_context_length")
    return min(int(said), MAX_CONTEXT) if said else DEFAULT_CONTEXT


# Without the last one the client takes its own answer for one that is parsed already, and `invoke` fails.
_HEADERS = frozenset(
    "host accept accept-encoding connection user-agent content-type content-length authorization"
    " x-stainless-raw-response".split()
)


def _openai(model: str, url: str, key: str, settings: Settings) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from openai import DefaultHttpxClient
    from pydantic import SecretStr

    authorization = f"Bearer {key or 'none'}"

    def only_for_this_host(request: Any) -> None:
        # The client adds what OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS say.
        for name in set(request.headers) - _HEADERS:
            del request.headers[name]
        request.headers["authorization"] = authorization

    return ChatOpenAI(
        model=model,
        base_url=url,
        # The client insists on a key. It must not fall back to OPENAI_API_KEY: that is for another host.
        api_key=SecretStr(key or "none"),
        temperature=0,
        max_completion_tokens=MAX_ANSWER_TOKENS,
        timeout=settings.timeout,
        max_retries=0,
        stream_usage=True,
        use_responses_api=False,
        # With its own socket options, langchain-openai goes past the proxy settings, NO_PROXY among them.
        http_socket_options=(),
        openai_proxy=None,  # it would be what OPENAI_PROXY says
        http_client=DefaultHttpxClient(event_hooks={"request": [only_for_this_host]}),
    )


def _ollama(model: str, settings: Settings) -> OpenModel:
    from langchain_ollama import ChatOllama

    return OpenModel(
        ChatOllama(
            model=model,
            base_url=settings.ollama_url,
            num_ctx=(context := ollama_context(model, settings)),
            temperature=0,
            num_predict=MAX_ANSWER_TOKENS,
            # Models that think would spend the answer's tokens on it.
            reasoning=False,
            client_kwargs={"timeout": settings.timeout},
        ),
        context,
    )


def ollama_context(model: str, settings: Settings) -> int:
    """Tokens of context that Ollama reports for a model, up to `MAX_CONTEXT`.

    Raises:
        ModelDown: No Ollama answers.
        UnknownModel: It doesn't have the model.
    """
    url = settings.ollama_url
    try:
        shown = ollama.Client(host=url, timeout=10.0).show(model)
    except (ConnectionError, httpx.HTTPError) as error:
        raise ModelDown(
            f"No Ollama answers at {url}: start it with `ollama serve`, or choose the model quotes."
        ) from error
    except ollama.ResponseError as error:
        if error.status_code != 404:
            raise ModelError(f"Ollama at {url} can't open {model!r} ({_first_line(error)}).") from error
        raise UnknownModel(f"Ollama at {url} doesn't have {model!r}: fetch it with `ollama pull {model}`.") from error
    return context_of(shown)


def context_of(shown: ollama.ShowResponse) -> int:
    """Tokens of context to ask Ollama for: what its ``/api/show`` says the model was trained for, within reason."""
    lengths = [value for key, value in (shown.modelinfo or {}).items() if key.endswith(".context_length")]
    return min(int(lengths[0]), MAX_CONTEXT) if lengths else DEFAULT_CONTEXT


def _provider(name: str, settings: Settings) -> OpenModel:
    from langchain.chat_models import init_chat_model

    try:
        return OpenModel(
            init_chat_model(name, temperature=0, max_tokens=MAX_ANSWER_TOKENS, timeout=settings.timeout, max_retries=1),
            MAX_CONTEXT,
        )
    except ImportError as error:
        raise UnknownModel(f"{name} needs another package: {_first_line(error)}") from error
    # Each provider's class checks its own arguments and keys, with exceptions of its own.
    except Exception as error:
        raise UnknownModel(f"{name} can't be used: {_first_line(error)}") from error


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of brackets, or of a port that is no number
        return False


def _remote(url: str) -> str | None:
    """The host of a URL, or None where that is this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return None if ipaddress.ip_address(host).is_loopback else host
    except ValueError:
        return None if host == "localhost" else host


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
