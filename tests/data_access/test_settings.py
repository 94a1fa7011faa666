"""The environment is read once, and what cannot be right is named."""

from pathlib import Path

import pytest

from data_access.domain.errors import BadValue
from data_access.domain.settings import Settings
from data_access.state.outside import Outside


def test_without_an_environment_it_listens_on_this_machine_alone_and_keeps_its_data_together() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.store == "data/store"
    assert settings.state == "sqlite:///data/state.sqlite"


def test_one_folder_moves_store_and_state() -> None:
    settings = Settings.from_environment({"COCKPIT_DATA": "/srv/cockpit"})
    assert settings.store == "/srv/cockpit/store"
    assert settings.state == "sqlite:////srv/cockpit/state.sqlite"


def test_a_store_and_a_state_of_their_own_win_over_the_folder() -> None:
    asked = {
        "COCKPIT_DATA": "/srv",
        "COCKPIT_STORE": "postgresql+psycopg://db/facts",
        "COCKPIT_STATE": "sqlite:///s",
        "COCKPIT_PORT": "9000",
        "COCKPIT_HOST": "0.0.0.0",
        "COCKPIT_QUERY_SECONDS": "2.5",
        "COCKPIT_SECRET_KEY": "k",
        "COCKPIT_ANSWER_ROWS": "7",
        "COCKPIT_DOWNLOAD_MB": "8",
        "COCKPIT_REQUEST_SECONDS": "9.5",
        "COCKPIT_MEMORY_MB": "900",
        "COCKPIT_WORKERS": "3",
        "COCKPIT_DRAW_AHEAD": "no",
        "COCKPIT_AUDIT_KEY_FILE": "/run/secrets/audit",
        "COCKPIT_AUDIT_HEAD_FILE": "/srv/heads",
        "COCKPIT_AUDIT_HEAD_TO": "syslog https://witness.example/heads",
        "COCKPIT_AUDIT_HEAD_SECONDS": "60",
    }
    settings = Settings.from_environment(asked)
    assert settings.store == "postgresql+psycopg://db/facts"
    assert settings.state == "sqlite:///s"
    assert (settings.host, settings.port, settings.query_seconds) == ("0.0.0.0", 9000, 2.5)
    assert settings.secret_key == "k"
    assert (settings.answer_rows, settings.download_mb) == (7, 8)
    assert (settings.request_seconds, settings.worker_memory_mb) == (9.5, 300)
    assert not settings.draws_ahead
    assert (settings.audit_key_file, settings.audit_head_file) == ("/run/secrets/audit", "/srv/heads")
    assert settings.audit_head_to == ("syslog", "https://witness.example/heads")
    assert settings.audit_head_seconds == 60
    outside = Outside.of(settings)
    assert (outside.keys.path, outside.heads.path) == (Path("/run/secrets/audit"), Path("/srv/heads"))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({}, "data/state.audit.key"),
        ({"COCKPIT_DATA": "/srv"}, "/srv/state.audit.key"),
        ({"COCKPIT_DATA": "/srv", "COCKPIT_STATE": "sqlite:////var/s.db"}, "/var/s.audit.key"),
        ({"COCKPIT_DATA": "/srv", "COCKPIT_STATE": "postgresql+psycopg://db/state"}, "/srv/state.audit.key"),
    ],
)
def test_keys_and_heads_stand_beside_the_state_or_with_the_data(asked: dict[str, str], key: str) -> None:
    outside = Outside.of(Settings.from_environment(asked))
    assert outside.keys.path == Path(key)
    assert outside.heads.path == Path(key.replace(".key", ".heads"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("COCKPIT_PORT", value) for value in ("", "web", "80.5", "0", "65536", "-1", "nan", "８０")),
        *(("COCKPIT_ANSWER_ROWS", value) for value in ("", "many", "0", "-1", "1.5")),
        ("COCKPIT_DOWNLOAD_MB", "0"),
        ("COCKPIT_MEMORY_MB", "1GB"),
        *(("COCKPIT_DRAW_AHEAD", value) for value in ("", "1", "Yes")),
        ("COCKPIT_REQUEST_SECONDS", "inf"),
        ("COCKPIT_AUDIT_HEAD_SECONDS", "0"),
        *(("COCKPIT_AUDIT_HEAD_TO", value) for value in ("heads.txt", "ftp://x/", "syslog file:///x")),
        *(("COCKPIT_QUERY_SECONDS", value) for value in ("", "soon", "0", "-3", "nan", "inf")),
    ],
)
def test_a_value_that_cannot_be_right_is_named_with_its_key(key: str, value: str) -> None:
    with pytest.raises(BadValue, match=key):
        Settings.from_environment({key: value})


def test_half_of_what_a_login_from_elsewhere_needs_is_refused() -> None:
    whole = {"COCKPIT_PROXY_HEADER": "X-Remote-User", "COCKPIT_PROXY_ADDRESSES": "127.0.0.1, 10.0.1.0/24"}
    assert Settings.from_environment(whole).proxy_addresses == ("127.0.0.1", "10.0.1.0/24")
    for wrong in (
        {"COCKPIT_PROXY_HEADER": "X-Remote-User"},
        whole | {"COCKPIT_PROXY_ADDRESSES": "proxy.example"},
        {"COCKPIT_OIDC_ISSUER": "https://id.example"},
        {"COCKPIT_LOGIN": "maybe"},
        {"COCKPIT_SESSION_HOURS": "0"},
        {"COCKPIT_PASSWORD_DAYS": "-1"},
    ):
        with pytest.raises(BadValue):
            Settings.from_environment(wrong)
    assert Settings.from_environment({"COCKPIT_PASSWORD_DAYS": "0"}).password_days == 0
