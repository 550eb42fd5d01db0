"""python -m bot VERB: everything the program does from a terminal, one function a verb."""

import argparse
import json
import sys
from collections.abc import Sequence

from bot.settings import SettingInvalid, Settings, load_settings


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """start the gateway, Rasa and the action server, and look after them"""
    from bot.serve import serve as run

    return run(settings)


def gateway(options: argparse.Namespace, settings: Settings) -> int:
    """start the gateway alone"""
    from bot.serve import run_gateway

    return run_gateway(settings)


def worker(options: argparse.Namespace, settings: Settings) -> int:
    """start the Rasa worker alone (train first)"""
    from bot.runtime.train import model_path
    from bot.runtime.worker import serve as run

    run(settings, model_path(settings))
    return 0


def actions(options: argparse.Namespace, settings: Settings) -> int:
    """start the action server alone"""
    from bot.serve import run_actions

    return run_actions(settings)


def train(options: argparse.Namespace, settings: Settings) -> int:
    """train if phrases, stories or config changed (--force: in any case)"""
    from bot.runtime.train import train as run

    print(run(settings, force=options.force))
    return 0


def check(options: argparse.Namespace, settings: Settings) -> int:
    """check structure and wording of the content, in seconds"""
    from bot.content.check import run

    return run(settings.root, release=options.release)


def parse(options: argparse.Namespace, settings: Settings) -> int:
    """read messages from standard input, write what is understood as JSON lines"""
    from bot.runtime.parse import parse_lines

    for row in parse_lines(settings, sys.stdin.buffer):
        print(json.dumps(row, ensure_ascii=False), flush=False)
    return 0


def say(options: argparse.Namespace, settings: Settings) -> int:
    """hold a turn in the terminal: python -m bot say "i miss her" """
    from bot.runtime.say import say as run

    return run(settings, options.text)


def directory(options: argparse.Namespace, settings: Settings) -> int:
    """load a file of services into the referral directory"""
    from bot.serve import load_directory

    return load_directory(settings, options.file)


def key(options: argparse.Namespace, settings: Settings) -> int:
    """make a key for AFTERWORD_KEY"""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())
    return 0


def rasa(options: argparse.Namespace, settings: Settings) -> int:
    """the Rasa command line, without TensorFlow and telemetry"""
    from bot.runtime.command_line import run_command_line

    run_command_line(options.arguments)
    return 0


VERBS = (serve, gateway, worker, actions, train, check, parse, say, directory, key)


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
    added[say].add_argument("text", nargs="+", help="what the person writes, one text a turn")
    added[directory].add_argument("file", help="a YAML or JSON file of services")
    commands = verbs.add_parser("rasa", help=rasa.__doc__, add_help=False)
    commands.add_argument("arguments", nargs=argparse.REMAINDER)
    commands.set_defaults(run=rasa)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if words is None else words)
    if words[:1] == ["rasa"]:
        return rasa(argparse.Namespace(arguments=words[1:]), load_settings())
    options = arguments().parse_args(words)
    try:
        changes = {n: getattr(options, n, None) for n in ("live", "port", "host")}
        return int(options.run(options, load_settings(**changes)))
    except KeyboardInterrupt:
        return 130
    except SettingInvalid as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
