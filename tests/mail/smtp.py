"""A mail server for tests: speaks just enough SMTP (RFC 5321) on a free port of this machine."""

import socketserver
import threading
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 tests")
        for raw in self.rfile:
            verb = raw.decode().strip().upper()
            if verb.startswith("DATA"):
                self.say("354 go on")
                self.server.received.append(self.read_mail())
                self.say("250 kept")
            elif verb.startswith("QUIT"):
                self.say("221 bye")
                return
            elif verb.startswith("RCPT") and self.server.refusal:
                self.say(self.server.refusal)
            else:
                self.say("250 fine")

    def read_mail(self) -> bytes:
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw.removeprefix(b".") if raw.startswith(b"..") else raw)
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[bytes] = []
        self.refusal = ""


@contextmanager
def mail_server():
    with Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
