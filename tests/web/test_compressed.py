"""Files of the product are compressed once, and what is found is what was compressed: by address, tag and encoding."""

import os
import shutil
import zlib
from pathlib import Path

import flask
import flask_compress.flask_compress as compressor
import pytest
from flask.testing import FlaskClient

from components.http import compressed

TEXT = "const text = 1;\n" * 400


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text(TEXT)
    server = flask.Flask("served", root_path=str(tmp_path))
    server.config["COMPRESS_MIMETYPES"] = ["text/javascript", "application/javascript", "text/html"]
    compressed.add_to(server)
    files = flask.Blueprint(
        "_dash_assets", "served", root_path=str(tmp_path), static_folder="assets", static_url_path="/assets"
    )
    server.register_blueprint(files)
    numbers = iter(range(100))
    server.get("/told")(lambda: flask.Response(f"{next(numbers)} " + TEXT, mimetype="text/html"))
    return server.test_client()


def asked(client: FlaskClient, encoding: str, path: str = "/assets/a.js", **headers: str) -> flask.Response:
    found: flask.Response = client.get(path, headers={"Accept-Encoding": encoding, **headers})
    return found


def test_a_file_is_compressed_once_and_is_the_same_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(client, "deflate")
    monkeypatch.setattr(compressor, "_compress_chunks", None)  # whoever compresses fails
    monkeypatch.setattr(compressor, "_compress_data", None)
    again = asked(client, "deflate")
    assert zlib.decompress(again.data).decode() == TEXT
    assert again.data == first.data
    names = ("Content-Encoding", "ETag", "Vary", "Cache-Control", "Content-Type")
    assert [again.headers.get(one) for one in names] == [first.headers.get(one) for one in names]
    assert again.headers["Content-Length"] == str(len(again.data))


def test_who_takes_another_encoding_or_none_is_sent_it(client: FlaskClient) -> None:
    asked(client, "deflate")
    assert asked(client, "zstd").headers["Content-Encoding"] == "zstd"
    plain = asked(client, "identity")
    assert ("Content-Encoding" in plain.headers, plain.data.decode()) == (False, TEXT)


def test_a_file_that_changed_under_its_address_is_sent_as_it_is(client: FlaskClient, tmp_path: Path) -> None:
    asked(client, "deflate")
    file = tmp_path / "assets" / "a.js"
    file.write_text(TEXT.replace("1", "2"))
    os.utime(file, (1, 1))
    assert zlib.decompress(asked(client, "deflate").data).decode() == TEXT.replace("1", "2")
    shutil.rmtree(tmp_path / "assets")
    assert asked(client, "deflate").status_code == 404


def test_what_differs_from_answer_to_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    told = [zlib.decompress(asked(client, "deflate", "/told").data)[:2] for _ in range(2)]
    assert told == [b"0 ", b"1 "]


def test_a_browser_that_has_a_file_is_sent_none(client: FlaskClient) -> None:
    tag = asked(client, "identity").headers["ETag"]
    for encoding in ("deflate", "deflate", "identity"):
        again = asked(client, encoding, **{"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        asked(client, encoding)
