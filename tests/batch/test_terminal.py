"""A batch in a terminal: the bar tells what is being done, and Ctrl-C twice stops at once with nothing lost."""

import os
import threading

from assistant.errors import Exit
from tests.batch.conftest import TEXTS
from tests.fakes.analyst import Analyst
from tests.fakes.clients import make_clients
from tests.fakes.openai_server import Call, OpenAIServer, Scripted
from tests.fakes.pseudo_terminal import PseudoTerminal


class Held:
    """Answers as the analyst does, but keeps claims waiting until it is let go."""

    def __init__(self) -> None:
        self.analyst = Analyst()
        self.gone = threading.Event()

    def __call__(self, call: Call) -> Scripted:
        answer = self.analyst(call)
        if "claims" in (answer.text or ""):
            self.gone.wait(300)
        return answer


def test_the_bar_names_the_step_and_ctrl_c_twice_stops_at_once(tmp_path):
    root = tmp_path / "workspace"
    make_clients(root, 2, 9, TEXTS)
    script = Held()
    with OpenAIServer(script) as server:
        environment = {
            **os.environ,
            "JOURNEY_LANG": "zh",
            "JOURNEY_MODEL": "test-model",
            "JOURNEY_BASE_URL": server.base_url,
            "JOURNEY_ENGINE": "llm",
            "JOURNEY_EMBEDDER": "none",
            "JOURNEY_CACHE": str(tmp_path / "cache"),
        }
        command = ["batch", "batch.yaml", "--workers", "0"]
        try:
            with PseudoTerminal(command, root, environment) as terminal:
                terminal.expect("编码")
                terminal.type("\x03")
                terminal.expect("再按一次 Ctrl-C 立即停止")
                terminal.type("\x03")
                terminal.expect("再次运行同一条命令即可继续")
                assert terminal.code() == Exit.INTERRUPTED
        finally:
            script.gone.set()
        with PseudoTerminal(command, root, environment) as terminal:
            terminal.expect("汇总")
            assert terminal.code() == Exit.DONE
