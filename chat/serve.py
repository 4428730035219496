"""Serves the chat page on this machine."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from chat.choice import chosen_model
from chat.download import BUILTIN
from chat.local import close
from chat.models import builtin_is_here
from chat.settings import PREFIX, Settings
from chat.shared import start_pull, warm_up
from chat.theme import THEME
from ingest.errors import SettingsError

HOST = "127.0.0.1"
_STREAMLIT = {
    "server.address": HOST,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "logger.hideWelcomeMessage": True,
    "logger.level": "warning",
}


def serve_page(settings: Settings, out: Callable[[str], None]) -> None:
    """Serves the page until it is stopped with Ctrl-C, and then ends the process.

    Args:
        settings: The page runs with these.
        out: Prints a line.

    Raises:
        SettingsError: No port is free.
    """
    from streamlit.web import bootstrap

    port = free_port(settings.port)
    # The page reads its settings as every entry point does; flags reach it through the environment.
    for key in settings.model_fields_set & set(Settings.model_fields):
        os.environ[PREFIX + key.upper()] = str(getattr(settings, key))
    if chosen_model(settings) == BUILTIN.name and not builtin_is_here(settings):
        start_pull(settings)
        out(
            f"The built-in chat model is being fetched in the background ({BUILTIN.size / 1e9:.1f} GB, once). Until "
            f"it is here, answers are verbatim quotes; with {PREFIX}MODEL=quotes it is never fetched."
        )
    warm_up(settings)
    options = {key.replace(".", "_"): value for key, value in (_STREAMLIT | THEME | {"server.port": port}).items()}
    bootstrap.load_config_options(options)
    out(f"Briefing is at http://{HOST}:{port}  (stop it with Ctrl-C)")
    bootstrap.run(str(Path(__file__).with_name("app.py")), False, [], options)
    _end()


def _end() -> NoReturn:
    """Ends the process at once, whatever its threads are at.

    Python would wait for none of them, and stop each where it next comes back to Python; one that came there from
    torch or Chroma is then ended inside C++, which takes the process down with SIGABRT.
    """
    close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def free_port(wanted: int, tries: int = 20) -> int:
    """The first port from ``wanted`` on that nobody listens on.

    Raises:
        SettingsError: They are all taken.
    """
    for port in range(wanted, min(wanted + tries, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise SettingsError(f"The ports {wanted} to {wanted + tries - 1} are all taken: choose another with --port.")
