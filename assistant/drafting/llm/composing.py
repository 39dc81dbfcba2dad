"""Making claims of a model's sentences: evidence under steady keys, the role said, every doubt of code beside it."""

from collections.abc import Sequence

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.llm.coding import ENGINE
from assistant.drafting.llm.doubting import Doubter, leave_out_strays, with_role
from assistant.drafting.llm.quotes import Cited
from assistant.journey import Claim, Dimension, Doubt, Evidence, Verdict
from assistant.wording import Language


class Composer:
    """Writes the model's claims into a draft; all evidence goes to the draft's one book of evidence."""

    def __init__(self, writer: ClaimWriter, keys: EvidenceKeys, doubter: Doubter, language: Language) -> None:
        self._writer = writer
        self._keys = keys
        self._language: Language = language
        self.doubter = doubter
        self.cited: dict[str, tuple[Cited, ...]] = {}

    def compose(
        self,
        name: str,
        text: str,
        cited: Sequence[Cited],
        doubts: Sequence[Doubt],
        *,
        dimension: Dimension | None = None,
        stage: str | None = None,
        segment: str | None = None,
    ) -> Claim:
        """The claim with that id, verified by code. `doubts` are those about how its quotes were given."""
        cited = leave_out_strays(text, cited)
        said = with_role(" ".join(text.split()), cited, self._language)
        keys = tuple(dict.fromkeys(self._cite(each) for each in cited))
        claim = Claim(
            name,
            said,
            keys,
            Verdict.SUPPORTED,
            ENGINE,
            doubts=(*doubts, *self.doubter.of_text(said, cited)),
            segment=segment,
            stage=stage,
            dimension=dimension,
        )
        self.cited[name] = tuple(cited)
        return self._writer.verify(claim)

    def check(self, text: str, cited: Sequence[Cited]) -> tuple[Doubt, ...]:
        """The doubts that `text` would have as a claim with those quotes."""
        keys = tuple(dict.fromkeys(self._cite(each) for each in cited))
        claim = Claim("", text, keys, Verdict.SUPPORTED, ENGINE, doubts=tuple(self.doubter.of_text(text, cited)))
        return self._writer.verify(claim).doubts

    def verify(self, claim: Claim) -> Claim:
        """The claim verified again, with the doubts it has by now."""
        return self._writer.verify(claim)

    def _cite(self, cited: Cited) -> str:
        statement = cited.told.statement
        key = self._keys.key(statement.id, cited.quote)
        if key not in self._writer.evidence:
            self._writer.evidence[key] = Evidence(
                key,
                statement.id,
                statement.document,
                statement.locator,
                statement.speaker,
                statement.role,
                cited.told.segment,
                cited.quote,
                statement.language,
                statement.question,
            )
        return key


def same_segment(cited: Sequence[Cited]) -> str | None:
    """The one segment that all quotes come from, or None."""
    found = {each.told.segment for each in cited}
    return found.pop() if len(found) == 1 else None
