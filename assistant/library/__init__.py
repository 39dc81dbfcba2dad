"""The method as files: shipped stage models, playbook and codebook, together with a workspace's own."""

from assistant.library.codebook import load_codebook
from assistant.library.guidance import load_playbook
from assistant.library.reading import knowledge_folder
from assistant.library.research import load_research
from assistant.library.stage_models import load_stage_models

__all__ = ["knowledge_folder", "load_codebook", "load_playbook", "load_research", "load_stage_models"]
