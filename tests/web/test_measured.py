"""What a monitoring system reads: requests by route, their time, store and state; and who may read it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.domain.settings import Settings


def client_over(small_city: Path, tmp_path: Path) -> FlaskClient:
    settings = Settings(store=str(small_city), state=f"sqlite:///{tmp_path}/state.sqlite")
    client: FlaskClient = create_app(settings).server.test_client()
    return client


def told(client: FlaskClient) -> str:
    response = client.get("/metrics")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_requests_are_counted_by_their_route_and_status_and_never_by_their_address(
    small_city: Path, tmp_path: Path
) -> None:
    client = client_over(small_city, tmp_path)
    client.get("/api/indicators/complaints.json?class=10&platform=P1")
    client.get("/api/indicators/nothing.json")
    text = told(client)
    route = 'route="/api/indicators/<key>'
    assert [
        line
        for line in text.splitlines()
        if route in line and 'status="200"' in line and line.endswith(" 1.0")
    ]
    assert "P1" not in text
    assert "cockpit_request_seconds_bucket" in text
    assert "cockpit_store_up 1.0" in text
    assert "cockpit_state_up 1.0" in text


def test_a_store_that_is_not_there_is_told_and_not_a_failure(tmp_path: Path) -> None:
    text = told(client_over(tmp_path / "none", tmp_path))
    assert "cockpit_store_up 0.0" in text
    assert "cockpit_data_as_of_seconds" not in text


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.1.2.3", 403)])
def test_only_named_machines_read_it(address: str, status: int, small_city: Path, tmp_path: Path) -> None:
    client = client_over(small_city, tmp_path)
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == status
