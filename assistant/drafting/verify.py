"""Whether a claim is true to its evidence: quotes, figures, names, computations, and who said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.computing import is_right
from assistant.drafting.figures import Figure, find_figures
from assistant.drafting.names import NameBook, find_names, names_match
from assistant.drafting.quoting import find_quotations, strip_context, strip_quotations
from assistant.journey import Claim, Dimension, Doubt, Evidence, Role, Statement, Verdict
from assistant.sources.folding import find_quote
from assistant.wording import Language, Text

_DOUBTS = {
    "no-evidence": Text("没有引用任何证据。", "It cites no evidence."),
    "unknown-key": Text("引用了不存在的证据编号：{what}。", "It cites evidence keys that do not exist: {what}."),
    "quote-not-found": Text("在来源中找不到这些引文：{what}。", "These quotes are not found in their source: {what}."),
    "not-verbatim": Text(
        "引号里的话不在所引证据中：{what}。", "Words in quotation marks are not in the evidence: {what}."
    ),
    "figure": Text("所引证据里没有这些数字或日期：{what}。", "Figures or dates that are not in the evidence: {what}."),
    "figure-approximate": Text(
        "证据里只是约数，请核对：{what}。", "The evidence gives these figures only roughly: {what}."
    ),
    "name": Text("所引证据里没有这些名称：{what}。", "Names that are not in the evidence: {what}."),
    "name-unchecked": Text(
        "名称可能是译名，程序无法核对：{what}。", "Names that may be translated and cannot be checked by code: {what}."
    ),
    "computation": Text(
        "按所列数据重新计算，结果不是“{what}”。", "Computed again from its inputs, the result is not {what}."
    ),
    "interviewer-only": Text("只有访谈者的话，不能作为证据。", "Only the interviewer says so, which is no evidence."),
    "staff-only": Text("只有员工这么说，还没有客户证实。", "Only staff say so; no customer has confirmed it yet."),
    "role-unknown": Text(
        "说话人的身份不明，不知道是客户还是员工。", "It is not known whether the speaker is a customer or staff."
    ),
}
_FATAL = frozenset(
    {"no-evidence", "quote-not-found", "not-verbatim", "figure", "name", "computation", "interviewer-only"}
)
_FATAL_FROM_ELSEWHERE = frozenset({"not-borne-out", "instruction", "pseudonym", "foreign-name", "link"})
"""Doubts of the chat model's engine after which a claim is no longer taken to be supported at all."""
_OURS = frozenset(_DOUBTS)


@dataclass(frozen=True, slots=True)
class Checker:
    """What claims are checked against: the statements as they were read, the names, the report's language."""

    statements: Mapping[str, Statement]
    names: NameBook
    language: Language

    def verify(self, claim: Claim, evidence: Mapping[str, Evidence]) -> Claim:
        """`claim` with the verdict and doubts that `verify_claim` gives."""
        return verify_claim(claim, evidence, self.statements, self.names, self.language)


def verify_claim(
    claim: Claim,
    evidence: Mapping[str, Evidence],
    statements: Mapping[str, Statement],
    names: NameBook,
    language: Language,
) -> Claim:
    """`claim` with its verdict and its doubts, worded in `language`; its text and keys are never changed.

    `evidence` maps keys to what they stand for, `statements` ids to the statements that were read. A person's edited
    claim keeps the verdict `edited`; its doubts are shown beside it. Doubts of other kinds (from a model or a person)
    stay, and keep a claim from being `supported`.
    """
    found = _find_doubts(claim, evidence, statements, names)
    doubts = [Doubt(kind, _DOUBTS[kind].filled(what=_listed(what, language)).say(language)) for kind, what in found]
    doubts += [doubt for doubt in claim.doubts if doubt.kind not in _OURS]
    return replace(claim, verdict=_judge(claim, doubts, evidence), doubts=tuple(doubts))


def _judge(claim: Claim, doubts: Sequence[Doubt], evidence: Mapping[str, Evidence]) -> Verdict:
    if claim.verdict == Verdict.EDITED:
        return Verdict.EDITED
    kinds = {doubt.kind for doubt in doubts}
    if kinds & (_FATAL | _FATAL_FROM_ELSEWHERE) or (
        "unknown-key" in kinds and not any(key in evidence for key in claim.keys)
    ):
        return Verdict.UNSUPPORTED
    return Verdict.PARTIAL if kinds else Verdict.SUPPORTED


def _listed(what: Sequence[str], language: Language) -> str:
    return (", " if language == "en" else "、").join(what)


def _find_doubts(
    claim: Claim, evidence: Mapping[str, Evidence], statements: Mapping[str, Statement], names: NameBook
) -> list[tuple[str, tuple[str, ...]]]:
    doubts: list[tuple[str, tuple[str, ...]]] = []

    def doubt(kind: str, what: Sequence[str] = ()) -> None:
        doubts.append((kind, tuple(dict.fromkeys(what))))

    unknown = [key for key in claim.keys if key not in evidence]
    if unknown:
        doubt("unknown-key", unknown)
    cited = [evidence[key] for key in claim.keys if key in evidence]
    if not claim.keys and claim.computation is None:
        doubt("no-evidence")
    lost = [each.key for each in cited if not _is_verbatim(each, statements)]
    if lost:
        doubt("quote-not-found", lost)
    sound = [each for each in cited if each.key not in lost and each.role != Role.INTERVIEWER]
    if cited and all(each.role == Role.INTERVIEWER for each in cited):
        doubt("interviewer-only")
    wording = _read_wording(claim, sound)
    for kind, what in (*_wording_doubts(wording, sound, names), *_computation_doubts(claim, wording)):
        doubt(kind, what)
    role_doubt = _role_doubt(claim, sound)
    if role_doubt:
        doubt(role_doubt)
    return doubts


