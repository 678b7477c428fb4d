"""`make test`: the suite on SQLite, then again on PostgreSQL, with what each machine has.

PostgreSQL (127.0.0.1:5432 or TEST_DATABASE_URL), Redis (127.0.0.1:6379 or TEST_REDIS_URL) and Chromium are used
where they answer. What is missing is named, with its tests left out; REQUIRE_SERVICES=1 turns that into a failure.
"""

import os
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/tomoni")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/5")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def answers(url: str) -> bool:
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname, address.port), timeout=2):
            return True
    except OSError:
        return False


def run(title: str, marks: str, **environment: str) -> int:
    print(f"\n=== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--create-db", "-m", marks, *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    here = {
        "PostgreSQL (races, exclusion constraints, the second pass)": answers(POSTGRES),
        "Redis (broker, cache)": answers(REDIS),
        "Chromium (browser tests)": shutil.which(CHROMIUM) is not None,
    }
    missing = [name for name, there in here.items() if not there]
    for name in missing:
        print(f"Left out, because it does not answer here: {name}.")
    if missing and os.environ.get("REQUIRE_SERVICES") == "1":
        print("REQUIRE_SERVICES=1: every service must answer.")
        return 1
    postgres, redis, chromium = here.values()
    left_out = [] if redis else ["not redis"]
    on_sqlite = ["not postgres", *left_out] + ([] if chromium else ["not browser"])
    results = [run("SQLite", " and ".join(on_sqlite), TEST_DATABASE_URL="", TEST_REDIS_URL=REDIS)]
    if postgres:
        on_postgres = ["not browser", "not faults", "not sqlite", *left_out]
        results.append(run("PostgreSQL", " and ".join(on_postgres), TEST_DATABASE_URL=POSTGRES, TEST_REDIS_URL=REDIS))
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
