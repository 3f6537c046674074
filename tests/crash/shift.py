"""People who work on while the server is killed under their hands."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from tests.builders import TEXT
from tests.live.people import CONFLICT, Client, Member, Program, Wish

#: Nobody waits longer than this for an answer that will never come.
LONGEST_WAIT = 120
CHECKS_A_FILE = 3
#: The formats asked for: one that takes seconds to write, one that is written at once.
FORMATS = ("pdf", "jsonl")


class Gate:
    """The door of the newsroom: closed while the server is down, and for good at the end."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open = self._is_over = False
        self._waiting = 0

    def enter(self) -> bool:
        """Wait until the door opens; False once the shift is over."""
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_open or self._is_over)
            self._waiting -= 1
            return not self._is_over

    def open(self) -> None:
        """Let everybody work."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody begin anything new."""
        with self._changed:
            self._is_open = False

    def wait_for(self, people: int) -> None:
        """Wait until so many stand before the door."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._waiting >= people, LONGEST_WAIT)

    def end(self) -> None:
        """Send everybody home."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()


@dataclass
class Shift:
    """Members and programs at work, and what is known of what they did."""

    people: list[Client]
    claims: list[int]
    proposals: Iterator[int]
    gate: Gate = field(default_factory=Gate)
    #: Requests under a key to which no answer came.
    unanswered: list[tuple[Program, Wish]] = field(default_factory=list)
    #: Addresses of exports that somebody asked for.
    jobs: list[str] = field(default_factory=list)

    def begin(self, pool: ThreadPoolExecutor) -> list["Future[None]"]:
        """Let everybody work in a thread of their own."""
        return [pool.submit(self._work, number, one) for number, one in enumerate(self.people)]

    def _work(self, number: int, person: Client) -> None:
        chance = random.Random(number)
        deeds = self._deeds_of(person, chance)
        for step in itertools.count():
            if not self.gate.enter():
                return
            try:
                chance.choice(deeds)(f"{number}-{step}")
            except httpx.TransportError:
                # The server died before it answered; what was sent stands in the ledger.
                continue

    def _deeds_of(self, person: Client, chance: random.Random) -> list[Callable[[str], None]]:
        if isinstance(person, Member):
            return [
                lambda word: person.append(chance.choice(self.claims), word),
                lambda word: person.append(chance.choice(self.claims), word),
                lambda word: person.comment(chance.choice(self.claims), word),
                lambda word: person.bring_in_checks(addresses(word)),
                lambda _word: self._ask_for_export(person, chance.choice(FORMATS)),
            ]
        assert isinstance(person, Program)
        return [
            lambda word: person.append(chance.choice(self.claims), word),
            lambda word: self._wish(person, person.comment(chance.choice(self.claims), word)),
            lambda word: self._wish(person, person.bring_in(word, f"{TEXT} ({word})")),
            lambda _word: self._accept(person),
        ]

    def _accept(self, program: Program) -> None:
        claim_id = next(self.proposals, None)
        if claim_id is not None:
            self._wish(program, program.accept(claim_id))

    def _wish(self, program: Program, wish: Wish) -> None:
        """Send a wish; where no answer comes it is sent again at the end of the shift."""
        self.unanswered.append((program, wish))
        if program.send(wish).status_code != CONFLICT:
            self.unanswered.remove((program, wish))

    def _ask_for_export(self, member: Member, name: str) -> None:
        job = member.ask_for_export(name)
        if job is not None:
            self.jobs.append(job)
            # Whoever looks at the page of an export wakes whoever writes it.
            member.ask("GET", job)


def addresses(word: str) -> list[str]:
    """Return the addresses of the checks in one file; all of them come in, or none."""
    return [f"https://checks.example/{word}/{number}" for number in range(CHECKS_A_FILE)]
