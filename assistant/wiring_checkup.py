"""What "journey doctor" looks at, put together from the settings."""

import os

from assistant import checkup
from assistant.checkup import Finding
from assistant.errors import SettingsError, UsageError
from assistant.settings import Settings
from assistant.wiring import cache_folder, open_workspace, settings_in_force
from assistant.wording import Text


def check_up(named: str | None, client: str | None) -> list[Finding]:
    """The findings of `journey doctor`: the machine, and the workspace and clients where there are any."""
    try:
        workspace = open_workspace(named)
    except UsageError:
        if named or client or os.environ.get("JOURNEY_WORKSPACE"):
            raise
        workspace = None
    settings = settings_in_force(workspace, None, {}).settings
    findings = checkup.check_machine(settings, cache_folder(settings)) + checkup.check_knowledge(workspace)
    findings += _check_model_endpoint(settings) + checkup.check_server(settings)
    if workspace is None:
        told = Text("这里不在任何工作区内", "this folder is not inside a workspace")
        return [*findings, checkup.Finding(True, told)]
    findings += checkup.check_workspace(workspace, settings)
    names = [client] if client else [each.name for each in workspace.client_folders()]
    for name in names:
        try:
            found = workspace.client(name)
            settings = settings_in_force(workspace, found, {}).settings
            findings += checkup.check_client(found) + checkup.check_index(found, settings, cache_folder(settings))
            findings += checkup.check_personal_data(found) if client else []
        except SettingsError as error:
            findings.append(checkup.Finding(False, error.message, error.hint))
    return findings


def _check_model_endpoint(settings: Settings) -> list[Finding]:
    """What the chat model's endpoint can do, where one is set."""
    from assistant.wiring_model import probe_model

    return checkup.check_endpoint(settings, lambda: probe_model(settings, cache_folder(settings)))
