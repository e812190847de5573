"""The socket: HTTP/1.1 with connections kept, a thread each."""

import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dev.web.exchange import Answered, Asked, problem

Answer = Callable[[Asked], Answered]

MAX_BODY = 40 * 1024 * 1024
"""What SES takes, for /dev/mail."""

_TRIES = 50


class Server(ThreadingHTTPServer):
    """Listens at once, answers once started."""

    daemon_threads = True
    request_queue_size = 128
    answer: Answer
    _thread: threading.Thread | None = None

    def start(self, answer: Answer) -> None:
        """Answer from a thread of its own."""
        self.answer = answer
        self._thread = threading.Thread(target=self.serve_forever, name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; requests on their way are not waited for."""
        if self._thread is not None:
            self.shutdown()
        self.server_close()

    @property
    def base_url(self) -> str:
        """Return where it listens, without a slash at the end."""
        return f"http://localhost:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


def listen(port: int) -> Server:
    """Listen on this port of this machine, or the next free one; 0 takes any."""
    for candidate in range(port, port + _TRIES if port else 1):
        try:
            return Server(("127.0.0.1", candidate), _Handler)
        except OSError:
            continue
    raise OSError(f"no free port from {port} to {port + _TRIES - 1}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing of connections that nobody uses any more."""

    def _handle(self) -> None:
        body = self._read()
        answered = body if isinstance(body, Answered) else self._ask(body)
        self._write(answered)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _handle  # noqa: N815

    def _read(self) -> bytes | Answered:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return problem(HTTPStatus.LENGTH_REQUIRED, "length_required", "Send a Content-Length.")
        if not (length.isascii() and length.isdecimal()):
            self.close_connection = True
            return problem(HTTPStatus.BAD_REQUEST, "malformed", "Content-Length is no number.")
        if int(length) > MAX_BODY:
            self.close_connection = True
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", "Too large.")
        return self.rfile.read(int(length))

    def _ask(self, body: bytes) -> Answered:
        asked = Asked(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            source_ip=str(self.client_address[0]),
        )
        return self.server.answer(asked)

    def _write(self, answered: Answered) -> None:
        self.send_response_only(answered.status)
        for name, value in answered.headers:
            self.send_header(name, value)
        self.send_header("Date", self.date_time_string())
        if answered.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(answered.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answered.body)
