"""The program as a newsroom runs it: `tracker run` in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

#: Longer than this no start takes, however busy the machine.
START_SECONDS = 120
SECRET_KEY = "a key for the tests, of forty characters"


class Server:
    """A server that can be started, stopped, and killed."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url = folder, database_url
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """Return what the server wrote since it was first started."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> float:
        """Start it, wait until it answers, and return how many seconds that took."""
        begun = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command("run", "--port", str(self.port)),
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not self._answers():
            assert self._process.poll() is None, self.log
            assert time.monotonic() - begun < START_SECONDS, self.log
            time.sleep(0.05)
        return time.monotonic() - begun

    def kill(self) -> None:
        """Let the kernel end it here and now: kill -9."""
        assert self._process is not None
        assert self._process.poll() is None, self.log
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end, as a person does with Ctrl+C."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=60)

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings under which the server and commands beside it run."""
        return os.environ | {
            "TRACKER_DATA_DIR": str(self.folder),
            "TRACKER_DATABASE_URL": self.database_url,
            "TRACKER_FETCH": "no",
            "TRACKER_SECRET_KEY": SECRET_KEY,
        }

    def run(self, *words: str) -> str:
        """Run a command of the program on the same newsroom; return what it printed."""
        done = subprocess.run(
            command(*words), env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/sign-in").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


@contextmanager
def running(folder: Path, database_url: str) -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    server = Server(folder, database_url)
    server.start()
    yield server
    server.stop()


def command(*words: str) -> list[str]:
    """Return the command line of the program."""
    return [sys.executable, "-m", "tracker", *words]


def free_port() -> int:
    """Return a port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
