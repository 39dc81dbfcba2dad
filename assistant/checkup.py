"""What `journey doctor` looks at: each finding with the command that mends it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import JourneyError, SettingsError
from assistant.files import write_atomically
from assistant.journey import Role
from assistant.library import load_codebook, load_playbook, load_stage_models
from assistant.model.probe import EndpointReport
from assistant.retrieval.embedder import build_embedder, explain_missing_embedder
from assistant.retrieval.index import ClientIndex
from assistant.settings import Settings
from assistant.sources import list_notes
from assistant.wording import Text, joined
from assistant.workspace import ClientFolder, Workspace, pasteable

_TRIED = "客户旅程"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` is what to do when it is not well."""

    well: bool
    told: Text
    mend: Text | None = None


def check_machine(settings: Settings, cache: Path) -> list[Finding]:
    """Python, the embedder and its cache folder."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    findings = [Finding(True, Text("Python {v}", "Python {v}").filled(v=version))]
    if settings.embedder == "none":
        findings.append(Finding(True, Text("语义检索已关闭，只按字词检索", "finding by meaning is off; words only")))
        return findings
    missing = explain_missing_embedder()
    if missing is not None:
        findings.append(
            Finding(
                False,
                missing,
                Text(
                    "pip install --force-reinstall journey-assistant", "pip install --force-reinstall journey-assistant"
                ),
            )
        )
        return findings
    try:
        embedder = build_embedder(settings.embedder, cache)
        if embedder is not None:
            embedder.embed_queries([_TRIED])  # it is opened with its first text, and may fail only then
    except JourneyError as error:
        return [*findings, Finding(False, error.message, error.hint)]
    if embedder is not None:
        told = Text("语义模型 {name}（{version}）可用", "embedder {name} ({version}) is ready")
        findings.append(Finding(True, told.filled(name=embedder.name, version=embedder.version)))
    return findings


def check_endpoint(settings: Settings, probe: Callable[[], EndpointReport]) -> list[Finding]:
    """What the chat model's endpoint can do; nothing to say where no model is set."""
    if not settings.model:
        return []
    try:
        report = probe()
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    if report.problem is not None:
        return [Finding(False, report.problem, report.hint)]
    findings: list[Finding] = []
    named = report.models and report.model not in report.models
    if named:
        told = Text("{url} 列出的模型里没有 {model}：{models}", "{url} does not list {model}: {models}")
        listed = "、".join(report.models[:8])
        findings.append(Finding(True, told.filled(url=report.base_url, model=report.model, models=listed)))
    if report.method is None:
        told = Text("{model} 不按要求的格式作答", "{model} does not answer in a given form")
        mend = Text("换一个模型（设置项 model）", "choose another model (the setting model)")
        return [*findings, Finding(False, told.filled(model=report.model), mend)]
    told = Text(
        "语言模型 {model}（{url}）可用：结构化输出 {method}，{streams}，{weighs}，{batches}，不接受的参数：{refused}，词元系数 {factor}",
        "chat model {model} at {url} is ready: structured output by {method}, {streams}, {weighs}, {batches}, "
        "parameters it refuses: {refused}, token factor {factor}",
    )
    streams = Text("支持流式输出", "streams") if report.streams else Text("不支持流式输出", "does not stream")
    weighs = Text("不说明用词的把握", "does not tell how likely its words are")
    if report.weighs:
        weighs = Text("说明用词的把握（logprobs）", "tells how likely its words are (logprobs)")
    batches = Text("没有批处理服务", "has no batch service")
    if report.batches:
        batches = Text(
            "有批处理服务（journey batch --provider-batch）", "has a batch service (journey batch --provider-batch)"
        )
    refused = ", ".join(report.refused) or "–"
    filled = told.filled(
        model=report.model,
        url=report.base_url,
        method=report.method.value,
        streams=streams,
        weighs=weighs,
        batches=batches,
        refused=refused,
        factor=f"{report.token_factor:.2f}",
    )
    return [*findings, Finding(True, filled)]


def check_server(settings: Settings) -> list[Finding]:
    """The Chroma server that indexes are on; nothing to say where none is set."""
    if not settings.chroma_url:
        return []
    from assistant.retrieval.served import server_version

    try:
        version = server_version(settings.chroma_url)
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    told = Text("Chroma 服务器 {url} 可用（{version}）", "the Chroma server {url} is ready ({version})")
    return [Finding(True, told.filled(url=settings.chroma_url, version=version))]


def check_knowledge(workspace: Workspace | None) -> list[Finding]:
    """The playbook, the stage models and the codebook, with the workspace's own."""
    extra = workspace.playbook if workspace is not None and workspace.playbook.is_dir() else None
    try:
        models = load_stage_models(extra)
        for model in models:
            load_playbook(model, extra)
        examples = load_codebook(extra)
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    told = Text(
        "手册齐备：{models} 个阶段模型，{examples} 条编码示例",
        "playbook complete: {models} stage models, {examples} coded examples",
    )
    return [Finding(True, told.filled(models=len(models), examples=len(examples)))]


