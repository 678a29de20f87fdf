"""What an operator may choose. The only reader of the environment and of `.env`.

It makes nothing: it is built once by a command or by the app and passed as an argument.
"""

import os
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import ConfigurationError

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


def _data_home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "strategy-assistant"


class Settings(BaseSettings):
    """Frozen; every field reads `STRATEGY_<NAME>` from the environment or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="STRATEGY_",
        env_file=".env",
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


def read_settings() -> Settings:
    """Return the settings, with the libraries' own outward habits switched off.

    Raises ConfigurationError naming the variable when a value cannot work.
    """
    os.environ.update(QUIET)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "STRATEGY_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(
            f"{name} cannot be used: {first['msg']}.", "Correct it in the environment or in .env."
        ) from error


def known_variables() -> tuple[str, ...]:
    """Return the names of the variables that are read, in the order of the fields."""
    return tuple(
        str(field.validation_alias or f"STRATEGY_{name.upper()}") for name, field in Settings.model_fields.items()
    )


def unknown_variables() -> tuple[str, ...]:
    """Return the `STRATEGY_…` names in the environment and in `.env` that nothing reads, sorted."""
    named = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
    return tuple(sorted(name for name in named if name.startswith("STRATEGY_") and name not in known_variables()))
