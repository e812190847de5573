"""The AWS of these tests at an address, for functions in processes of their own."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from botocore.awsrequest import AWSPreparedRequest

from dev.aws.gate import gate

_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
_HOSTS = {"ses": "email"}
"""Where a service is not called by the name that its requests are signed with."""
_OURS = frozenset({"host", "content-length", "connection", "expect"})
"""What is between the caller and this server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        region, service = _SCOPE.findall(self.headers["Authorization"])[0]
        url = f"https://{_HOSTS.get(service, service)}.{region}.amazonaws.com{self.path}"
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _OURS}
        request = AWSPreparedRequest(self.command, url, kept, body, stream_output=False)
        answer: Any = gate(f"before-send.{service}.{self._operation()}", request)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def _operation(self) -> str:
        return self.headers.get("X-Amz-Target", self.command).rpartition(".")[2]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


for _method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
    setattr(_Handler, f"do_{_method}", _Handler._answer)


@contextmanager
def aws_at_an_address() -> Iterator[str]:
    """Serve what the gate answers, on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
