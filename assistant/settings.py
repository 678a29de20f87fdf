"""What an operator may choose. The only reader of the environment and of `.env`.

It makes nothing: it is built once by a command or by the app and passed as an argument.
"""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# What calls out by default in the libraries we load, switched off before any of them is imported.
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false",
    # One thread for numpy: a question's matrices are small, and two threads on a busy machine wait for one another.
    "OPENBLAS_NUM_THREADS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "OTEL_SDK_DISABLED": "true",
    "DO_NOT_TRACK": "1",
}

ENV_FILE = Path(".env")
# Editors on Windows put a byte order mark before UTF-8.
_ENCODING = "utf-8-sig"
_HOST = re.compile(r"[\w.-]+|[0-9a-f:]+", re.IGNORECASE)


def _data_home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "strategy-assistant"


class Settings(BaseSettings):
    """Frozen; every field reads `STRATEGY_<NAME>` from the environment or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="STRATEGY_",
        env_file=ENV_FILE,
        env_file_encoding=_ENCODING,
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        populate_by_name=True,
    )

    data: Annotated[Path, Field(description="Folder for the index, the cache and what people add.")] = Field(
        default_factory=_data_home
    )
    cache: Annotated[
        Path | None,
        Field(description="Folder for what can be made again: vectors, the exported model; default: in data."),
    ] = None
    corpus: Annotated[
        Path | None, Field(description="Another corpus folder with a manifest.toml; default: the bundled one.")
    ] = None
    embedding_model: Annotated[
        Path | None, Field(description="Another local sentence-transformers folder; default: the packaged model.")
    ] = None
    post: Annotated[str, Field(description="The home post.")] = "peru"
    address: Annotated[str, Field(description="Where the app listens.")] = "127.0.0.1"
    port: Annotated[int, Field(description="The app's port.", ge=1, le=65535)] = 8501
    allowed_hosts: Annotated[
        str, Field(description="Comma-separated host names under which the app answers, besides the loopback ones.")
    ] = ""
    max_question: Annotated[int, Field(description="Longest question, in characters.", ge=100, le=100_000)] = 2_000
    parse_seconds: Annotated[float, Field(description="Longest that reading one document may take.", ge=1, le=600)] = 10
    parse_memory: Annotated[
        int, Field(description="Most memory that reading one document may take, in megabytes.", ge=128, le=16_384)
    ] = 512
    online: Annotated[
        bool, Field(description="1 lets `strategy fetch` download official texts; nothing else opens a connection.")
    ] = False
    tiktoken_cache_dir: Annotated[
        Path | None,
        Field(
            validation_alias="TIKTOKEN_CACHE_DIR", description="Folder with tiktoken's vocabulary, for exact counts."
        ),
    ] = None
    no_color: Annotated[str, Field(validation_alias="NO_COLOR", description="Anything: no bold on the terminal.")] = ""

    @property
    def cache_folder(self) -> Path:
        """Where what can be made again is kept."""
        return self.cache or self.data / "cache"

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts_alone(cls, value: str) -> str:
        for name in value.split(","):
            if name.strip() and not _HOST.fullmatch(name.strip()):
                raise ValueError(f"“{name.strip()}” is not a host name alone, without scheme, port or path")
        return value


def read_settings() -> Settings:
    """Return the settings, with the libraries' own outward habits switched off.

    Raises ConfigurationError naming the variable, or the file, when a value cannot work.
    """
    os.environ.update(QUIET)
    _check_env_file()
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            f"{_variable(first)} cannot be used: {_fault(first)}.", "Correct it in the environment or in .env."
        ) from error
    # Unlike Path's own questions these say no where a folder above cannot be searched.
    above = (settings.data, *settings.data.absolute().parents)
    existing = next(path for path in above if os.path.exists(path))  # noqa: PTH110
    if not os.path.isdir(existing):  # noqa: PTH112
        raise ConfigurationError(
            f"STRATEGY_DATA cannot be used: {existing} is a file, not a folder.",
            "Name a folder; one that does not exist is made.",
        )
    return settings


def _check_env_file() -> None:
    path = ENV_FILE.absolute()
    try:
        text = path.read_bytes().decode(_ENCODING) if path.is_file() else ""
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise _other_encoding(path) from error
    if "\0" in text:  # UTF-16 without its mark
        raise _other_encoding(path)


def _other_encoding(path: Path) -> ConfigurationError:
    hint = "Save it as UTF-8 (many editors offer that under “Save as”), or take it away."
    return ConfigurationError(f"{path} is not UTF-8 text.", hint)


def _variable(fault: "ErrorDetails") -> str:
    name = str(fault["loc"][0])
    return name if name in known_variables() else f"STRATEGY_{name.upper()}"


def _fault(fault: "ErrorDetails") -> str:
    """Return what is wrong with a value in plain words."""
    kind, value = fault["type"], str(fault["input"])[:80]
    if kind.startswith("int_"):
        return f"“{value}” is not a whole number"
    if kind.startswith("float_"):
        return f"“{value}” is not a number"
    if kind in ("greater_than_equal", "less_than_equal"):
        bounds = Settings.model_fields[str(fault["loc"][0])].metadata
        lowest = next(bound.ge for bound in bounds if hasattr(bound, "ge"))
        highest = next(bound.le for bound in bounds if hasattr(bound, "le"))
        return f"{value} is not between {lowest} and {highest}"
    if kind.startswith("bool_"):
        return f"“{value}” is neither 1 nor 0"
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    return fault["msg"]


def known_variables() -> tuple[str, ...]:
    """Return the names of the variables that are read, in the order of the fields."""
    return tuple(
        str(field.validation_alias or f"STRATEGY_{name.upper()}") for name, field in Settings.model_fields.items()
    )


def unknown_variables() -> tuple[str, ...]:
    """Return the `STRATEGY_…` names in the environment and in `.env` that nothing reads, sorted."""
    named = {name.upper() for name in (*os.environ, *dotenv_values(ENV_FILE, encoding=_ENCODING))}
    return tuple(sorted(name for name in named if name.startswith("STRATEGY_") and name not in known_variables()))
