"""The command line in Chinese: help, complaints about arguments, and output that works on any terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

_SECTIONS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
#: What click says where it has no class of error for it, and what we say instead.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"No such command '(.*)'\.", r"没有“\1”这个命令"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多出的参数：\1"),
    (r"Missing command\.", "缺少命令"),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 后面要写值"),
    (r"Option '(.*)' does not take a value\.", r"选项 \1 后面不写值"),
    (r"'(.*)' is not a valid integer( range)?\.", r"“\1”不是整数"),
    (r"'(.*)' is not a valid float( range)?\.", r"“\1”不是数字"),
    (r"(.*) is not in the range x>=(.*)\.", r"\1 小于 \2"),
    (r"(.*) is not in the range (.*)\.", r"\1 超出范围 \2"),
)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：" if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_SECTIONS.get(name, name)):
            yield


class _Context(click.Context):
    formatter_class = _Formatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the place of the options in Chinese."""
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option with a Chinese text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help is Chinese."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the place of the command in Chinese."""
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)


class ChineseOption(click.Option):
    """An option whose help says 必填 where it may not be left out, and from which number on where there is a least."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return name and help for the list of options."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        words = record[1].replace("[required]", "（必填）")
        return record[0], re.sub(r"\s*\[x>=(\d+)\]", r"（不小于 \1）", words)


class Day(click.ParamType[date]):
    """An ISO day (``2023-09-30``)."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day; anything else is refused with a sentence."""
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"“{value}”不是日期，写成 2023-09-30 这样的形式", param, ctx)


def run(
    command: click.Command,
    arguments: Sequence[str] | None,
    name: str,
    failure: type[Exception] | tuple[type[Exception], ...],
) -> int:
    """Run a command and return its exit code; complaints go to standard error, in Chinese.

    Args:
        command: What to run; it returns its exit code, None counting as 0.
        arguments: Words of the command line; None takes the program's own.
        name: How the program is called, for the usage line.
        failure: Exceptions of these classes carry a sentence for the user and end the program with 1.
    """
    settle_streams()
    try:
        result = command.main(args=arguments, prog_name=name, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as problem:
        print(problem.ctx.get_help() if problem.ctx else "")
        return 2
    except click.UsageError as problem:
        if problem.ctx is not None:
            print(problem.ctx.get_usage(), file=sys.stderr)
        print(f"参数不对：{complaint(problem)}", file=sys.stderr)
        return 2
    except click.ClickException as problem:
        print(f"出错了：{problem.message}", file=sys.stderr)
        return 1
    except (click.Abort, KeyboardInterrupt):
        print("已中止", file=sys.stderr)
        return 1
    except failure as problem:
        print(str(problem), file=sys.stderr)
        return 1
    return result if isinstance(result, int) else 0


def complaint(problem: click.UsageError) -> str:
    """Return what is wrong with the arguments, in Chinese."""
    if isinstance(problem, click.NoSuchOption):
        near = f"，是不是 {'、'.join(sorted(problem.possibilities))}" if problem.possibilities else ""
        return f"没有 {problem.option_name} 这个选项{near}"
    message = problem.message
    for pattern, sentence in _SENTENCES:
        message = re.sub(pattern, sentence, message)
    if isinstance(problem, click.BadParameter):
        named = _named(problem.param)
        if isinstance(problem, click.MissingParameter):
            return f"缺少{named}"
        if problem.param is not None and isinstance(problem.param.type, click.Choice):
            return f"{named} 只能是 {'、'.join(map(str, problem.param.type.choices))}"
        return f"{named}：{message}" if named else message
    return message


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return f"选项 {'/'.join(param.opts)}"
    return f"参数 {param.make_metavar(click.Context(click.Command('')))}"


def settle_streams() -> None:
    """Let Chinese be printed on any terminal.

    An encoding that has no Chinese (ASCII, cp1252) is replaced by UTF-8; one that has it but lacks a rare
    character prints that character as an escape and does not fail.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        try:
            "医共体“—”".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="backslashreplace")


def print_json(content: Any) -> None:
    """Print data as JSON; where the stream is not UTF-8, in ASCII, so that every reader agrees on it."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(content, ensure_ascii=not unicode, indent=2))