def check_workspace(workspace: Workspace, settings: Settings) -> list[Finding]:
    """Whether reports can be written, and whether there are clients."""
    folder = workspace.root / settings.outputs
    probe = folder / ".doctor"
    try:
        write_atomically(probe, "")
        probe.unlink()
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    except OSError:
        return [Finding(False, Text("无法写入 {path}", "cannot write {path}").filled(path=folder))]
    findings = [
        Finding(
            True,
            Text("工作区 {path}，报告可写入", "workspace {path}; reports can be written").filled(path=workspace.root),
        )
    ]
    findings += _check_theme(workspace, settings)
    if not workspace.client_folders():
        mend = Text("journey client add 名称", "journey client add NAME")
        findings.append(Finding(False, Text("还没有客户", "there is no client yet"), mend))
    return findings


def _check_theme(workspace: Workspace, settings: Settings) -> list[Finding]:
    """The firm's own look, where there is one; every problem in it."""
    from assistant.reports import read_theme

    if not workspace.theme_file.exists():
        return []
    try:
        theme = read_theme(workspace.theme_file, settings.firm)
    except SettingsError as error:
        return [Finding(False, error.message, error.hint)]
    told = Text("报告的外观 theme.toml 可用（{firm}）", "theme.toml, the look of the reports, is in order ({firm})")
    return [Finding(True, told.filled(firm=theme.firm or Text("没有写公司名", "no firm named")))]


def check_client(client: ClientFolder) -> list[Finding]:
    """Notes, segments and people of one client."""
    name = client.profile.name
    notes = list_notes(client.notes) if client.notes.is_dir() else []
    file = client.root / "client.toml"
    findings: list[Finding] = []
    if notes:
        findings.append(Finding(True, Text("{name}：{n} 份笔记", "{name}: {n} notes").filled(name=name, n=len(notes))))
    else:
        mend = Text("journey add {name} 文件…", "journey add {name} FILE...").filled(name=pasteable(name))
        findings.append(Finding(False, Text("{name}：还没有笔记", "{name}: no notes yet").filled(name=name), mend))
    if not client.profile.segments:
        told = Text("{name}：没有客群，地图将不分客群", "{name}: no segments; the map will not be segmented").filled(
            name=name
        )
        findings.append(Finding(False, told, _write_into(file, "[[segments]]")))
    if not any(person.role is Role.CUSTOMER for person in client.profile.people):
        told = Text("{name}：没有写明谁是客户", "{name}: nobody is named as a customer").filled(name=name)
        mend = Text("{write}，或运行 journey client people {name}", "{write}, or: journey client people {name}")
        write = _write_into(file, "[[people]]")
        findings.append(Finding(False, told, mend.filled(write=write, name=pasteable(client.profile.name))))
    without = [p.name for p in client.profile.people if p.role is Role.CUSTOMER and p.segment is None]
    if client.profile.segments and without:
        told = Text("{name}：{n} 位客户没有客群：{who}", "{name}: {n} customers without a segment: {who}")
        told = told.filled(name=name, n=len(without), who="、".join(without))
        findings.append(Finding(False, told, _write_into(file, "segment = …")))
    return findings


def check_personal_data(client: ClientFolder) -> list[Finding]:
    """What of the notes is personal data, by file and kind: something to know, nothing to mend."""
    from assistant.personal_data import find_personal_data
    from assistant.privacy import KIND_LABELS

    if not client.notes.is_dir():
        return []
    try:
        found = find_personal_data(client)
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    told = Text("{file}：{kinds}（其中确认 {sure} 处）", "{file}: {kinds} ({sure} of them sure)")
    each_kind = Text("{kind} {n}", "{kind} {n}")
    findings = [
        Finding(
            True,
            told.filled(
                file=each.document,
                kinds=joined([each_kind.filled(kind=KIND_LABELS[kind], n=n) for kind, n in each.counts.items()]),
                sure=each.sure,
            ),
        )
        for each in found
    ]
    name = pasteable(client.profile.name)
    head = Text(
        "个人信息：{n} 份笔记中有；要一份化名副本，请运行 journey client anonymise {name}",
        "personal data in {n} notes; for copies with pseudonyms: journey client anonymise {name}",
    )
    none = Text("笔记里没有发现个人信息", "no personal data found in the notes")
    return [Finding(True, head.filled(n=len(found), name=name) if found else none), *findings]


def check_index(client: ClientFolder, settings: Settings, cache: Path) -> list[Finding]:
    """Whether the index, where there is one, can be used with the embedder in force."""
    if not client.index.is_dir():
        return []
    try:
        embedder = build_embedder(settings.embedder, cache)
        ClientIndex(client.index, embedder, lock_wait=settings.lock_wait, chroma_url=settings.chroma_url).find_many([])
    except JourneyError as error:
        return [Finding(False, error.message, error.hint)]
    return []


def _write_into(file: Path, what: str) -> Text:
    return Text("在 {file} 中写明 {what}", "write {what} into {file}").filled(file=file, what=what)
