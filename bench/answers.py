"""Measures answers on RGB (Chen et al. 2024) beside the same model with a plain "answer from these passages" prompt.

    python -m bench.answers --data DIR --model NAME --base-url URL [--sets zh_refine,zh_fact] [--sample 12] [--minutes 60]

Any OpenAI-compatible endpoint will do; its key comes from OPENAI_API_KEY. Each question gets five passages, of which the
share `noise` does not answer it, the places shuffled by a fixed seed; "negative" gives only such, "wrong" passages whose
facts were changed. Both sides see the same passages in the same order. Replies are kept under --kept, so that a run that
was broken off, or a change of what is measured, costs no call twice. Questions are taken from all sets in turn and both
sides answer a case before the next, so that a run that ends early has something of everything; the table says how many.
--kept-only asks nothing and scores the cases that both sides have answered so far, also while another run goes on.
"""

import argparse
import math
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

import platformdirs

from assistant.drafting.names import NameBook
from assistant.journey import Locator, Passage, Role, Statement
from assistant.library import load_playbook
from assistant.model.chat import EndpointChatModel
from assistant.model.opening import Surroundings, open_chat_model
from assistant.model.port import ChatModel, Message, Reply, Request, Shape
from assistant.model.prompts import load_prompts
from assistant.model.settings import ModelSettings
from assistant.retrieval.index import Found
from assistant.sessions.answering import Answering
from assistant.sessions.entries import Kind
from assistant.sessions.playbook_index import PlaybookIndex
from assistant.sources.folding import fold
from assistant.sources.language import detect_language
from bench.common import markdown_table, read_lines

