"""A TCP relay in front of a server that tests may cut or stall, as if the server had died or hung."""

from __future__ import annotations

import contextlib
import select
import socket
import threading

from tests.product.running import free_ports


class Relay:
    """Passes connections on to a server on loopback until it is told otherwise.

    Args:
        port: of the server.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._passing = threading.Event()
        self._passing.set()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        (self.port,) = free_ports(1)
        self.mend()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        """Reset every connection and refuse new ones: the server is gone."""
        with self._lock:
            if self._listening is not None:
                self._listening.close()
                self._listening = None
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()
        self._passing.set()
        if self._accepting is not None:
            # A thread that waits in select() keeps the closed port in use.
            self._accepting.join()

    def stall(self) -> None:
        """Take connections and bytes, pass nothing on: the server hangs."""
        self._passing.clear()

    def mend(self) -> None:
        """Work again."""
        self._passing.set()
        with self._lock:
            if self._listening is not None:
                return
            listening = socket.socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            listening.listen(64)
            self._listening = listening
        self._accepting = threading.Thread(target=self._accept, args=(listening,), daemon=True)
        self._accepting.start()

    def _accept(self, listening: socket.socket) -> None:
        while self._listening is listening:
            try:
                if not select.select([listening], [], [], 0.1)[0]:
                    continue
                client, _ = listening.accept()
            except (OSError, ValueError):
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket() as server:
            try:
                server.connect(self._target)
                with self._lock:
                    if self._listening is None:
                        return
                    self._open |= {client, server}
                while True:
                    for one in select.select([client, server], [], [])[0]:
                        piece = one.recv(65536)
                        if not piece:
                            return
                        self._passing.wait()
                        (server if one is client else client).sendall(piece)
            except (OSError, ValueError):
                return
            finally:
                with self._lock:
                    self._open -= {client, server}
