"""The model that a reader chose in the page, kept for the next time."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from chat.conversations import write_whole
from chat.settings import Settings
from ingest.errors import SettingsError


class _File(BaseModel):
    format: int = 1
    model: str


def chosen_model(settings: Settings) -> str:
    """The model that a session of the page begins with.

    A flag, ``BRIEFING_MODEL`` and ``briefing.toml`` come before what was chosen in the page, that before the default.
    """
    if "model" in settings.model_fields_set:
        return settings.model
    try:
        return _File.model_validate_json(_path(settings).read_bytes()).model
    except (OSError, ValidationError):  # not there, or not readable: then nothing was chosen
        return settings.model


def keep_choice(settings: Settings, model: str) -> None:
    """Keeps the model's name for the next time.

    Raises:
        SettingsError: It can't be written.
    """
    path = _path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _File(model=model).model_dump_json().encode())
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(f"The choice of the model can't be kept in {path.parent} ({reason}).") from error


def _path(settings: Settings) -> Path:
    return settings.home / "choice.json"
