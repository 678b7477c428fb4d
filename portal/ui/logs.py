"""Log lines as JSON, one a line, with the request's id; no secrets, no personal data."""

import json
import logging
import re

from .middleware import current_request_id

# Whoever holds a feed's address can read a diary, so addresses of private feeds never reach a log.
_FEED = re.compile(r"/calendar/(?!shifts|campaigns|editions)[^\s\"/]+\.ics")


class RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id.get()
        return True


class JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _FEED.sub("/calendar/[hidden].ics", json.dumps(line, ensure_ascii=False))
