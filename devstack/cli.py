"""The command line: reads words, calls one command, turns refusals into one sentence."""

import argparse
import sys
from collections.abc import Callable, Sequence

from devstack.errors import PartFailed, Refusal
from devstack.paths import Home
from devstack.supervisor import Interrupted

Run = Callable[[Home, argparse.Namespace], int]
INTERRUPTED = 130


def main(words: Sequence[str]) -> int:
    """Run one command; its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(words)
    if rest and not options.takes_rest:
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        run: Run = options.run
        return run(Home.default(), options)
    except PartFailed as error:
        _show_crash(error)
        return error.exit_code
    except Refusal as error:
        print(f"fashionistar: {error}", file=sys.stderr)
        return error.exit_code
    except (Interrupted, KeyboardInterrupt):
        return INTERRUPTED


def _show_crash(error: PartFailed) -> None:
    print(f"\nfashionistar: {error} Its last lines:\n", file=sys.stderr)
    for line in error.log_lines or ["(it wrote nothing)"]:
        print(f"  | {line}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./fashionistar", description="Start, look at and check the Fashionistar shop."
    )
    parser.set_defaults(run=lambda _home, _options: _help(parser), takes_rest=False)
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_shop(commands)
    _add_programs(commands)
    _add_gate(commands)
    _add_trials(commands)
    commands.add_parser("help", help="show this text")
    return parser


def _port(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError("a number from 1 to 65535")
    return int(word)


def _help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


# Each command's module is imported only when it runs: a start must not pay for the others.
# ruff: noqa: PLC0415
def _add_shop(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    def run_up(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.up import Wishes, up

        return up(home, Wishes(options.port, options.host, demo=not options.no_demo))

    def run_down(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.inspect import down

        return down(home, wipe=options.wipe, yes=options.yes)

    def run_status(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.inspect import status

        return status(home)

    def run_logs(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.inspect import logs

        return logs(home, options.part, follow=options.follow)

    up = commands.add_parser("up", help="start the whole shop; Ctrl-C stops it")
    up.add_argument("--port", type=_port, default=8000, help="port of the shop (8000)")
    up.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    up.add_argument("--no-demo", action="store_true", help="start with an empty catalogue")
    up.set_defaults(run=run_up)
    down = commands.add_parser("down", help="stop a shop that runs in another terminal")
    down.add_argument("--wipe", action="store_true", help="also delete all its data")
    down.add_argument("--yes", action="store_true", help="do not ask before deleting")
    down.set_defaults(run=run_down)
    commands.add_parser("status", help="what runs, where, since when").set_defaults(run=run_status)
    logs = commands.add_parser("logs", help="the parts' logs")
    logs.add_argument("part", nargs="?", help="web, worker, relay, mail, redis, postgres")
    logs.add_argument("-f", "--follow", action="store_true", help="show new lines until Ctrl-C")
    logs.set_defaults(run=run_logs)


def _add_programs(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    def run_manage(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.programs import manage

        return manage(home, [*options.words, *options.rest])

    def run_psql(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.programs import psql

        return psql(home, options.rest)

    for name, words, text in (
        ("manage", [], "run a management command of the shop"),
        ("shell", ["shell"], "a Python shell with the shop loaded"),
        ("import-products", ["import_products"], "import a Shopify product export"),
    ):
        parser = commands.add_parser(name, help=text, add_help=False)
        parser.set_defaults(run=run_manage, words=words, takes_rest=True)
    parser = commands.add_parser("psql", help="PostgreSQL's client on the shop's database")
    parser.set_defaults(run=run_psql, takes_rest=True)


def _add_gate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    def run_test(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.test import test

        return test(home, options.rest, everything=options.all, faults=options.faults)

    def run_check(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.check import check

        return check(home, options.gates)

    def run_new_domain(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.new_domain import new_domain

        return new_domain(home, options.name, options.above)

    parser = commands.add_parser("test", help="run the tests; more words go to pytest")
    parser.add_argument("--all", action="store_true", help="every suite; fail if one cannot run")
    parser.add_argument("--faults", metavar="NAME", help="the long form of one fault suite")
    parser.set_defaults(run=run_test, takes_rest=True)
    parser = commands.add_parser("check", help="everything that must be green")
    parser.add_argument("gates", nargs="*", metavar="GATE", help="only these")
    parser.set_defaults(run=run_check)
    parser = commands.add_parser("new-domain", help="write a domain in the house's shape")
    parser.add_argument("name", help="lower-case words with _ between them, plural: gift_cards")
    parser.add_argument("--above", metavar="DOMAIN", help="the domain right below it in the order")
    parser.set_defaults(run=run_new_domain)


def _add_trials(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    def run_smoke(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.smoke import smoke

        return smoke(home, options.url, options.mail)

    def run_bench(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.bench import bench

        return bench(home, options.name, options.rest)

    def run_mutate(home: Home, options: argparse.Namespace) -> int:
        from devstack.commands.mutate import mutate

        return mutate(home, options.what, runs=options.runs, only=options.only, jobs=options.jobs)

    parser = commands.add_parser("mutate", help="take each guard away; a test must notice")
    parser.add_argument("what", nargs="*", metavar="LIST", help="locks")
    parser.add_argument("--runs", type=int, default=20, help="of each test (20)")
    parser.add_argument("--only", default="", metavar="WORD", help="those whose name holds it")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once (2)")
    parser.set_defaults(run=run_mutate)
    parser = commands.add_parser("bench", help="measure: bench tasks", add_help=False)
    parser.add_argument("name", nargs="?", default="")
    parser.set_defaults(run=run_bench, takes_rest=True)
    parser = commands.add_parser("smoke", help="buy like a person and say what fails")
    parser.add_argument("--url", help="a shop that runs already (else one is made for it)")
    parser.add_argument("--mail", help="the pages of that shop's mail sink")
    parser.set_defaults(run=run_smoke)
