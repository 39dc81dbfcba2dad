"""The script of a model that does each step of a draft as it is asked to, reading what it is sent like any model."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tests.fakes.openai_server import Call, Scripted, says_json

STAGES = ("awareness", "consideration", "purchase", "retention", "loyalty")
DIMENSIONS = ("behaviour", "touchpoint", "kpi", "insight")
_LINE = re.compile(r"^([SECN]\d+)(?:〔(.+?)〕| \[(.+?)\] )(.*)$", re.MULTILINE)
_ASKED = re.compile(r"^(?:（问：.*?）|\(asked: .*?\) )")
_CLAIM = re.compile(r"^(C\d+) (.*)\n  (?:原话：|words: )(.*)$", re.MULTILINE)
Lie = Callable[[dict[str, Any], "Sent"], Any]


@dataclass(frozen=True)
class Line:
    """One statement as the model sees it."""

    key: str
    role: str
    words: str


@dataclass(frozen=True)
class Sent:
    """A request as the model sees it."""

    step: str
    lines: tuple[Line, ...]
    claims: tuple[tuple[str, str, str], ...]
    text: str
    choices: tuple[str, ...]


def read_sent(call: Call) -> Sent:
    """What a request asks: its step by the name of the shape, and the lines between its fences."""
    text = "\n".join(str(each["content"]) for each in call.body["messages"])
    shape = _shape(call)
    users = "\n".join(str(each["content"]) for each in call.body["messages"] if each["role"] == "user")
    fenced = "\n".join(re.findall(r"<notes [0-9a-f]{16}>\n(.*?)\n</notes", users, re.DOTALL))
    lines = tuple(
        Line(key, chinese or english, _ASKED.sub("", words)) for key, chinese, english, words in _LINE.findall(fenced)
    )
    asked = next(iter(shape.get("properties", {})), "")
    step = "insights" if asked == "findings" else asked
    claims = tuple(_CLAIM.findall(fenced)) if step == "verdicts" else ()
    return Sent(step, lines, claims, text, _stage_choices(shape))


def _shape(call: Call) -> Mapping[str, Any]:
    """The JSON schema of the answer, however it is told: as a format, as a tool, or in the last message but one."""
    told = call.body.get("response_format", {}).get("json_schema", {}).get("schema")
    if told is None and call.body.get("tools"):
        told = call.body["tools"][0]["function"]["parameters"]
    if told is None:
        texts = [str(each["content"]) for each in call.body["messages"] if "JSON schema: " in str(each["content"])]
        told, _ = json.JSONDecoder().raw_decode(texts[-1].rpartition("JSON schema: ")[2])
    return told


def _stage_choices(shape: Mapping[str, Any]) -> tuple[str, ...]:
    found = re.search(r'"stages": \{.*?"enum": \[(.*?)\]', json.dumps(shape))
    return tuple(json.loads(f"[{found[1]}]")) if found else ()


@dataclass
class Analyst:
    """Answers every step well, by rules; `lies` spoil the answers of a step, `verdict` is what the judge says.

    `codes` may say how a statement is coded, by its words: (stage, dimension, sentiment), or None for none.
    """

    lies: dict[str, Lie] = field(default_factory=dict[str, Lie])
    verdict: str = "yes"
    codes: Callable[[str], tuple[str, str, int] | None] | None = None
    said: list[Sent] = field(default_factory=list[Sent])

    def __call__(self, call: Call) -> Scripted:
        if not call.path.endswith("/chat/completions"):
            return Scripted()
        sent = read_sent(call)
        self.said.append(sent)
        value = getattr(self, f"_{sent.step}")(sent)
        lie = self.lies.get(sent.step)
        spoiled = lie(value, sent) if lie is not None else value
        if isinstance(spoiled, Scripted):
            return spoiled
        answer = json.dumps(spoiled, ensure_ascii=False)
        return says_json(spoiled, usage=(_tokens(sent.text), _tokens(answer)))

    def steps(self) -> list[str]:
        """The steps so far, in order."""
        return [each.step for each in self.said]

    def _codings(self, sent: Sent) -> dict[str, Any]:
        return {"codings": {each.key: self._coding(each) for each in sent.lines}}

    def _coding(self, line: Line) -> list[str]:
        code = self.codes(line.words) if self.codes is not None else code_by_hash(line.words)
        return [str(each) for each in code] if code is not None else []

    def _claims(self, sent: Sent) -> dict[str, Any]:
        lines = [each for each in sent.lines if len(each.words) > 3][:3]
        return {
            "claims": [
                {"evidence": [_quote(each)], "revises": "new", "claim": f"有受访者说，{_middle(each.words)}。"}
                for each in lines
            ]
        }

    def _verdicts(self, sent: Sent) -> dict[str, Any]:
        missing = "" if self.verdict == "yes" else "普遍"
        return {"verdicts": [{"key": key, "missing": missing, "verdict": self.verdict} for key, _, _ in sent.claims]}

    def _insights(self, sent: Sent) -> dict[str, Any]:
        parts = ("does", "says", "barrier", "company")
        findings = [
            {"evidence": [_quote(each)], "part": part, "claim": f"有受访者讲到，{_middle(each.words)}。"}
            for part, each in zip(parts, sent.lines, strict=False)
        ]
        answer = [{"question": "Q1", "evidence": [_quote(each)], "answer": _middle(each.words), "state": "answered"}
                  for each in sent.lines[:1]]  # fmt: skip
        return {"findings": findings, "answers": answer}

    def _gaps(self, sent: Sent) -> dict[str, Any]:
        customers = [each for each in sent.lines if each.role.startswith(("客户", "customer"))]
        staff = [each for each in sent.lines if each.role.startswith(("员工", "staff"))]
        found = [_gap("problem", [each]) for each in customers[:2]]
        found += [_gap("opportunity", [each]) for each in customers[2:3]]
        if customers and staff:
            found.append(_gap("contradiction", [staff[0], customers[0]]))
        return {"gaps": found}


def code_by_hash(words: str) -> tuple[str, str, int] | None:
    """A code that depends on the words alone; about one statement in eight is not about the journey."""
    drawn = sha256(words.encode("utf-8", "surrogatepass")).digest()
    if drawn[0] % 8 == 0:
        return None
    return STAGES[drawn[1] % 5], DIMENSIONS[drawn[2] % 4], drawn[3] % 3 - 1


def _gap(kind: str, lines: list[Line]) -> dict[str, Any]:
    return {
        "evidence": [_quote(each) for each in lines],
        "kind": kind,
        "stage": "purchase",
        "title": "；".join(_middle(each.words) for each in lines),
        "severity": "medium",
        "effort": "low",
        "next_step": "找相关的人核对这件事的经过。",
        "owner": "客服",
    }


def _quote(line: Line) -> dict[str, Any]:
    return {"key": line.key, "words": _middle(line.words)}


def _middle(words: str) -> str:
    """The first clause that says something."""
    pieces = [each.strip() for each in re.split(r"[，。！？；,!?;]", words)]
    return max(pieces, key=len) if pieces else words


def _tokens(text: str) -> int:
    """Chinese characters one each, the rest four letters a token: about what providers count."""
    chinese = sum(letter >= "⺀" for letter in text)
    return chinese + (len(text) - chinese) // 4
