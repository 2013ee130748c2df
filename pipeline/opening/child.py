"""Have files opened by a child process, which hostile bytes may crash, fill or hang.

One child serves a run. It is started for the first file, and again after one that stopped it; that
file is refused and the next is opened as if nothing had happened.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType

import pipeline
from pipeline.errors import OutsideTrouble
from pipeline.opening import Opened, failed
from pipeline.opening.frames import READY, SECONDS, Cut, send, take
from pipeline.opening.plain import Garbled, decode

START = 60.0
"""How long the child may take to start: a virus scanner reads every library along with it."""

KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All the child gets to know of the environment: what Python needs to start at all."""

_BOOT = ("import sys; sys.path[:] = sys.argv[1:]; import pipeline; del sys.path[0]; "
         "from pipeline.opening.inside import serve; serve()")

STOPPED = failed("it made our reader stop")


class Opener:
    """Opens files in a child process, one after the other. Use it in a `with`.

    `command` starts another child, and `seconds` is how long it has for a file.
    """

    def __init__(self, command: Sequence[str] = (), seconds: float = SECONDS) -> None:
        self._command = list(command) or _command()
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Opener":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stop()

    def open(self, data: bytes) -> Opened:
        """What these bytes turned out to be. Never raises for anything that they hold.

        What stops a child that has served before is given to a fresh one as well: the file before
        it may have been the one that did the damage.
        """
        served = self._child is not None and self._child.poll() is None
        opened = self._open(data)
        return self._open(data) if served and opened == STOPPED else opened

    def peak(self) -> int:
        """The most megabytes the child has held so far; 0 where the system does not say."""
        status = Path(f"/proc/{self._child.pid}/status") if self._child else Path()
        with suppress(OSError, ValueError):
            for line in status.read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) // 1024
        return 0

    def _open(self, data: bytes) -> Opened:
        child = self._ready()
        try:
            return decode(_within(self._seconds, lambda: _ask(child, data)))
        except TimeoutError:
            opened = failed(f"it takes longer than {self._seconds:g} seconds")
        except (Cut, OSError):
            opened = STOPPED
        except Garbled:
            opened = failed("our reader gave no answer that makes sense")
        except BaseException:
            self._stop()
            raise
        self._stop()
        return opened

    def _ready(self) -> "subprocess.Popen[bytes]":
        """The child, started if there is none that is alive."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        try:
            child = self._child = _start(self._command)
            if _within(START, lambda: _heard(child)) == READY:
                return child
        except (OSError, Cut):
            pass
        self._stop()
        raise OutsideTrouble("The part of this program that opens files could not be started.")

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _command() -> list[str]:
    """Our own child: this Python, these libraries, this very copy of the program.

    Isolated, so that neither the environment nor the folder we are in says what is imported.
    """
    ours = Path(pipeline.__file__).resolve().parent.parent
    here = Path.cwd()
    libraries = [folder for folder in sys.path if folder and Path(folder).is_absolute()
                 and Path(folder) != here]
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT, str(ours), *libraries]


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """The child with pipes of its own; what it says beside its answers is nobody's business."""
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))


def _ask(child: "subprocess.Popen[bytes]", data: bytes) -> bytes:
    assert child.stdin is not None
    send(child.stdin, data)
    return _heard(child)


def _heard(child: "subprocess.Popen[bytes]") -> bytes:
    assert child.stdout is not None
    answer = take(child.stdout)
    if answer is None:
        raise Cut
    return answer


def _within(seconds: float, work: Callable[[], bytes]) -> bytes:
    """What this work gives, unless it takes longer. In a thread, since Windows' pipes do not wait.

    A thread that is late ends with the child that it listens to.
    """
    given: list[bytes] = []
    trouble: list[Exception] = []

    def run() -> None:
        try:
            given.append(work())
        except Exception as error:
            trouble.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if trouble:
        raise trouble[0]
    return given[0]
