"""python -m bot VERB: everything the program does from a terminal, one function a verb."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from io import BufferedReader
from typing import cast

from bot.settings import SettingInvalid, Settings, load_settings
from bot.supervisor import end_with


def serve(options: argparse.Namespace, settings: Settings) -> int | None:
    """start the gateway, Rasa and the action server, and look after them"""
    from bot.serve import serve as run

    return run(settings)


def gateway(options: argparse.Namespace, settings: Settings) -> None:
    """start the gateway alone"""
    from bot.serve import run_gateway

    run_gateway(settings)


def worker(options: argparse.Namespace, settings: Settings) -> None:
    """start the Rasa worker alone, with the newest trained model"""
    from bot.runtime.train import newest_model
    from bot.runtime.worker import serve as run

    run(settings, newest_model(settings))


def actions(options: argparse.Namespace, settings: Settings) -> None:
    """start the action server alone"""
    from bot.serve import run_actions

    run_actions(settings)


def train(options: argparse.Namespace, settings: Settings) -> None:
    """train if phrases, stories or config changed (--force: in any case)"""
    from bot.runtime.train import train as run

    print(run(settings, force=options.force))


def check(options: argparse.Namespace, settings: Settings) -> int:
    """check structure and wording of the content, in seconds"""
    from bot.content.check import run

    return run(settings.root, release=options.release)


def parse(options: argparse.Namespace, settings: Settings) -> None:
    """read messages from standard input, write what is understood as JSON lines"""
    from bot.runtime.parse import parse_stream

    for records in parse_stream(settings, cast(BufferedReader, sys.stdin.buffer)):
        # in ASCII: some readers take other signs than a newline for the end of a line
        print("\n".join(json.dumps(record) for record in records), flush=True)


def say(options: argparse.Namespace, settings: Settings) -> None:
    """hold a turn in the terminal: python -m bot say "i miss her" """
    from bot.say import say as run
    from bot.serve import prepare

    prepare(settings)
    run(settings, options.text)


def directory(options: argparse.Namespace, settings: Settings) -> None:
    """load a file of services into the clinic's own referral directory"""
    from bot.serve import load_directory

    load_directory(settings, options.file)


def report(options: argparse.Namespace, settings: Settings) -> None:
    """count crisis referrals and reported answers by month, small numbers hidden (--json)"""
    from bot.report import report as run

    run(settings, as_json=options.json)


def key(options: argparse.Namespace, settings: Settings) -> None:
    """make a key for AFTERWORD_KEY"""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


def rasa(options: argparse.Namespace, settings: Settings) -> None:
    """the Rasa command line, without TensorFlow and telemetry"""
    from bot.runtime.command_line import run_command_line

    run_command_line(options.arguments)


VERBS = (serve, gateway, worker, actions, train, check, parse, say, directory, report, key)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    added = {}
    for verb in VERBS:
        added[verb] = verbs.add_parser(verb.__name__, help=verb.__doc__)
        added[verb].set_defaults(run=verb)
    for verb in (serve, gateway):
        added[verb].add_argument(
            "--live",
            action="store_true",
            default=None,
            help="for real clients: needs the clinic's own clinic.yml",
        )
        added[verb].add_argument("--port", type=int, help="port of the web page (8000)")
        added[verb].add_argument("--host", help="address to listen on (127.0.0.1)")
    added[train].add_argument("--force", action="store_true", help="train in any case")
    added[check].add_argument(
        "--release",
        action="store_true",
        help="also list what a clinic must review before it goes live",
    )
    added[report].add_argument("--json", action="store_true", help="as JSON")
    added[say].add_argument("text", nargs="+", help="what the person writes, one text a turn")
    added[directory].set_defaults(live=True)  # never among the examples
    added[directory].add_argument("file", help="a YAML or JSON file of services")
    commands = verbs.add_parser("rasa", help=rasa.__doc__, add_help=False)
    commands.add_argument("arguments", nargs=argparse.REMAINDER)
    commands.set_defaults(run=rasa)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """The exit code. Errors of our own are named for a situation, and say what to do."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    try:
        return _run(list(sys.argv[1:] if words is None else words)) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SettingInvalid as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except Exception as error:
        if isinstance(error, OSError) and error.filename:
            print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        elif type(error).__module__.startswith("bot."):
            print(f"error: {error}", file=sys.stderr)
        else:
            raise
        return 1


def _run(words: list[str]) -> int | None:
    if words[:1] == ["rasa"]:  # argparse would take Rasa's own options for ours
        options = argparse.Namespace(run=rasa, arguments=words[1:])
    else:
        options = arguments().parse_args(words)
    changes = {name: getattr(options, name, None) for name in ("live", "port", "host")}
    settings = load_settings(**changes)
    if settings.supervisor:
        end_with(settings.supervisor)
    done: int | None = options.run(options, settings)
    return done


if __name__ == "__main__":
    raise SystemExit(main())
