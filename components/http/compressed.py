"""Files of the product are compressed once by each worker, and not again for each new reader: plotly alone takes 30 to 180 ms."""

from threading import Lock

import flask
from cachetools import LRUCache
from flask_compress import Compress

#: Bytes that a worker keeps: all files of a page in two encodings are fewer.
_MOST_BYTES = 8 * 2**20
#: What answers with files that stay as they are under the tag or the address that they have.
_OF_FILES = frozenset(
    {"_dash_assets.static", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"}
)

Key = tuple[str, str, str]


def add_to(server: flask.Flask) -> None:
    """Compress what a server answers, its files once."""
    kept: LRUCache[Key, tuple[bytes, str]] = LRUCache(_MOST_BYTES, getsizeof=lambda one: len(one[0]))
    lock = Lock()  # a cache that drops what is old is no thing for two threads

    # What is registered last sees an answer first: one that is found passes by the compressor as it is.
    @server.after_request
    def keep(response: flask.Response) -> flask.Response:
        key, encoding = flask.g.pop("compresses", None), response.headers.get("Content-Encoding")
        if key and encoding and response.status_code == 200:
            told = response.get_data()
            with lock:
                kept[key] = told, encoding
        return response

    Compress(server)

    @server.after_request
    def find(response: flask.Response) -> flask.Response:
        if (
            flask.request.endpoint not in _OF_FILES
            or flask.request.method != "GET"
            or response.status_code != 200
        ):
            return response
        tag, _ = response.get_etag()
        key = flask.request.path, tag or "", flask.request.headers.get("Accept-Encoding", "")
        with lock:
            found = kept.get(key)
        if found is None:
            flask.g.compresses = key
            return response
        response.direct_passthrough = False
        if hasattr(response.response, "close"):
            response.response.close()  # the file that it would have read
        response.set_data(found[0])
        response.headers["Content-Encoding"] = found[1]
        response.vary.add("Accept-Encoding")
        if tag:
            response.set_etag(f"{tag}:{found[1]}")
        return response
