"""Names in one line any system package that the tests need and that is missing."""

import os
import sys

NEEDED = {"/usr/bin/chromium": "chromium (Debian: apt-get install chromium)"}


def main() -> int:
    missing = [package for path, package in NEEDED.items() if not os.access(path, os.X_OK)]
    if missing:
        print("missing for the tests: " + ", ".join(missing), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
