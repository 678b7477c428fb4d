"""`make test`: the suite on SQLite, again on PostgreSQL, then the real processes and the browser.

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


def run(title: str, marks: str, *, processes: int = 2, **environment: str) -> int:
    print(f"\n=== {title}", flush=True)
    side_by_side = ["-n", str(processes), "--dist", "loadfile"] if processes > 1 else []
    command = [sys.executable, "-m", "pytest", "-q", "--create-db", *side_by_side, "-m", marks, *sys.argv[1:]]
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
    everywhere = ["not browser", "not faults", *left_out]
    no_tests = 5  # pytest's code for "nothing to run", which a selection with -k brings about
    results = [run("SQLite", " and ".join(["not postgres", *everywhere]), TEST_DATABASE_URL="", TEST_REDIS_URL=REDIS)]
    if postgres:
        marks = " and ".join(["not sqlite", *everywhere])
        results.append(run("PostgreSQL", marks, TEST_DATABASE_URL=POSTGRES, TEST_REDIS_URL=REDIS))
    real = " and ".join(
        ["(faults or browser)" if chromium else "faults", *left_out] + ([] if postgres else ["not needs_postgres"])
    )
    # One at a time: each of these starts the whole portal, and Playwright's loop would disturb others.
    results.append(run("Real processes and the browser", real, processes=1, TEST_DATABASE_URL="", TEST_REDIS_URL=REDIS))
    return max(0 if result == no_tests and len(sys.argv) > 1 else result for result in results)


if __name__ == "__main__":
    sys.exit(main())
