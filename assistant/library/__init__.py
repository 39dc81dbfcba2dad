"""The method as files: shipped stage models, moments, playbook and codebook, together with a workspace's own."""

from assistant.library.codebook import load_codebook
from assistant.library.funnel_report import FunnelGuide, load_funnel_guide
from assistant.library.guidance import Knowledge, load_knowledge, load_playbook
from assistant.library.measuring import load_measuring
from assistant.library.moments import load_moments
from assistant.library.reading import knowledge_folder
from assistant.library.research import load_research
from assistant.library.stage_models import load_stage_models

__all__ = [
    "FunnelGuide",
    "Knowledge",
    "knowledge_folder",
    "load_codebook",
    "load_funnel_guide",
    "load_knowledge",
    "load_measuring",
    "load_moments",
    "load_playbook",
    "load_research",
    "load_stage_models",
]
