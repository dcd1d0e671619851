#!/bin/sh
# Finds a Python that is new enough and hands over to setup.py, which says what is done.
set -eu
here=$(dirname "$0")
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$name" "$here/setup.py" "$@"
    fi
done
echo "É preciso o Python 3.11 ou mais novo. No Debian: apt-get install -y python3 python3-venv" >&2
exit 1
