"""The machine's doubts as comments: why a claim is doubted, and what a person should check."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.journey import Claim, Gap, GapKind, Level, Verdict
from assistant.reports import words
from assistant.reports.blocks import Block, Bookmark, Paragraph, Piece, paragraphs_of, with_paragraphs
from assistant.reports.voice import Voice
from assistant.wording import Text

_WHY = Text("{verdict}：{why}", "{verdict}: {why}", "{verdict}：{why}")
_CHECK = Text("请核对：{advice}", "Please check: {advice}", "請核對：{advice}")
_ADVICE: dict[str, Text] = {
    "no-evidence": Text("在访谈里找一句能支持它的原话；找不到就删去。", "find words in the interviews that carry it, or drop it."),
    "unknown-key": Text("这个编号是否写错；所引的原话应当是哪一条。", "whether the key is mistyped, and which quote is meant."),
    "quote-not-found": Text("打开来源文件，看原话是否改动过或另有出处。", "open the source: the words may stand elsewhere."),
    "not-verbatim": Text("引号里的话是不是转述；转述请去掉引号。", "whether this is a paraphrase; if so, take the quotation marks away."),
    "figure": Text("数字从哪里来；没有出处就改成原话里的说法。", "where the figure comes from; without a source, say what the quote says."),
    "figure-approximate": Text(
        "原话是约数，句子要不要写成“约”“左右”。", "the speaker was rough; should the sentence say “about”?",
        "原話是約數，句子要不要寫成「約」「左右」。",
    ),
    "name": Text("名称是否写对，说话人指的是不是它。", "whether the name is right and is what the speaker meant."),
    "name-unchecked": Text("译名与原名是否同一个。", "whether the translated name is the same as the original."),
    "computation": Text("用列出的数据重新算一遍。", "compute it again from the inputs given.", "用列出的資料重新算一遍。"),
    "interviewer-only": Text("受访者自己有没有这样说过。", "whether an interviewee says so as well."),
    "staff-only": Text(
        "有没有客户也这样说；没有的话，写明这是员工的看法。",
        "whether a customer says so too; if not, say that it is the staff’s view.",
        "有沒有客戶也這樣說；沒有的話，寫明這是員工的看法。",
    ),
    "role-unknown": Text(
        "说话人是客户还是员工，并写进 client.toml。", "whether the speaker is a customer or staff; write it into client.toml."
    ),
    "generalised": Text("要不要写成“有一位客户说”，或者再找几位求证。", "say “one customer”, or ask more of them."),
    "far-from-words": Text("句子和原话说的是不是同一件事。", "whether the sentence and the quote are about the same thing."),
    "other-language": Text("请懂这种语言的人对照原话。", "with somebody who reads that language, against the words cited."),
    "partly-borne-out": Text("把原话没有说到的部分去掉或补证。", "take away or back up what goes beyond the words."),
    "not-borne-out": Text("按原话改写，或者删去。", "reword it after the quote, or drop it."),
    "instruction": Text("这是不是受访者的经历；不是就删去。", "whether this is an interviewee’s account; if not, drop it."),
    "one-speaker": Text("另一方有没有人说过相反的话。", "whether anybody on the other side says the opposite."),
}  # fmt: skip
_OPEN = Text(
    "对照附录中的原话，改写、补证或删去。",
    "compare it with the quote in the appendix: reword it, back it up, or drop it.",
)
_CONTRADICTION = Text(
    "疑似矛盾：由程序比对得出，还没有人确认。", "Possible contradiction: found by comparing, confirmed by nobody yet."
)
_CONTRADICTION_ADVICE = Text(
    "两边说的是不是同一件事、同一时期、同一类客户。",
    "whether both sides speak of the same thing, the same time and the same customers.",
    "兩邊說的是不是同一件事、同一時期、同一類客戶。",
)
_SINGLE = Text(
    "只有一人说起，却列为{severity}：{level}。", "One person alone speaks of it, yet it is marked {severity}: {level}.",
    "只有一人說起，卻列為{severity}：{level}。",
)  # fmt: skip
_SINGLE_ADVICE = Text(
    "再问一两位；没有旁证时，程度是否该调低。", "ask one or two more; without a second voice, should it rank lower?"
)


_SHARED = Text(
    "同样的疑问在本报告中共有 {count} 条要点，这里只说一次；那些要点后面都写着判定。",
    "In this report {count} claims share this doubt, which is said only here; each of them bears its verdict in words.",
    "同樣的疑問在本報告中共有 {count} 條要點，這裡只說一次；那些要點後面都寫著判定。",
)
_MOST_ALIKE = 12
"""Comments with the same words in one report; of more only the first is made, or they would hide the others."""


def with_fewer_comments(voice: Voice, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a doubt that many claims share said once, on the first of them, with their number."""
    counts = Counter(piece.comment for paragraph in paragraphs_of(blocks) for piece in _commented(paragraph))
    if max(counts.values(), default=0) <= _MOST_ALIKE:
        return list(blocks)
    said: set[tuple[str, ...]] = set()

    def once(piece: Piece) -> Piece:
        if not isinstance(piece, Bookmark) or counts[piece.comment] <= _MOST_ALIKE:
            return piece
        first = piece.comment not in said
        said.add(piece.comment)
        shared = voice.say(_SHARED, count=counts[piece.comment])
        return replace(piece, comment=(*piece.comment, shared) if first else ())

    return with_paragraphs(blocks, lambda each: replace(each, pieces=tuple(map(once, each.pieces))))


def _commented(paragraph: Paragraph) -> list[Bookmark]:
    return [piece for piece in paragraph.pieces if isinstance(piece, Bookmark) and piece.comment]


def claim_comment(voice: Voice, claim: Claim) -> tuple[str, ...]:
    """Why the claim is doubted, and what to check; nothing for a claim without doubts."""
    if not claim.doubts and claim.verdict not in (Verdict.PARTIAL, Verdict.UNSUPPORTED):
        return ()
    verdict = voice.say(words.VERDICTS[claim.verdict])
    details = list(dict.fromkeys(doubt.detail for doubt in claim.doubts))
    why = ("" if voice.language != "en" else " ").join(details) or voice.say(words.VERDICTS_EXPLAINED[claim.verdict])
    advice = list(dict.fromkeys(voice.say(_ADVICE.get(doubt.kind, _OPEN)) for doubt in claim.doubts))
    return (
        voice.say(_WHY, verdict=verdict[:1].upper() + verdict[1:], why=why),
        *(voice.say(_CHECK, advice=each) for each in advice or [voice.say(_OPEN)]),
    )


def gap_comment(voice: Voice, gap: Gap) -> tuple[str, ...]:
    """What to confirm about a gap: a contradiction that a program found, or a grave finding on one person's word."""
    if gap.candidate and gap.kind is GapKind.CONTRADICTION:
        return voice.say(_CONTRADICTION), voice.say(_CHECK, advice=voice.say(_CONTRADICTION_ADVICE))
    if gap.severity is Level.HIGH and gap.kind in (GapKind.PROBLEM, GapKind.OPPORTUNITY):
        cited = [voice.evidence[key] for claim in gap.claims for key in claim.keys if key in voice.evidence]
        if len({each.said_by for each in cited}) == 1:
            label = words.IMPORTANCE if gap.kind is GapKind.OPPORTUNITY else words.SEVERITY
            said = voice.say(_SINGLE, severity=voice.say(label), level=voice.say(words.LEVELS[gap.severity]))
            return said, voice.say(_CHECK, advice=voice.say(_SINGLE_ADVICE))
    return ()
