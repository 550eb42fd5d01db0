"""Names in one line any system package that the tests need and that is missing."""

import shutil
import sys

NEEDED = {"chromium": "chromium (Debian: apt-get install chromium)"}


def main() -> int:
    missing = [package for command, package in NEEDED.items() if not shutil.which(command)]
    if missing:
        print("missing for the tests: " + ", ".join(missing), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
