"""What is checked in the trainers' files before Rasa trains, told with file and line, in Chinese."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from bot.nlu.normalised import normalise
from bot.settings import ROOT

FEWEST_SENTENCES = 2

# Rasa takes every .yml file under data/ that has one of these keys at any depth for training data.
_TRAINS = re.compile(rb"^\s*(?:- )?(?:nlu|rules|stories|responses)\s*:", re.MULTILINE)
_ANNOTATION = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Problem:
    """Something that a trainer has to put right.

    Args:
        file: where.
        line: counted from 1.
        sentence: what is wrong and what to do, Chinese.
    """

    file: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        name = self.file.relative_to(ROOT) if ROOT in self.file.parents else self.file
        return f"{name} 第 {self.line} 行：{self.sentence}"


class UnusableFile(Exception):
    """A file that nothing can be read from.

    Args:
        problem: what a trainer has to put right.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class Example:
    """A training sentence.

    Args:
        file: where it stands.
        line: counted from 1.
        intent: without a part after a slash.
        text: without the marks of entities.
    """

    file: Path
    line: int
    intent: str
    text: str


def files(root: Path = ROOT) -> list[Path]:
    """All files that a model is made of, besides our code."""
    taught = [one for one in (root / "data").rglob("*.yml") if _TRAINS.search(one.read_bytes())]
    dictionary = list((root / "data" / "dictionary").glob("*"))
    topics = [
        one for folder in ("intents", "forms") for one in (root / "data" / folder).glob("*.yml")
    ]
    asked = [
        one
        for name in ("rule_or_record.tsv", "facts.yml", "safety/fraud_talk.tsv")
        if (one := root / "data" / name).exists()
    ]
    return sorted({root / "domain.yml", root / "config.yml", *taught, *dictionary, *topics, *asked})


def fingerprint(root: Path = ROOT) -> str:
    """A hash of everything that a model is made of: data, domain, configuration, components, versions."""
    code = sorted((root / "bot" / "nlu").glob("*.py"))
    versions = root / "requirements" / "engine.txt"
    found = hashlib.sha256()
    for one in [*files(root), *code, versions]:
        if one.exists():
            found.update(f"{one.relative_to(root)}\0".encode())
            found.update(hashlib.sha256(one.read_bytes()).digest())
    return found.hexdigest()[:16]


def examples(root: Path = ROOT) -> list[Example]:
    """All training sentences, in the order of their files; what isn't YAML is left out."""
    found: list[Example] = []
    for file in sorted((root / "data").rglob("*.yml")):
        if _TRAINS.search(file.read_bytes()):
            with suppress(MarkedYAMLError, UnicodeDecodeError):
                found += examples_of(file)
    return found


def examples_of(file: Path) -> list[Example]:
    """The training sentences of one file.

    Raises:
        MarkedYAMLError: it isn't YAML.
        UnicodeDecodeError: it isn't UTF-8.
    """
    content = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    blocks = content.get("nlu") if isinstance(content, CommentedMap) else None
    return [
        Example(file, line, intent, _ANNOTATION.sub(r"\1", sentence))
        for block in blocks or []
        if (intent := str(block.get("intent", "")).partition("/")[0])
        for line, sentence in _sentences(block)
    ]


def content_of(file: Path) -> Any:
    """What a trainer's file says, with line numbers.

    Raises:
        UnusableFile: it isn't YAML, or not UTF-8.
        OSError: it can't be read.
    """
    try:
        return YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = f"YAML 格式有误（{error.problem}），请检查缩进和冒号。"
        raise UnusableFile(Problem(file, line, said)) from None
    except UnicodeDecodeError:
        raise UnusableFile(Problem(file, 1, "文件不是 UTF-8 编码，请另存为 UTF-8。")) from None


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything that is wrong with the trainers' files, as far as it can be seen without Rasa."""
    read: dict[Path, CommentedMap] = {}
    found: list[Problem] = []
    for file in files(root):
        if file.suffix != ".yml":
            continue
        try:
            content = content_of(file)
        except UnusableFile as unusable:
            found.append(unusable.problem)
            continue
        if isinstance(content, CommentedMap):
            read[file] = content
    if found:
        return found
    known = {name for file, content in read.items() for name in _intents(file, content)}
    return [*_sentence_problems(read, known), *_response_problems(read)]


def _intents(file: Path, content: CommentedMap) -> Iterator[str]:
    """The names of a file of the catalogue."""
    if file.parent.name != "intents":
        return
    for one in content.get("intents") or ():
        if isinstance(one, dict) and one.get("name"):
            yield str(one["name"])


def _sentence_problems(read: dict[Path, CommentedMap], known: set[str]) -> Iterator[Problem]:
    said: dict[str, tuple[str, Path, int]] = {}
    numbers: dict[str, tuple[int, Path, int]] = {}
    for file, content in read.items():
        for block in content.get("nlu") or []:
            intent = str(block.get("intent", "")).partition("/")[0]
            if not intent:
                continue
            start = block.lc.key("intent")[0] + 1
            if intent not in known:
                yield Problem(
                    file, start, f"意图 {intent} 没有列在 data/intents/{file.name} 里，请加上。"
                )
            sentences = list(_sentences(block))
            count, first_file, first_line = numbers.get(intent, (0, file, start))
            numbers[intent] = (count + len(sentences), first_file, first_line)
            for line, sentence in sentences:
                plain = normalise(_ANNOTATION.sub(r"\1", sentence)).text
                other = said.setdefault(plain, (intent, file, line))
                if other[0] != intent:
                    yield Problem(
                        file,
                        line,
                        f"“{sentence}”同时是 {other[0]}（{other[1].name} 第 {other[2]} 行）"
                        f"和 {intent} 的例句，只能留一个。",
                    )
    for intent, (count, file, line) in numbers.items():
        if count < FEWEST_SENTENCES:
            yield Problem(
                file, line, f"意图 {intent} 只有 {count} 条例句，至少要 {FEWEST_SENTENCES} 条。"
            )


def _sentences(block: CommentedMap) -> Iterator[tuple[int, str]]:
    examples: Any = block.get("examples")
    if not isinstance(examples, str):
        return
    first = block.lc.key("examples")[0] + 2
    for offset, line in enumerate(examples.splitlines()):
        sentence = line.strip().removeprefix("-").strip()
        if sentence:
            yield first + offset, sentence


def _response_problems(read: dict[Path, CommentedMap]) -> Iterator[Problem]:
    seen: dict[str, tuple[Path, int]] = {}
    for file, content in read.items():
        responses = content.get("responses")
        if not isinstance(responses, CommentedMap):
            continue
        for name in responses:
            line = responses.lc.key(name)[0] + 1
            if name in seen:
                other, other_line = seen[name]
                yield Problem(
                    file,
                    line,
                    f"回复 {name} 在 {other.name} 第 {other_line} 行已经有了，Rasa 会悄悄用其中一个。",
                )
            seen.setdefault(name, (file, line))
