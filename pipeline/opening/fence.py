"""What the process that opens untrusted files may no longer do.

It reads what it is handed, computes and answers. It needs no network, no other program, and no file
but Python's own and the libraries'. Each measure stands where the system knows it; docs/security.md
says what each system lacks.
"""

import os
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY = 1024 * 1024 * 1024
"""How much more memory the child may take than it starts with."""

FILES = 32
"""How many files it may hold open: its pipes, and what it imports."""

REFUSED = frozenset({
    "_winapi", "ctypes", "ensurepip", "ftplib", "glob", "http", "imaplib", "msvcrt", "nntplib",
    "os", "pickle", "poplib", "pty", "shutil", "signal", "smtplib", "socket", "sqlite3",
    "subprocess", "syslog", "telnetlib", "tempfile", "urllib", "webbrowser", "winreg",
})
"""Whose doings Python reports to us before they happen, and none may: `os.system`, …"""

LISTING = frozenset({"os.listdir", "os.scandir"})
HARMLESS = frozenset({"os.add_dll_directory"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_NO_DUMP, _NO_NEW_RIGHTS, _OWN_NETWORK, _OWN_USERS = 4, 38, 0x40000000, 0x10000000


def shut_in() -> None:
    """Put up the fence around this process. There is no way back."""
    sys.dont_write_bytecode = True
    if sys.platform == "linux":
        _linux()
    _limits()
    sys.addaudithook(_guard(_folders()))


def more_time(seconds: float) -> None:
    """Let this process compute for so many seconds from now, where the system can count them."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _linux() -> None:
    """No new rights, no memory dumps, and a network of its own with nothing in it."""
    with suppress(ImportError, OSError, AttributeError):
        import ctypes

        system = ctypes.CDLL(None)
        system.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
        system.prctl(_NO_DUMP, 0, 0, 0, 0)
        # The first is for root, the second for everybody else; many machines allow neither.
        if system.unshare(_OWN_NETWORK) != 0:
            system.unshare(_OWN_USERS | _OWN_NETWORK)


def _limits() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, _memory_now() + MEMORY), (resource.RLIMIT_FSIZE, 0),
                       (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, FILES)):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


def _memory_now() -> int:
    """How much address space this process has, as far as the system says."""
    with suppress(OSError, ValueError, AttributeError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return MEMORY


def _folders() -> tuple[str, ...]:
    """Where Python, its libraries and this program lie."""
    standard = sysconfig.get_paths()
    ours = Path(__file__).parent.parent
    found = {os.path.realpath(folder) for folder in (
        *sys.path, standard["stdlib"], standard["platstdlib"], str(ours)) if folder}
    return tuple(sorted(folder for folder in found if folder != os.path.sep))


def _guard(folders: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """A hook that Python calls before anything that reaches outside the process.

    It holds its own lists, so that changing ours afterwards changes nothing.
    """
    refused, listing, harmless, writing = REFUSED, LISTING, HARMLESS, _WRITING
    real_path, same_case, as_text = os.path.realpath, os.path.normcase, os.fsdecode
    exactly = tuple(same_case(folder) for folder in folders)
    inside = tuple(folder.rstrip(os.sep) + os.sep for folder in exactly)

    def known(path: Any) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        real = same_case(real_path(as_text(path)))
        return real in exactly or real.startswith(inside)

    def hook(event: str, about: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = about
            allowed = not (isinstance(flags, int) and flags & writing) and known(path)
        elif event in listing:
            allowed = known(about[0])
        else:
            allowed = event in harmless or event.partition(".")[0] not in refused
        if not allowed:
            raise PermissionError("not allowed here")

    return hook
