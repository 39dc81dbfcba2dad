"""One question put to the model, and what of its reply stands."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.figures import find_figures
from assistant.drafting.names import find_names, names_match
from assistant.errors import BudgetError, EndpointError, JourneyError
from assistant.model.port import ChatModel, Outcome, Request, complete
from assistant.model.prompts import Prompt
from assistant.model.shapes import FoundShape, found_shape
from assistant.sessions.answer import Answer
from assistant.sessions.checking import Checker, State
from assistant.sessions.disagreements import find_disagreements
from assistant.sessions.entries import Entry, Kind, render_entries
from assistant.sessions.grounding import Asked, Grounding, Sentence
from assistant.sessions.splitting import split_answer
from assistant.sessions.streaming import StreamedReply, Told
from assistant.sessions.wanted import gives_what_is_asked
from assistant.sessions.withholding import MARKS
from assistant.sources.folding import fold
from assistant.sources.language import detect_language
from assistant.wording import Text

STEP = "ask"
MOST_TOKENS = 600
"""Room for an answer: a few short quotes, three sentences, the rest of the shape."""
_MOST_QUOTES = 4
SHOWN = 3  # nearest passages that are shown when there is no answer
_LONGEST_QUESTION = 200
_NO_WORDS = re.compile(
    r"[\s。.、\"“”]*(?:无|没有|none|no|n/a|nothing|无矛盾|没有矛盾|no conflict)?[\s。.、\"“”]*", re.IGNORECASE
)
_LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}

_UNUSABLE = {
    Outcome.INVALID: Text("模型的答复不合格式", "the model's reply could not be read"),
    Outcome.CUT: Text("模型的答复中途断了", "the model's reply was cut short"),
    Outcome.REFUSED: Text("模型拒绝回答", "the model refused to answer"),
    Outcome.TOO_LONG: Text("材料超出了模型的上下文长度", "the material does not fit the model's context"),
}
_OTHER_LANGUAGE = Text("模型用了另一种语言作答", "the model answered in another language")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What stands after the second look: `taken_back` and `amended` had been handed on before it.

    `stopped` are the keys of quotes that do not answer.
    """

    kept: tuple[Sentence, ...]
    taken_back: tuple[Sentence, ...] = ()
    amended: tuple[Sentence, ...] = ()
    partly: bool = False
    quoted: bool = False
    stopped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """Asks the model about these entries and keeps what code can bear out, and a second look with the prompts in `check`, if given.

    `of_method`: the playbook may answer it; `following`: the playbook's question to ask next where the notes do not.
    """

    model: ChatModel
    prompt: Prompt
    check: tuple[Prompt, Prompt] | None
    asked: Asked
    of_method: bool
    following: str
    chance: random.Random

    def answer(self, plain: Answer, notes: Sequence[Entry], guidance: Sequence[Entry], told: Told | None) -> Answer:
        """The answer; `plain`, what can be said without a model, where the model has none to give."""
        base = replace(plain, model=self.model.name)
        entries = {each.key: each for each in (*notes, *guidance)}
        if not entries:
            return replace(base, found=False)
        grounding = Grounding(self.asked, entries)
        # what no answer may rest on only leads a weak model astray, and costs tokens
        bearing = [each for each in notes if grounding.may_bear(each)]
        if notes and not bearing and not self.of_method:
            return replace(
                base, found=False, perhaps=False, citations=(), nearest=(base.citations or base.nearest)[:SHOWN]
            )
        streamed = StreamedReply(grounding, told) if told is not None else None
        try:
            value, outcome = self._ask(bearing, guidance, streamed)
        except EndpointError as error:
            return self._without_reply(base, grounding, streamed, error.message, error)
        if value is None:
            problem = _UNUSABLE.get(outcome, _UNUSABLE[Outcome.INVALID])
            return self._without_reply(base, grounding, streamed, problem, None)
        kept = self._check(grounding, value, streamed, told)
        looked = self._look_again(grounding, kept, value.found, told)
        answer = self._build(base, grounding, value, looked, notes)
        if looked.kept or not looked.stopped:
            return answer
        stopped = looked.stopped.union(grounding.quoted)
        left = [each for each in bearing if each.key not in stopped]
        return self._ask_once_more(base, answer, left, guidance, told) if left else answer

    def _ask_once_more(
        self, base: Answer, first: Answer, left: Sequence[Entry], guidance: Sequence[Entry], told: Told | None
    ) -> Answer:
        """The answer from the passages that are left where all that was said from others was stopped; `first` if none.

        (A weak model often picks a passage that only looks like an answer, beside one that is.) Bare quotes in place of
        words that do not stand are not taken from a second choice. Nothing is handed on before it is checked twice.
        """
        grounding = Grounding(self.asked, {each.key: each for each in (*left, *guidance)})
        try:
            value, _ = self._ask(left, guidance, None)
            if value is None:
                return first
            kept = self._check(grounding, value, None, None)
            if not kept:
                return replace(first, withheld=(*first.withheld, *grounding.withheld))
            looked = self._look_again(grounding, kept, value.found, None)
        except (EndpointError, BudgetError):
            return first  # what may stand on a screen is taken back by it
        except KeyboardInterrupt:
            if not first.taken_back:
                raise
            return first
        second = self._build(base, grounding, value, looked, left)
        withheld = (*first.withheld, *second.withheld)
        if not second.found:
            return replace(first, withheld=withheld)
        if told is not None:
            for each in second.sentences:
                told(each, grounding.citations(each.keys))
        return replace(second, withheld=withheld, taken_back=first.taken_back)

    # ------------------------------------------------------------ asking

    def _ask(
        self, notes: Sequence[Entry], guidance: Sequence[Entry], streamed: StreamedReply | None
    ) -> tuple[FoundShape | None, Outcome]:
        request = self._request(notes, guidance)
        if streamed is not None:
            try:
                value = streamed.read(self.model, request)
            except EndpointError as error:
                if streamed.begun or error.retryable:
                    raise
                value = None  # it may only lack streaming, or room: asked once more in the ordinary way
            if value is not None or streamed.sentences:
                return value, Outcome.CUT
        reply = complete(self.model, request)
        while reply.outcome is Outcome.TOO_LONG and len(notes) > 1:
            notes, guidance = notes[: len(notes) // 2], guidance[:1]
            reply = complete(self.model, self._request(notes, guidance))
        return reply.value, reply.outcome

    def _request(self, notes: Sequence[Entry], guidance: Sequence[Entry]) -> Request[FoundShape]:
        language = self.asked.language
        values = {
            "question": self.asked.question,
            "playbook": render_entries(guidance, language),
            "output_language": _LANGUAGES[language],
        }
        filled = self.prompt.fill(values, {"passages": render_entries(notes, language)}, self.chance)
        return filled.request(MOST_TOKENS, found_shape([each.key for each in (*notes, *guidance)], most=_MOST_QUOTES))

    # ------------------------------------------------------------ what stands

    def _check(
        self, grounding: Grounding, value: FoundShape, streamed: StreamedReply | None, told: Told | None
    ) -> list[Sentence]:
        """The sentences that stand: those handed on while the reply was written, and the rest."""
        kept = list(streamed.sentences) if streamed is not None else []
        if streamed is None or not streamed.took_quotes:
            grounding.accept_quotes([(each.key, each.words) for each in value.evidence])
        if value.found == "no":
            return kept
        seen = streamed.pieces if streamed is not None else 0
        for piece in split_answer(value.answer)[seen:]:
            sentence = grounding.check(piece)
            if sentence is not None:
                kept.append(sentence)
                if told is not None:
                    told(sentence, grounding.citations(sentence.keys))
        return kept

    def _look_again(self, grounding: Grounding, kept: Sequence[Sentence], found: str, told: Told | None) -> _Looked:
        """What the second call leaves standing; where none of the model's words stood, the quotes themselves may.

        (A model that copies the right words and then says something wrong is worth its quotes, if they do answer.)
        """
        instead = [] if kept or found == "no" or self.check is None else grounding.quote_instead()
        keys = [key for each in (*kept, *instead) if each.kind is Kind.NOTES for key in each.keys]
        if self.check is None or not keys:
            return _Looked(tuple(kept))
        checker = Checker(self.model, *self.check, self.asked, self.chance)
        said = {key: " ".join(each.text for each in kept if key in each.keys) for key in keys}
        states = checker.check(grounding.citations(keys), grounding.entries, said)
        standing: list[Sentence] = []
        taken_back: list[Sentence] = []
        amended: list[Sentence] = []
        for each in (*kept, *instead):
            seen = [states.get(key, "stands") for key in each.keys]
            if all(state == "not" for state in seen) or (instead and "unchecked" in seen):
                grounding.withheld.append("not-an-answer")
                taken_back.extend([each] if told is not None and not instead else [])
                continue
            marked = _looked_at(each, states, self.asked)
            standing.append(marked)
            amended.extend([marked] if told is not None and marked.marks != each.marks else [])
            if told is not None and instead:
                told(marked, grounding.citations(marked.keys))
        partly = bool(standing) and all(states.get(key) == "partly" for each in standing for key in each.keys)
        stopped = frozenset(key for key, state in states.items() if state == "not")
        return _Looked(tuple(standing), tuple(taken_back), tuple(amended), partly, bool(instead), stopped)

    def _build(
        self, base: Answer, grounding: Grounding, value: FoundShape, looked: _Looked, notes: Sequence[Entry]
    ) -> Answer:
        kept = looked.kept
        cautions, doubted = self._cautions(grounding, value.conflict) if grounding.quoted or kept else ((), ())
        keys = [key for each in kept for key in each.keys]
        answers = gives_what_is_asked(self.asked.question, [each.text for each in kept])
        from_notes = any(each.kind is Kind.NOTES for each in kept)
        found = answers and (from_notes or (bool(kept) and self.of_method))
        quoted = grounding.cite_quotes(grounding.quoted) if value.found != "no" else ()
        others = (each for each in (*base.citations, *base.nearest) if each.kind is Kind.NOTES)
        nearest = tuple({each.key: each for each in (*others, *quoted)}.values())
        nearest = tuple(sorted(nearest, key=lambda each: each.key not in grounding.quoted))
        language = detect_language(" ".join(each.text for each in kept), self.asked.language)
        strange = bool(kept) and not looked.quoted and (language == "en") != (self.asked.language == "en")
        return replace(
            base,
            found=found,
            perhaps=False,
            sentences=kept,
            taken_back=looked.taken_back,
            amended=looked.amended,
            citations=grounding.citations([*keys, *(key for each in cautions for key in each.keys)]),
            nearest=() if found else nearest[:SHOWN],
            disagreements=find_disagreements(self.asked.question, notes, keys) if kept else (),
            cautions=cautions,
            doubted=doubted,
            next_questions=() if found and value.found == "yes" else self._following(value),
            withheld=tuple(grounding.withheld),
            partly=found and (value.found == "partly" or looked.partly),
            problem=_OTHER_LANGUAGE if strange else None,
        )

    def _without_reply(
        self,
        base: Answer,
        grounding: Grounding,
        streamed: StreamedReply | None,
        problem: Text,
        fault: JourneyError | None,
    ) -> Answer:
        """The nearest passages where the model gave no answer; what it had said and was checked before that stays."""
        kept = replace(base, problem=problem, fault=fault, withheld=tuple(grounding.withheld))
        if streamed is None or not streamed.sentences:
            return kept
        said = tuple(streamed.sentences)
        cited = grounding.citations([key for each in said for key in each.keys])
        return replace(
            kept,
            found=True,
            perhaps=False,
            partly=True,
            sentences=said,
            citations=cited,
            nearest=(),
            disagreements=(),
            next_questions=(),
        )

    def _cautions(self, grounding: Grounding, conflict: str) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
        """What the model says disagrees, as far as it is borne out; else only which passages it doubts.

        (It may doubt a passage by what everybody knows. That is worth a warning, but its words for it have no source.)
        """
        if _NO_WORDS.fullmatch(conflict):
            return (), ()
        counted = len(grounding.withheld)
        checked = [sentence for piece in split_answer(conflict) if (sentence := grounding.check(piece)) is not None]
        refused = set(grounding.withheld[counted:]) - {"repeated"}
        del grounding.withheld[counted:]
        if not refused:
            return tuple(checked), ()
        named = [key for key in re.findall(r"[NP]\d{1,3}", conflict.upper()) if key in grounding.entries]
        return tuple(checked), tuple(dict.fromkeys(named)) or grounding.quoted

    def _following(self, value: FoundShape) -> tuple[str, ...]:
        """The playbook's question, and the model's own where it brings in no name or figure that was not asked about."""
        own = " ".join(value.next_question.split())
        question, names = self.asked.question, self.asked.names
        known = find_figures(question)
        invents = any(not any(figure.matches(each) for each in known) for figure in find_figures(own)) or any(
            not names_match(name, question, names) and fold(name) not in self.asked.own
            for name in find_names(own, names)
        )
        sound = own.endswith(("?", "？")) and len(own) <= _LONGEST_QUESTION and not invents
        return tuple(dict.fromkeys((self.following, *((own,) if sound else ()))))


def _looked_at(sentence: Sentence, states: Mapping[str, State], asked: Asked) -> Sentence:
    """The sentence without the keys whose quotes do not answer; marked where the second look could not be made."""
    keys = tuple(key for key in sentence.keys if states.get(key) != "not")
    seen = {states.get(key) for key in keys}
    marks = [MARKS[state].say(asked.language) for state in ("unchecked", "doubted") if state in seen]
    return replace(sentence, keys=keys, marks=(*sentence.marks, *marks))
