"""Kombu's filesystem transport, with messages that appear whole or not at all.

Kombu opens a message under its final name and writes afterwards. A worker that looks in between takes an empty file, cannot
read it, and stops; the same with the table of an exchange that two processes make at once. Here both are written under
another name first and then renamed, which POSIX makes atomic. Used where there is no broker service (docs/adr/0005).
"""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """One channel over the folder of messages."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Put a message on `queue`; names sort by time, as the reader expects. Raises ChannelError."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        try:
            appear(Path(self.data_folder_out) / name, str_to_bytes(dumps(payload)))
        except OSError as exc:
            raise ChannelError(f"Cannot add {name!r} to {self.data_folder_out}") from exc

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        """Bind a queue; a table that is not there yet begins as an empty list, never as an empty file."""
        table: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # younger than its type stubs
        if not table.exists():
            appear(table, b"[]", anew=False)
        super()._queue_bind(exchange, routing_key, pattern, queue)  # type: ignore[arg-type]  # its stubs disagree


class Transport(filesystem.Transport):
    """What `filesystem://` means here: portal.celery says so."""

    Channel = Channel


def appear(path: Path, content: bytes, *, anew: bool = True) -> None:
    """Write `content` so that nobody ever sees a part of it; with `anew=False` what is there already stays."""
    draft = path.with_name(f".{uuid.uuid4()}")
    draft.write_bytes(content)
    if anew:
        draft.replace(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
