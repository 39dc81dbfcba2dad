"""The draft of the extractive engine: maps, stage insights and gaps, with the evidence behind every claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.analysis import build_analysis
from assistant.drafting.answers import Answers
from assistant.drafting.brand import build_brand
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.developments import find_currency, shipped_development_words
from assistant.drafting.funnel import build_funnel
from assistant.drafting.gaps import build_gaps
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.insights import build_insights
from assistant.drafting.journeys import Tellings, build_journeys, read_tellings, shipped_journey_words
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.lexicon import SentimentLexicon, shipped_lexicon
from assistant.drafting.maps import build_maps
from assistant.drafting.material import Material, WordFinder, build_material
from assistant.drafting.names import build_name_book
from assistant.drafting.store import version_id
from assistant.drafting.surveys import add_scores
from assistant.drafting.topics import Topic, shipped_topics
from assistant.drafting.uses import UseWork, build_uses
from assistant.journey import (
    Analysis,
    BrandValue,
    Coding,
    Currency,
    Draft,
    Gap,
    Journeys,
    LeftOut,
    Person,
    Provenance,
    Segment,
    SourceRecord,
    Statement,
)
from assistant.journey.currency import FRESH_MONTHS
from assistant.library import FunnelGuide
from assistant.measuring import MeasuringGuide
from assistant.playbook import Playbook
from assistant.wording import Language

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.drafting.asking import KindsAsked
    from assistant.drafting.material import EmbedQuestions


@dataclass(frozen=True)
class DraftRequest:
    """Everything a draft is made from. `segment` keeps the draft to one segment and what staff say.

    `vectors` are those of the statements, by id, `embed` turns the playbook's questions into vectors of the same kind
    (StoredVectors.embed_queries), `asked` maps interviewers' questions to theirs (ExtractiveCoder.question_vectors);
    without them, answers are found by words. `kinds_asked` is shared by many drafts. `keys` is saved with the draft's
    new keys. With `funnel` the draft has a funnel, with `measuring` a full analysis.
    """

    client: str
    language: Language
    segments: tuple[Segment, ...]
    people: tuple[Person, ...]
    playbook: Playbook
    statements: tuple[Statement, ...]
    codings: tuple[Coding, ...]
    sources: tuple[SourceRecord, ...]
    left_out: tuple[LeftOut, ...]
    provenance: Provenance
    number: int
    parent: int | None
    keys: EvidenceKeys
    segment: str | None = None
    brands: tuple[str, ...] = ()
    values: tuple[BrandValue, ...] = ()
    vectors: "Mapping[str, NDArray[float32]] | None" = None
    embed: "EmbedQuestions | None" = None
    asked: "Mapping[str, NDArray[float32]] | None" = None
    kinds_asked: "KindsAsked | None" = None
    claims_per_cell: int = 5
    topics: tuple[Topic, ...] | None = None
    funnel: FunnelGuide | None = None
    measuring: MeasuringGuide | None = None
    fresh_months: int = FRESH_MONTHS


def build_draft(request: DraftRequest) -> Draft:
    """The draft, every claim verified. The same request gives the same draft; the keys' ledger is written.

    Raises StorageError where the ledger cannot be written.
    """
    material = material_of(request)
    topics = request.topics if request.topics is not None else shipped_topics()
    names = build_name_book(request.people, (request.client, *request.brands), own_terms(request, topics))
    statements = {each.id: each for each in request.statements}
    writer = ClaimWriter(request.language, request.keys, request.people, names, statements)
    words = WordFinder()
    answers = Answers(material, words)
    maps = build_maps(material, writer, request.segment, request.claims_per_cell)
    insights = build_insights(material, answers, words, writer)
    maps, insights = add_scores(maps, insights, material, writer)
    work = GapWork(material, maps, answers, words, topics, writer)
    gaps = build_gaps(work)
    unsegmented = find_unsegmented(material, writer)
    journeys = build_journeys(find_tellings(material), writer)
    brand = build_brand(request.values, material, topics, journeys, writer)
    funnel = build_funnel(work, journeys, request.funnel) if request.funnel is not None else None
    analysis = analyse(request, work, journeys, gaps)
    currency = find_developments(request, request.codings, writer)
    request.keys.save()
    return Draft(
        draft_id(request),
        request.number,
        request.client,
        request.language,
        request.playbook.model,
        maps,
        insights,
        gaps,
        tuple(sorted(writer.evidence.values(), key=lambda each: int(each.key[1:]))),
        request.sources,
        request.left_out,
        unsegmented,
        len(material.everyone) and sum(1 for each in request.statements if each.role != "interviewer"),
        len(material.told),
        request.provenance,
        request.parent,
        journeys=journeys,
        brand=brand,
        uses=build_uses(UseWork(material, maps, insights, gaps, journeys)),
        funnel=funnel,
        analysis=analysis,
        currency=currency,
    )


def find_tellings(material: Material) -> Tellings:
    """What interviewees tell of their journeys, for `build_journeys`."""
    return read_tellings(material, shipped_journey_words(material.playbook))


def analyse(request: DraftRequest, work: GapWork, journeys: Journeys, gaps: Sequence[Gap]) -> Analysis | None:
    """The full analysis where the request asks for one."""
    if request.measuring is None:
        return None
    words = shipped_journey_words(request.playbook)
    return build_analysis(work, journeys, gaps, words, request.measuring)


def find_developments(request: DraftRequest, codings: Sequence[Coding], writer: ClaimWriter) -> Currency:
    """What the notes say has changed around the customer; the words are kept as evidence by `writer`."""
    words = shipped_development_words(request.segments)
    segments = {each.statement: each.segment for each in codings}
    return find_currency(kept_statements(request), segments, request.people, words, writer, months=request.fresh_months)


def material_of(request: DraftRequest, lexicon: SentimentLexicon | None = None) -> Material:
    """What the draft may draw on: the statements about the journey with their codings; by default the shipped lexicon."""
    return build_material(
        kept_statements(request),
        request.codings,
        request.playbook,
        request.segments,
        request.people,
        request.language,
        lexicon or shipped_lexicon(),
        vectors=request.vectors,
        embed=request.embed,
        asked=request.asked,
        kinds_asked=request.kinds_asked,
    )


def own_terms(request: DraftRequest, topics: Sequence[Topic]) -> list[str]:
    """What the report calls stages, topics, segments and the playbook's entries, as its sentences print them."""
    return report_terms(request.playbook, request.segments, request.language, topics)


