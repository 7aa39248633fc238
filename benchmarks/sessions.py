"""People clicking at once, without browsers: Streamlit's own websocket protocol, spoken by a script.

A session behaves as a browser does: it keeps what the server sends it, names the large messages it still holds (the
server then sends only a reference), follows the address the server writes, and chooses in selectors by their label.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox

from components.controls import COMPONENT, offered
from tests.triggers import trigger

#: Runs for which a browser keeps a message it may be asked to reuse (Streamlit's own default).
KEPT_RUNS = 2


@dataclass(frozen=True)
class Choice:
    """A selector as it was last sent: the widget that answers for it, and its words with what stands for each.

    ``name`` is that of a selector of our own; one of Streamlit's has none, and its words stand for themselves.
    """

    widget: str
    options: dict[str, str]
    name: str = ""


@dataclass(frozen=True)
class Answer:
    """How long the server took to answer in full, and how much it sent."""

    seconds: float
    received: int


class Session:
    """One person's page."""

    def __init__(self, base: str, page: str = "", query: dict[str, str] | None = None) -> None:
        self._base, self._page = base, page
        self._query = urlencode(query or {})
        self._page_hash = ""
        self._selectors: dict[str, Choice] = {}
        self._chosen: dict[str, str] = {}
        self._held: dict[str, int] = {}
        self._run = 0

    async def open(self) -> Answer:
        """Connect and draw the page for the first time."""
        address = self._base.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None
        )
        return await self._ask(ClientState(page_name=self._page))

    async def close(self) -> None:
        await self._socket.close()

    def options(self, label: str) -> list[str]:
        """What one can choose in a selector."""
        return list(self._selectors[label].options)

    async def choose(self, label: str, option: str) -> Answer:
        """Choose an option in a selector and wait for the whole answer."""
        selector = self._selectors[label]
        state = ClientState(page_script_hash=self._page_hash)
        if selector.name:
            chosen = [selector.name, selector.options[option]]
            state.widget_states.widgets.append(trigger(selector.widget, "chosen", chosen))
        else:
            self._chosen[selector.widget] = option
        return await self._ask(state)

    async def _ask(self, state: ClientState) -> Answer:
        self._run += 1
        state.query_string = self._query
        state.cached_message_hashes.extend(h for h, run in self._held.items() if self._run - run <= KEPT_RUNS)
        for key, value in self._chosen.items():
            state.widget_states.widgets.add(id=key, string_value=value)
        state.context_info.locale = "zh-CN"
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.url = self._base
        self._selectors = {}
        begun = time.perf_counter()
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        received = 0
        while True:
            data = await self._socket.recv()
            received += len(data)
            if self._take(ForwardMsg.FromString(data)):
                return Answer(time.perf_counter() - begun, received)

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what a browser would keep; True when the run has ended.

        Raises:
            RuntimeError: the page ended in an error.
        """
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self._held[message.ref_hash] = self._run
        elif message.metadata.cacheable:
            self._held[message.hash] = self._run
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            # A new session names the script that ran, the menu the page it led to; a browser asks for the latter again.
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "selectbox":
                self._see(element.selectbox)
            elif element.bidi_component.component_name == COMPONENT:
                self._see_panel(element.bidi_component)
            elif element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{element.exception.type}: {element.exception.message}")
        elif kind == "script_finished":
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    def _see(self, selector: Selectbox) -> None:
        """Keep one of Streamlit's selectors."""
        self._selectors[selector.label] = Choice(selector.id, {words: words for words in selector.options})
        if selector.set_value:
            self._chosen[selector.id] = selector.raw_value

    def _see_panel(self, panel: BidiComponent) -> None:
        """Keep the selectors of our own."""
        for one in offered(panel.bytes):
            codes = {words: code for code, words in one.options.items()}
            self._selectors[one.label] = Choice(panel.id, codes, one.name)


async def at_once(
    base: str, label: str, page: str, query: dict[str, str], sessions: int, rounds: int
) -> tuple[list[Answer], list[Answer]]:
    """All sessions choose at the same moment, each its own option, `rounds` times over.

    Returns:
        The answers of the first round, in which each option is seen for the first time, and those of the others.
    """
    people = [Session(base, page, query) for _ in range(sessions)]
    for person in people:
        await person.open()
    try:
        found: list[list[Answer]] = []
        for turn in range(rounds + 1):
            clicks = []
            for number, person in enumerate(people):
                options = person.options(label)
                clicks.append(person.choose(label, options[(number + turn) % len(options)]))
            found.append(list(await asyncio.gather(*clicks)))
        return found[0], [answer for answers in found[1:] for answer in answers]
    finally:
        for person in people:
            await person.close()


async def one_after_another(base: str, label: str, page: str, query: dict[str, str], clicks: int) -> list[Answer]:
    """One person clicks with nobody else about: the server's own time for a rerun."""
    person = Session(base, page, query)
    await person.open()
    try:
        answers = []
        for turn in range(clicks + 1):
            options = person.options(label)
            answers.append(await person.choose(label, options[turn % len(options)]))
        return answers[1:]
    finally:
        await person.close()
