#!/bin/sh
# Makes .venv from a hashed lock: with uv where it is on the path, otherwise with the newest
# Python >= 3.11 that really runs. No root, no compiler, no service.
set -eu
lock=$1

newest_python() {
  for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
}

python=$(newest_python)
if [ -z "$python" ]; then
  echo "Tomoni needs Python 3.11 or newer: install it (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python)." >&2
  exit 1
fi

echo "Setting up with $("$python" --version 2>&1) from $lock …"
if command -v uv >/dev/null 2>&1; then
  [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
  uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
else
  if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
      rm -rf .venv
      echo "$python cannot make a virtual environment: install its venv module (Debian and Ubuntu: apt install python3-venv)." >&2
      exit 1
    fi
  fi
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