SETS = ("zh_refine", "zh_int", "zh_fact", "en_fact")
NOISE = (0.0, 0.4, 0.8)
PASSAGES = 5
NEGATIVE, WRONG = "negative", "wrong"
PLAIN = {
    "zh": (
        "根据下面的资料回答问题。资料里没有答案就说“资料中没有答案”；资料有事实错误就指出来。"
        "每句话后面用方括号写依据的编号，如 [2]。\n\n{passages}\n\n问题：{question}"
    ),
    "en": (
        "Answer the question from these passages. If they do not hold the answer, say “the passages do not say”; if they "
        "are wrong in fact, say so. Give the number of the passage in square brackets after each sentence, such as [2]."
        "\n\n{passages}\n\nQuestion: {question}"
    ),
}
_REFUSES = re.compile(
    r"没有(?:答案|提到|提及|给出|相关|说明|足够|包含|直接|明确|找到)|未(?:提及|提到|给出|说明|提供|包含)"
    r"|无法(?:回答|确定|得知|判断)|不(?:能确定|知道|清楚)|信息不足"
    r"|do(?:es)? not (?:say|contain|mention|provide|hold|include|specify|state)"
    r"|not (?:mentioned|stated|specified|provided)|cannot (?:answer|determine)|no (?:answer|information)"
)
_WARNS = re.compile(
    r"事实错误|有误|错误|与事实不符|不符合事实|不准确|矛盾|incorrect|factual(?:ly)? (?:error|wrong)|inaccura|wrong|contradict|mistake"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its passages. `answers` are lists of alternatives, all of which are wanted."""

    corpus: str
    condition: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one side made of a case. `cited` are the passages behind its citations."""

    text: str
    refused: bool
    warned: bool
    cited: tuple[str, ...]
    withheld: int = 0
    note: str = ""


class NotKeptError(Exception):
    """A reply that would have to be asked for."""


class KeptReplies:
    """Of a chat model what it has answered before."""

    def __init__(self, inner: EndpointChatModel) -> None:
        self._inner = inner
        self.name = inner.name
        self.stream = inner.stream
        self.complete_many = inner.complete_many

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        schema: type[Shape] | None = None,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Reply[Shape]:
        request = Request(tuple(messages), max_tokens, step, schema, prompt, tuple(markers))
        if self._inner.estimate([request]).calls:
            raise NotKeptError
        return self._inner.answer(request)

    def weigh(self, request: Request[Any]) -> Mapping[str, float]:
        if self._inner.estimate([request]).calls:
            raise NotKeptError
        return self._inner.weigh(request)


class GivenPassages:
    """A finder that has just these passages."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._found = [
            Found(Passage(f"p{n}", f"{n}.txt", Locator(line=1), None, Role.UNKNOWN, None, text), 1.0)
            for n, text in enumerate(passages, 1)
        ]

    def find_passages(self, query: str, limit: int = 10, **_: object) -> list[Found]:  # noqa: ARG002
        return self._found[:limit]

    def statements(self) -> tuple[Statement, ...]:
        return ()


def main() -> None:
    parser = argparse.ArgumentParser(description="answers, refusals and citations on RGB")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds rgb")
    parser.add_argument("--model", required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--noise", default=",".join(map(str, NOISE)))
    parser.add_argument("--conditions", default="", help="only these of them, such as “noise 0.8,negative” (all)")
    parser.add_argument("--sample", type=int, default=0, help="questions of each set (all)")
    parser.add_argument("--skip", type=int, default=0, help="questions at the beginning of each set to leave out")
    parser.add_argument("--sides", default=",".join(SIDES))
    parser.add_argument("--minutes", type=float, default=0, help="begin no further case after that long (no limit)")
    parser.add_argument("--kept-only", action="store_true", help="ask nothing; score what is kept")
    parser.add_argument("--show", action="store_true", help="print every answer")
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for one call")
    parser.add_argument("--context-window", type=int, default=8192)
    parser.add_argument(
        "--kept", type=Path, default=Path(platformdirs.user_cache_dir("journey-assistant")) / "bench" / "rgb"
    )
    options = parser.parse_args()
    settings = ModelSettings(
        options.model, options.base_url, options.context_window, options.concurrency, timeout=options.timeout
    )
    model = open_chat_model(
        settings,
        environment=os.environ,
        cache=options.kept,
        client=options.kept,
        surroundings=Surroundings(chance=random.Random(1)),
    )
    noise = [float(each) for each in options.noise.split(",") if each]
    chosen = slice(options.skip, options.skip + options.sample if options.sample else None)
    sets = [list(read_cases(options.data / "rgb", name, noise, chosen)) for name in options.sets.split(",")]
    wanted = options.conditions.split(",") if options.conditions else []
    cases = [case for case in in_turn(sets) if not wanted or case.condition in wanted]
    ends = time.monotonic() + options.minutes * 60 if options.minutes else math.inf
    sides = [ask for name, ask in SIDES.items() if name in options.sides.split(",")]
    done: list[Case] = []
    asked_model: ChatModel = KeptReplies(model) if options.kept_only else model

    def ask_both(case: Case) -> list[Outcome] | None:
        if time.monotonic() > ends:
            return None
        try:
            outcomes = [ask(case, asked_model) for ask in sides]
        except NotKeptError:
            return None
        done.append(case)
        print(f"{len(done)}/{len(cases)} {case.corpus} {case.condition}", file=sys.stderr, flush=True)
        return outcomes

    with ThreadPoolExecutor(options.concurrency) as pool:
        asked = list(pool.map(ask_both, cases))
    model.close()
    told = [(case, outcomes) for case, outcomes in zip(cases, asked, strict=True) if outcomes is not None]
    if options.show:
        show(told)
    print(f"\n{options.model}, {options.sides.replace(',', ' / ')}, {len(told)} of {len(cases)} cases\n")
    print(render_table(told))


def in_turn(sets: Sequence[Sequence[Case]]) -> Iterator[Case]:
    """The cases of all sets, each question's with those of the other sets' questions at the same place."""
    by_question = [[list(group) for _, group in groupby(each, key=lambda case: case.question)] for each in sets]
    for turn in zip_longest(*by_question, fillvalue=()):
        for group in turn:
            yield from group


def show(told: Sequence[tuple[Case, Sequence[Outcome]]]) -> None:
    """Every case with what each side said, to be read."""
    for case, outcomes in told:
        print(f"\n{case.corpus}, {case.condition}: {case.question}  →  {case.answers}")
        for outcome in outcomes:
            said = "refused" if outcome.refused else "right" if holds(outcome.text, case.answers) else "wrong"
            cited = [holds_any(text, case.answers) for text in outcome.cited]
            print(f"  {said}, cited {cited}, warned {outcome.warned}: {outcome.text}  {outcome.note}")


def read_cases(folder: Path, name: str, noise: Sequence[float], chosen: slice) -> Iterator[Case]:
    """The cases of a set under every condition that it allows."""
    for line in read_lines(folder / f"{name}.jsonl")[chosen]:
        chance = random.Random(f"{name}-{line['id']}")
        right, negative = list(line["positive"]), [text for text in line.get("negative", []) if text.strip()]
        for share in noise:
            wanted = PASSAGES - round(PASSAGES * share)
            yield _case(name, f"noise {share:g}", line, _pick(right, wanted, chance), negative, chance)
        if len(negative) >= PASSAGES:
            yield _case(name, NEGATIVE, line, [], negative, chance)
        if "positive_wrong" in line:
            yield _case(name, WRONG, line, _pick(line["positive_wrong"], PASSAGES - 2, chance), negative, chance)


def _pick(positive: Sequence[Any], wanted: int, chance: random.Random) -> list[str]:
    """Passages that answer; where a question has several parts, one of each part before a second of any."""
    parts = [each if isinstance(each, list) else [each] for each in positive]
    if all(isinstance(each, str) for each in positive):
        return chance.sample(list(positive), min(wanted, len(positive)))
    wanted = max(wanted, len(parts))
    rounds = [part[turn] for turn in range(max(map(len, parts))) for part in parts if turn < len(part)]
    return rounds[:wanted]


def _case(
    name: str, condition: str, line: Any, right: Sequence[str], negative: list[str], chance: random.Random
) -> Case:
    others = [text for text in negative if text not in right]
    passages = [*right, *chance.sample(others, min(PASSAGES - len(right), len(others)))]
    chance.shuffle(passages)
    given = line["answer"] if isinstance(line["answer"], list) else [line["answer"]]
    answers = tuple(tuple(each) if isinstance(each, list) else (str(each),) for each in given)
    return Case(name, condition, line["query"], answers, tuple(" ".join(text.split()) for text in passages))


# ------------------------------------------------------------ the two sides


def answer_ours(case: Case, model: ChatModel) -> Outcome:
    """The answer as `journey ask` gives it."""
    playbook = load_playbook()
    answering = Answering(
        finder=GivenPassages(case.passages),
        meaning=None,
        playbook=lambda language: PlaybookIndex(playbook, language, None),
        open_model=lambda _texts: model,
        prompts=load_prompts,
        names=NameBook(),
        own_names=(),
        default_language="zh-Hans",
        chance=random.Random(1),
    )
    answer = answering.answer(case.question, limit=PASSAGES)
    cited = [case.passages[int(each.document[:-4]) - 1] for each in answer.citations if each.kind is Kind.NOTES]
    warned = bool(answer.cautions or answer.doubted or answer.disagreements)
    note = f"withheld {answer.withheld}" if answer.withheld else ""
    return Outcome(
        answer.text if answer.found else "", not answer.found, warned, tuple(cited), len(answer.withheld), note
    )


def answer_plain(case: Case, model: ChatModel) -> Outcome:
    """The answer to the plain prompt; a refusal and a warning are told by their words."""
    language = "en" if detect_language(case.question) == "en" else "zh"
    listed = "\n".join(f"[{n}] {text}" for n, text in enumerate(case.passages, 1))
    asked = PLAIN[language].replace("{passages}", listed).replace("{question}", case.question)
    reply = model.complete([Message("user", asked)], max_tokens=400, step="plain")
    said = reply.text
    keys = [int(each) for each in re.findall(r"\[(\d{1,2})\]", said)]
    cited = [case.passages[key - 1] for key in dict.fromkeys(keys) if 0 < key <= len(case.passages)]
    unknown = [""] * sum(not 0 < key <= len(case.passages) for key in dict.fromkeys(keys))
    folded = said.casefold()
    return Outcome(said, bool(_REFUSES.search(folded)), bool(_WARNS.search(folded)), (*cited, *unknown))


# ------------------------------------------------------------ scores


def holds(text: str, answers: Sequence[Sequence[str]]) -> bool:
    """Whether a text has every answer in one of its wordings, after folding."""
    folded = re.sub(r"[\s,，]", "", fold(text))
    return all(any(re.sub(r"[\s,，]", "", fold(one)) in folded for one in each) for each in answers)


def holds_any(text: str, answers: Sequence[Sequence[str]]) -> bool:
    """Whether a text has at least one of the answers."""
    return any(holds(text, [each]) for each in answers)


def render_table(told: Sequence[tuple[Case, Sequence[Outcome]]]) -> str:
    """Shares, one side / the other. A citation is right when the passage behind it holds an answer."""
    rows: list[list[str]] = []
    for corpus, condition in sorted({(case.corpus, case.condition) for case, _ in told}, key=_place):
        here = [each for each in told if (each[0].corpus, each[0].condition) == (corpus, condition)]
        sides = zip(*(outcomes for _, outcomes in here), strict=True)
        cells = [_score([(case, one) for (case, _), one in zip(here, side, strict=True)], condition) for side in sides]
        both = [" / ".join(each) if any(each) else "" for each in zip(*cells, strict=True)]
        rows.append([f"{corpus}, {condition}", str(len(here)), *both])
    head = ["", "n", "right", "refused", "falsely refused", "warned", "cites", "citations right", "withheld"]
    return markdown_table(head, rows)


def _place(row: tuple[str, str]) -> tuple[int, bool, str]:
    return SETS.index(row[0]), not row[1].startswith("noise"), row[1]


def _score(told: Sequence[tuple[Case, Outcome]], condition: str) -> list[str]:
    right = sum(not outcome.refused and holds(outcome.text, case.answers) for case, outcome in told)
    refused = sum(outcome.refused for _, outcome in told)
    warned = sum(outcome.warned for _, outcome in told)
    given = [(case, outcome) for case, outcome in told if not outcome.refused]
    cited = [holds_any(text, case.answers) for case, outcome in given for text in outcome.cited]
    citing = sum(bool(outcome.cited) for _, outcome in given)
    answerable = condition not in (NEGATIVE, WRONG)
    return [
        f"{right / len(told):.2f}" if answerable else "",
        f"{refused / len(told):.2f}" if condition == NEGATIVE else "",
        f"{refused / len(told):.2f}" if answerable else "",
        f"{warned / len(told):.2f}" if condition == WRONG else "",
        (f"{citing / len(given):.2f}" if given else "–") if answerable else "",
        (f"{sum(cited) / len(cited):.2f} of {len(cited)}" if cited else "none") if condition != WRONG else "",
        str(sum(outcome.withheld for _, outcome in told)),
    ]


SIDES: dict[str, Callable[[Case, ChatModel], Outcome]] = {"ours": answer_ours, "plain": answer_plain}


if __name__ == "__main__":
    main()
