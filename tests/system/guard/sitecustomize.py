"""On the path of a child: notes and refuses whatever would leave this machine."""

import atexit
import contextlib
import ipaddress
import json
import os
import sys

LOG = os.environ["GUARD_LOG"]
CONNECTS = ("socket.connect", "socket.sendto")
RESOLVES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def note(kind, **details):
    line = json.dumps({"pid": os.getpid(), "verb": sys.argv[1:2], "kind": kind, **details}) + "\n"
    handle = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with contextlib.suppress(OSError):  # a test may have filled the disk
        os.write(handle, line.encode())
    os.close(handle)


def is_here(host):
    if host in (None, "", b"", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def watch(event, arguments):
    if event in CONNECTS:
        address = arguments[1]
        outside = isinstance(address, tuple) and not is_here(address[0])
    elif event in RESOLVES:
        outside = not is_here(arguments[0])
    elif event == "import" and arguments[0] in ("rasa", "rasa_sdk"):
        note("import", name=arguments[0], telemetry=os.environ.get("RASA_TELEMETRY_ENABLED"))
        return
    else:
        return
    if outside:
        note("outside", event=event, address=repr(arguments[1:] or arguments))
        raise ConnectionRefusedError(f"a test refused {event}")


sys.addaudithook(watch)
atexit.register(lambda: note("end", telemetry=os.environ.get("RASA_TELEMETRY_ENABLED")))
if os.environ.get("GUARD_CLOCK"):
    import shifted_clock  # noqa: F401