def _is_verbatim(evidence: Evidence, statements: Mapping[str, Statement]) -> bool:
    statement = statements.get(evidence.statement)
    return (
        statement is not None
        and bool(evidence.quote.strip())
        and find_quote(evidence.quote, statement.text) is not None
    )


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a claim says in words of its own, without what it quotes word for word, which needs no further proof.

    `invented` stands in quotation marks and in no evidence. Of the `figures`, `missing` and `rough` are those that the
    evidence does not give, or gives roughly only.
    """

    text: str
    invented: Sequence[str]
    figures: Sequence[Figure]
    missing: Sequence[Figure]
    rough: Sequence[Figure]


def _read_wording(claim: Claim, cited: Sequence[Evidence]) -> _Wording:
    text = _without_context(claim.text, cited)
    quoted = find_quotations(text)
    said = {words for words in quoted if _is_said(words, cited)}
    own = strip_quotations(text, said.__contains__)
    figures = find_figures(own)
    missing, rough = _unmatched_figures(figures, claim, cited)
    return _Wording(own, [words for words in quoted if words not in said], figures, missing, rough)


def _wording_doubts(wording: _Wording, cited: Sequence[Evidence], names: NameBook) -> list[tuple[str, list[str]]]:
    absent, unchecked = _unmatched_names(wording.text, cited, names)
    found = [
        ("not-verbatim", list(wording.invented)),
        ("figure", [figure.words for figure in wording.missing]),
        ("figure-approximate", [figure.words for figure in wording.rough]),
        ("name", absent),
        ("name-unchecked", unchecked),
    ]
    return [(kind, what) for kind, what in found if what]


def _without_context(text: str, cited: Sequence[Evidence]) -> str:
    for question in {each.question for each in cited if each.question}:
        text = strip_context(text, question)
    return text


def _is_said(words: str, cited: Sequence[Evidence]) -> bool:
    return any(find_quote(words, each.quote) is not None for each in cited)


def _unmatched_figures(
    told: Sequence[Figure], claim: Claim, cited: Sequence[Evidence]
) -> tuple[list[Figure], list[Figure]]:
    if not told:
        return [], []
    said = [figure for each in cited for figure in find_figures(each.quote)]
    said += [figure for each in cited if each.speaker for figure in find_figures(each.speaker)]
    if claim.computation is not None and is_right(claim.computation):
        said += find_figures(claim.computation.result)
        if claim.computation.operation != "count":
            said += [figure for each in claim.computation.inputs for figure in find_figures(each)]
    missing: list[Figure] = []
    rough: list[Figure] = []
    for figure in told:
        matches = [each for each in said if figure.matches(each)]
        if not matches:
            missing.append(figure)
        elif not figure.approximate and all(each.approximate for each in matches):
            rough.append(figure)
    return missing, rough


def _unmatched_names(text: str, cited: Sequence[Evidence], names: NameBook) -> tuple[list[str], list[str]]:
    said = "\n".join(f"{each.speaker or ''}\n{each.quote}" for each in cited)
    absent: list[str] = []
    unchecked: list[str] = []
    for name in find_names(text, names):
        if names_match(name, said, names):
            continue
        listed = len(names.spellings(name)) > 1 or any(names.spellings(name)[0] in group for group in names.groups)
        foreign = bool(cited) and not listed and all(_other_script(name, each.quote) for each in cited)
        (unchecked if foreign else absent).append(name)
    return absent, unchecked


def _other_script(name: str, quote: str) -> bool:
    """Whether the name is Latin and the quote Chinese, or the reverse: then it may be a translation."""
    return name.isascii() != quote.isascii()


def _computation_doubts(claim: Claim, wording: _Wording) -> list[tuple[str, list[str]]]:
    """Whether the result is what its inputs give, and whether it is the figure that the sentence names."""
    if claim.computation is None:
        return []
    if not is_right(claim.computation):
        return [("computation", [claim.computation.result])]
    named = [figure for figure in wording.figures if figure not in wording.missing]  # those have their doubt already
    if not named or _names_all(named, (claim.computation.result,)):
        return []
    if claim.computation.operation == "share" and _names_all(named, claim.computation.inputs):
        return []  # "7 of 20" says it as well as "35%"
    return [("computation", [figure.words for figure in named])]


def _names_all(named: Sequence[Figure], results: Sequence[str]) -> bool:
    wanted = [figure for result in results for figure in find_figures(result)]
    return all(any(figure.matches(each) for figure in named) for each in wanted)


def _role_doubt(claim: Claim, cited: Sequence[Evidence]) -> str | None:
    roles = {each.role for each in cited}
    if not roles or Role.CUSTOMER in roles:
        return None
    about_company = claim.dimension in (Dimension.TOUCHPOINT, Dimension.KPI)
    if Role.STAFF in roles:
        return None if about_company else "staff-only"
    return "role-unknown"
