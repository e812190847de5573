"""A foreign host on this machine, and a name server that may change its mind."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Resolver:
    """A name server that is asked, and may change its mind."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


@contextmanager
def answering(answer: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """Serve one connection on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                answer(connection, connection.recv(65536))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://localhost:{listener.getsockname()[1]}"
        thread.join()
