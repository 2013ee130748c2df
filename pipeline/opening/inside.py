"""The child's side: read a file from the pipe, open it, answer; until the pipe is closed.

It never outlives its parent: a thread waits on the pipe, and once that is closed the process ends,
whatever it is doing. It also ends by itself when it takes longer than its parent waits.
"""

import faulthandler
import os
from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from threading import Thread
from typing import IO

from pipeline.opening import Opened, failed
from pipeline.opening.fence import more_time, shut_in
from pipeline.opening.frames import READY, SECONDS, Cut, send, take
from pipeline.opening.plain import encode

LONGER = 5.0
"""The parent stops a slow child. This much later the child stops itself, should it be alone."""

Work = Callable[[bytes], Opened]


def serve(work: Work | None = None) -> None:
    """Answer for as long as somebody asks."""
    asked, answers, nowhere = _private_pipes()
    work = work or _open_bytes()
    shut_in()
    send(answers, READY)
    waiting: Queue[bytes] = Queue(1)
    Thread(target=_listen, args=(asked, waiting), daemon=True).start()
    while True:
        data = waiting.get()
        more_time(SECONDS)
        faulthandler.dump_traceback_later(SECONDS + LONGER, exit=True, file=nowhere)
        answer = _answer(work, data)
        faulthandler.cancel_dump_traceback_later()
        send(answers, answer)


def _open_bytes() -> Work:
    """The work itself, with the libraries that most files need already there."""
    from pipeline.opening.open import get_ready, open_bytes

    get_ready()
    return open_bytes


def _answer(work: Work, data: bytes) -> bytes:
    try:
        return encode(work(data))
    except MemoryError:
        return encode(failed("it needs more memory than we allow"))
    except Exception:
        return encode(failed("our reader could not make sense of it"))


def _listen(asked: IO[bytes], waiting: "Queue[bytes]") -> None:
    """Hand on what is asked; end the process when nobody can ask any more."""
    with suppress(Cut, OSError, MemoryError):
        while (data := take(asked)) is not None:
            waiting.put(data)
    os._exit(0)


def _private_pipes() -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    """The two pipes under numbers that nobody else knows, and a place for what is not said.

    What a library prints or reads by accident goes nowhere, and cannot be taken for an answer.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    asked, answers = os.dup(0), os.dup(1)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return os.fdopen(asked, "rb"), os.fdopen(answers, "wb"), os.fdopen(nowhere, "wb")
