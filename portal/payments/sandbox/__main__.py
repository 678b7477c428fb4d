"""`python -m portal.payments.sandbox --port 8440 --hook URL --secret whsec_… --store FILE`."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from portal.payments.sandbox.server import NotInProduction, refuse_production, serve


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit status."""
    options = _options(arguments)
    try:
        refuse_production()
        if options.hook and not options.secret:
            sys.stderr.write("Give --secret with --hook: webhooks are always signed.\n")
            return 2
        if options.store:
            options.store.parent.mkdir(parents=True, exist_ok=True)
        sandbox = serve(
            port=options.port,
            hooks=[(url, options.secret) for url in options.hook],
            store=options.store,
        )
    except (NotInProduction, ValueError, OSError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    sys.stdout.write(f"The payment sandbox answers at {sandbox.url} (steer it at {sandbox.url}/_sandbox/)\n")
    sys.stdout.flush()
    done.wait()
    sandbox.stop()
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.payments.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8440, help="0 takes a free port")
    parser.add_argument("--hook", action="append", default=[], help="webhook address; may be repeated")
    parser.add_argument("--secret", default="", help="signs the webhooks; two separated by a comma")
    parser.add_argument("--store", type=Path, help="SQLite file that outlives a restart")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