def report_terms(
    playbook: Playbook, segments: Sequence[Segment], language: Language, topics: Sequence[Topic]
) -> list[str]:
    """The same without a draft under way."""
    entries = [*playbook.customer_data, *playbook.market_research]
    for guidance in playbook.stages:
        entries += [*guidance.touchpoints, *guidance.kpis]
    texts = [stage.label for stage in playbook.model.stages] + [topic.label for topic in topics]
    said = [text.say(language) for text in (*texts, *(each.text for each in entries))]
    return [*said, *(term.split(":")[0] for term in said), *(segment.label for segment in segments)]


def kept_statements(request: DraftRequest) -> Sequence[Statement]:
    """All statements, or those of the one segment together with what staff and unknown speakers say of no segment."""
    if request.segment is None:
        return request.statements
    coded = {coding.statement: coding.segment for coding in request.codings}
    return [
        each
        for each in request.statements
        if coded.get(each.id, each.segment) == request.segment
        or (each.role != "customer" and coded.get(each.id, each.segment) is None)
    ]


def find_unsegmented(material: Material, writer: ClaimWriter) -> tuple[str, ...]:
    """Keys of what customers and unknown speakers of no known segment said about the journey, in the notes' order.

    None where the client has no segments. Staff belong to none: what they say stands in the insights and gaps.
    """
    if not material.segments:
        return ()
    lost = [each for each in material.told if each.segment is None and not each.by_staff]
    return tuple(dict.fromkeys(writer.cite(each).key for each in lost))


def draft_id(request: DraftRequest) -> str:
    parts = [request.client, str(request.number), request.provenance.created, request.playbook.digest]
    parts += [f"{each.document}:{each.digest}" for each in request.sources]
    return version_id(*parts)
