import socket
from pathlib import Path

import pytest

import ui
from assistant.errors import ConfigurationError
from assistant.settings import Settings
from ui import serving


def test_loopback_names_are_always_served() -> None:
    assert serving.hosts(Settings(_env_file=None)) == ("localhost", "127.0.0.1", "::1")


def test_hosts_that_the_operator_allows_are_served_too() -> None:
    settings = Settings(_env_file=None, address="10.1.2.3", allowed_hosts="strategy.example, , other.example")

    assert serving.hosts(settings)[3:] == ("10.1.2.3", "strategy.example", "other.example")


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_listening_everywhere_allows_no_further_name(address: str) -> None:
    assert serving.hosts(Settings(_env_file=None, address=address)) == ("localhost", "127.0.0.1", "::1")


def test_the_server_is_quiet_and_closed() -> None:
    options = serving.options(Settings(_env_file=None))

    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["client.toolbarMode"] == "viewer"
    assert options["server.address"] == "127.0.0.1"
    assert options["server.enableAgentApi"] is False
    assert options["server.enableXsrfProtection"] is True
    assert options["server.fileWatcherType"] == "none"


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(_env_file=None, port=taken.getsockname()[1])

        with pytest.raises(ConfigurationError, match="cannot listen") as caught:
            serving.serve(settings)

    assert "STRATEGY_PORT" in caught.value.hint


def test_an_address_that_is_not_ours_is_said_in_words() -> None:
    with pytest.raises(ConfigurationError, match="cannot listen"):
        serving.serve(Settings(_env_file=None, address="192.0.2.1"))


def test_no_file_beside_the_script_hides_a_module() -> None:
    """Streamlit may put the script's folder first on the path."""
    import sys

    ours = {"assistant", "corpus", "ingest", "evals", "ui", "streamlit"}
    for path in Path(ui.__file__).parent.glob("*.py"):
        assert path.stem == "__init__" or path.stem not in sys.stdlib_module_names | ours
