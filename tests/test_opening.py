"""Files are opened in a child process: it may die, hang, swell or lie, and the run goes on.

What the child does is given here as a piece of Python (`doing`), served by the real loop behind the
real fence; `speaking` stands for a child that has been taken over and says what it likes.
"""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import lxml
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from pipeline.doors.mail import write_message, write_msg
from pipeline.errors import OutsideTrouble
from pipeline.model import Fault
from pipeline.opening import KINDS, Opened, Part, failed
from pipeline.opening.child import Opener
from pipeline.opening.open import open_bytes
from tests.making.packages import book, cell, sheet

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from pipeline.opening import Opened, Part
from pipeline.opening import inside
"""
STOPPED = failed("it made our reader stop")
NONSENSE = failed("our reader gave no answer that makes sense")
SLOW = failed("it takes longer than 1 seconds")
GOOD = b"a good file"
AS_IT_CAME = Opened("text", parts=(Part("", GOOD),))


def doing(work: str, before: str = "") -> list[str]:
    """A child that does this for b'bad', hangs for b'busy', and gives back the rest as it came."""
    body = "".join(f"        {line}\n" for line in work.splitlines())
    return [sys.executable, "-c", f"{IMPORTS}{before}\ndef work(data):\n    if data == b'bad':\n"
            f"{body}    while data == b'busy':\n        pass\n"
            "    return Opened('text', parts=(Part('', data),))\ninside.serve(work)"]


def speaking(words: str) -> list[str]:
    """A child that says it is ready, takes what it is asked and then does this."""
    return [sys.executable, "-c", f"""
import os, struct, sys, time
out, asked = sys.stdout.buffer, sys.stdin.buffer
def frame(data, length=None):
    out.write(struct.pack('>Q', len(data) if length is None else length) + data); out.flush()
frame(b'ready')
asked.read(struct.unpack('>Q', asked.read(8))[0])
{words}"""]


# --- a child that comes to grief ------------------------------------------------------------


@pytest.mark.parametrize("work", [
    "os._exit(0)", "os._exit(3)", "os.abort()", "import faulthandler; faulthandler._sigsegv()",
    "sys.exit(1)", "raise KeyboardInterrupt",
])
def test_a_file_that_kills_the_child_is_refused_and_the_next_one_is_opened(work: str) -> None:
    with Opener(doing(work)) as opener:
        assert opener.open(GOOD) == AS_IT_CAME
        assert opener.open(b"bad") == STOPPED
        assert opener.open(GOOD) == AS_IT_CAME
        assert opener.open(b"bad") == STOPPED


def test_a_file_does_not_answer_for_the_one_before_it() -> None:
    # The first leaves a child behind that falls over at whatever comes next.
    code = doing("damaged.append(1)", "\ndamaged = []")[2].replace(
        "def work(data):\n", "def work(data):\n    if damaged:\n        os._exit(3)\n")
    with Opener([sys.executable, "-c", code]) as opener:
        assert opener.open(b"bad") == Opened("text", parts=(Part("", b"bad"),))
        assert opener.open(GOOD) == AS_IT_CAME


@pytest.mark.parametrize("work", ["time.sleep(60)", "while True: pass", "os.close(1)\nos.close(0)"
                                  "\ntime.sleep(60)"])
def test_a_file_that_hangs_the_child_is_refused_in_time(work: str) -> None:
    with Opener(doing(work), 1) as opener:
        assert opener.open(GOOD) == AS_IT_CAME
        begun = time.monotonic()
        assert opener.open(b"bad") == SLOW
        assert time.monotonic() - begun < 5
        assert opener.open(GOOD) == AS_IT_CAME


def test_a_child_that_does_not_even_listen_is_given_up() -> None:
    command = [sys.executable, "-c", "import struct, sys, time; sys.stdout.buffer.write("
               "struct.pack('>Q', 5) + b'ready'); sys.stdout.flush(); time.sleep(60)"]
    with Opener(command, 1) as opener:
        assert opener.open(b"x" * 5_000_000) == SLOW


@pytest.mark.parametrize("work", ["return Opened('text', parts=(Part('', bytes(2**31)),))",
                                  "more = [b'x' * 10_000_000 for _ in range(10_000)]",
                                  "raise MemoryError"])
def test_a_file_that_swells_is_refused(work: str) -> None:
    with Opener(doing(work)) as opener:
        assert opener.open(b"bad") == failed("it needs more memory than we allow")
        assert opener.open(GOOD) == AS_IT_CAME


def test_a_child_left_alone_stops_itself_in_time() -> None:
    # Its parent would wait for ever here: only the child's own clocks can end this.
    before = "inside.SECONDS = 1.0; inside.LONGER = 1.0"
    for work in ("while True: pass", "time.sleep(60)"):
        with Opener(doing(work, before), 60) as opener:
            begun = time.monotonic()
            assert opener.open(b"bad") == STOPPED
            assert time.monotonic() - begun < 10


def test_what_goes_wrong_is_said_in_our_words_only(capfd: pytest.CaptureFixture[str]) -> None:
    work = ("print('typed words', file=sys.stderr)\nos.write(2, b'typed words')\n"
            "raise ValueError('typed words')")
    with Opener(doing(work)) as opener:
        assert opener.open(b"bad") == failed("our reader could not make sense of it")
    with Opener(speaking("print('typed words', file=sys.stderr, flush=True)")) as opener:
        assert opener.open(GOOD) == STOPPED
    assert capfd.readouterr() == ("", "")


def test_a_library_that_prints_does_not_disturb() -> None:
    work = "print('x' * 100_000)\nos.write(1, b'y' * 100_000)\nsys.stdout.flush()"
    with Opener(doing(work)) as opener:
        assert opener.open(b"bad") == Opened("text", parts=(Part("", b"bad"),))
        assert opener.open(GOOD) == AS_IT_CAME


def test_an_answer_that_is_none_of_ours_is_our_readers_fault() -> None:
    for work in ("return None", "return 5", "return Opened('invented')"):
        with Opener(doing(work)) as opener:
            assert opener.open(b"bad").refused
            assert opener.open(GOOD) == AS_IT_CAME


# --- a child that lies ----------------------------------------------------------------------


@pytest.mark.parametrize(("words", "expected"), [
    ("frame(b'')", NONSENSE),
    ("frame(b'garbage')", NONSENSE),
    ("frame(struct.pack('>I', 2) + b'{}')", NONSENSE),
    ("frame(b'ready')", NONSENSE),
    ("frame(b'\\x80\\x04cos\\nsystem\\n(S\"true\"\\ntR.')", NONSENSE),
    ("out.write(b'\\0\\0\\0'); out.flush()", STOPPED),
    ("frame(b'half', 1000)", STOPPED),
    ("frame(b'', 2**63)", STOPPED),
    ("frame(b'', 600 * 1024 * 1024)\nwhile True: out.write(b'x' * 1000)", STOPPED),
    ("print('Traceback: typed words')", STOPPED),
    ("frame(b'', 100); time.sleep(60)", SLOW),
    ("", STOPPED),
])
def test_what_a_child_says_is_not_believed(words: str, expected: Opened) -> None:
    with Opener(speaking(words), 1) as opener:
        assert opener.open(GOOD) == expected
        assert opener.open(GOOD) == expected  # by another child


@pytest.mark.parametrize("command", [
    [sys.executable, "-c", "pass"], [sys.executable, "-c", "print('hello')"],
    [sys.executable, "-c", "import no_such_module_anywhere"], ["/no/such/program"]])
def test_a_child_that_cannot_start_is_a_matter_of_set_up(command: list[str]) -> None:
    with Opener(command) as opener, pytest.raises(OutsideTrouble, match="could not be started"):
        opener.open(GOOD)


# --- the fence ------------------------------------------------------------------------------

TRYING = f"""{IMPORTS}
import ctypes, shutil, socket, subprocess, tempfile, urllib.request
from pathlib import Path
def work(data):
    try:
        exec(data.decode())
    except BaseException as why:
        return Opened('text', parts=(Part(type(why).__name__, b''),))
    return Opened('text', parts=(Part('done', b''),))
inside.serve(work)"""


@pytest.fixture(scope="module")
def fenced() -> Iterator[Opener]:
    """A child that runs what it is given, as hostile bytes would once they have taken it over."""
    with Opener([sys.executable, "-c", TRYING]) as opener:
        yield opener


def tried(opener: Opener, code: str) -> str:
    """How it ended: 'done', or the name of the exception."""
    return opener.open(code.encode()).parts[0].name


@pytest.mark.parametrize("code", [
    "socket.socket()", "socket.create_connection(('127.0.0.1', 9))",
    "socket.getaddrinfo('example.org', 80)", "urllib.request.urlopen('http://127.0.0.1:9/')",
    "subprocess.run(['true'])", "os.system('true')", "os.popen('true')", "os.fork()",
    "os.execv('/bin/true', ['true'])", "os.posix_spawn('/bin/true', ['true'], {})",
    "os.kill(os.getppid(), 0)", "ctypes.CDLL(None)",
    "open('THERE', 'w')", "open('THERE', 'a')", "open('THERE', 'x')", "open('THERE', 'r+')",
    "os.open('THERE', os.O_CREAT | os.O_WRONLY)", "Path('THERE').write_text('x')",
    "Path('THERE').touch()", "Path('THERE').mkdir()", "os.rename('HERE', 'THERE')",
    "os.remove('HERE')", "os.symlink('HERE', 'THERE')", "os.link('HERE', 'THERE')",
    "os.chmod('HERE', 0)", "os.truncate('HERE', 0)", "shutil.copy('HERE', 'THERE')",
    "shutil.rmtree('FOLDER')", "tempfile.TemporaryFile(dir='FOLDER')",
    "tempfile.mkdtemp(dir='FOLDER')",
    "open('HERE')", "open('/etc/hostname')", "os.listdir('FOLDER')", "os.scandir('/')",
    "open(os.path.dirname(os.__file__) + '/../../../../../../../../../etc/passwd')",
    "import pipeline.opening.fence as f; f.REFUSED = f.LISTING = (); os.system('true')",
    "open(1, 'w')", "open(os.__file__, 'r+')", "os.putenv('A', 'b')",
])
def test_the_fence_holds(fenced: Opener, tmp_path: Path, code: str) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.write_text("typed words")
    code = code.replace("THERE", str(there)).replace("HERE", str(here))
    assert tried(fenced, code.replace("FOLDER", str(tmp_path))) == "PermissionError"
    assert here.read_text() == "typed words"
    assert not there.exists()


def test_the_fence_lets_libraries_be_imported(fenced: Opener) -> None:
    for code in ("import colorsys", "import sqlite3.dump", "import lxml.html", "import docx",
                 "import pipeline.doors.xlsx.writing", "open(os.__file__).read()"):
        assert tried(fenced, code) == "done", code


def test_limits_of_the_system_stand(fenced: Opener) -> None:
    for code in ("import resource as r; assert r.getrlimit(r.RLIMIT_FSIZE) == (0, 0)",
                 "import resource as r; assert r.getrlimit(r.RLIMIT_CORE) == (0, 0)",
                 "import resource as r; assert r.getrlimit(r.RLIMIT_NOFILE) == (32, 32)",
                 "import resource as r; assert 0 < r.getrlimit(r.RLIMIT_CPU)[0] < 30"):
        assert tried(fenced, code) == "done", code


def test_the_child_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPR_TOLD", "typed words")
    with Opener([sys.executable, "-c", TRYING]) as opener:
        assert tried(opener, "assert 'typed words' not in str(os.environ)") == "done"


# --- nobody is left behind ------------------------------------------------------------------


def gone(process: int) -> bool:
    """Whether this process has ended, within a few seconds."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if f"{process} (" in (said := Path(f"/proc/{process}/stat").read_text()) and (
                    said.rpartition(")")[2].split()[0] == "Z"):
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


NUMBER = "return Opened('text', parts=(Part(str(os.getpid()), b''),))"


def test_the_child_ends_with_its_opener() -> None:
    with Opener(doing(NUMBER)) as opener:
        number = int(opener.open(b"bad").parts[0].name)
        assert int(opener.open(b"bad").parts[0].name) == number  # one for all
    assert gone(number)


@pytest.mark.parametrize("busy", ["0", "opener.open(b'busy')"])
def test_the_child_ends_when_its_parent_is_killed(busy: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", f"""
import sys, threading, time
sys.path.insert(0, {str(ROOT)!r})
from pipeline.opening.child import Opener
with Opener({doing(NUMBER)!r}) as opener:
    print(opener.open(b'bad').parts[0].name, flush=True)
    {busy}
    time.sleep(60)"""], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(number)


# --- our own child, from wherever the program lies ------------------------------------------

FORM = book(sheet(cell("A1", "Question"), cell("B1", "Answer")))
STARTING = """
import sys
from pathlib import Path
sys.path[1:1] = sys.argv[2:]
from pipeline.opening.child import Opener
"""
OPENING = """
with Opener() as opener:
    opened = opener.open(Path(sys.argv[1]).read_bytes())
print(opened.kind, opened.refused, len(opened.book.sheets), opened.book.counted)
"""
TRAPS = """
for name in ("json", "struct", "lxml", "pipeline"):
    Path(name + ".py").write_text("raise SystemExit")
"""


@pytest.mark.parametrize("options", [[], ["-I"]])
def test_our_own_child_imports_nothing_from_the_folder_we_are_in(
        tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "form").write_bytes(FORM)
    said = subprocess.run(
        [sys.executable, *options, "-c", STARTING + TRAPS + OPENING, "form", str(ROOT)],
        cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout == "xlsx False 1 True\n"


def test_our_own_child_starts_where_the_program_is_not_installed(tmp_path: Path) -> None:
    # As `python -m pipeline` in an unpacked folder: found only because we are in it.
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline",
                    ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "form").write_bytes(FORM)
    asking = "import pipeline\nprint(Path(pipeline.__file__).resolve().parent.parent == Path.cwd())"
    said = subprocess.run(
        [sys.executable, "-S", "-c", STARTING + OPENING + asking, "form"], cwd=tmp_path,
        env={"PYTHONPATH": str(Path(lxml.__file__).parent.parent)},
        capture_output=True, text=True, check=True)
    assert said.stdout == "xlsx False 1 True\nTrue\n"


# --- every kind, in process and through the child -------------------------------------------


@pytest.fixture(scope="module")
def ours() -> Iterator[Opener]:
    """Our own child."""
    with Opener() as opener:
        yield opener


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked(password: str) -> bytes:
    """A workbook with enough in it, locked."""
    form = book(sheet(*(cell(f"A{n}", sha256(b"%d" % n).hexdigest()) for n in range(1, 200))))
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(form)).encrypt(password, out)
    return out.getvalue()


SENT = "Mon, 2 Mar 2026 09:30:00 +0000"
MESSAGE = write_message("a@example.org", "b@example.org", "Return", SENT, "Please find our return.",
                        [("form.xlsx", FORM)])
OUTLOOK = write_msg("a@example.org", "b@example.org", "Return", SENT, "Please find our return.",
                    [("form.xlsx", FORM)])
TABLE = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="One"><table:table-row><table:table-cell office:value-type="string"
><text:p>Answer</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""
SPREADSHEET = packed({
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": TABLE.encode(),
    "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest='
    b'"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'})
UNLOCKED = "a workbook with Excel's own password"
FILES = {
    "a workbook": FORM, "a spreadsheet": SPREADSHEET, "a message": MESSAGE,
    "an Outlook message": OUTLOOK,
    "an archive": packed({
        "returns/": b"", "returns/form.xlsx": FORM, "__MACOSX/returns/._form.xlsx": b"x",
        "returns/.DS_Store": b"x", "Thumbs.db": b"x", "in\u202eert.txt": b"kept"}),
    "a mailbox": b"".join(b"From a@example.org Mon Mar  2 09:30:00 2026\n" + MESSAGE.replace(
        b"\r", b"") + b"\n" for _ in range(2)),
    UNLOCKED: locked("VelvetSweatshop"), "a locked workbook": locked("Another1"),
    "nothing": b"", "words": b"Dear all, nothing is held.", "a PDF": b"%PDF-1.7\n%%EOF",
    "half a workbook": FORM[:len(FORM) // 2], "noise": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", FILES)
def test_the_child_says_what_we_would_have_said(ours: Opener, name: str) -> None:
    assert ours.open(FILES[name]) == open_bytes(FILES[name])


def codes(opened: Opened) -> list[str]:
    """The codes of what is wrong."""
    return [fault.code for fault in opened.faults]


def test_a_workbook_comes_with_its_census() -> None:
    opened = open_bytes(FORM)
    assert opened.kind == "xlsx" and opened.book is not None and opened.book.counted
    assert {"Question", "Answer"} <= {token.words for token in opened.book.census}
    assert opened.book.sheets[0].cells[1, 2].text == "Answer"


def test_another_programs_spreadsheet_is_read_with_a_warning() -> None:
    opened = open_bytes(SPREADSHEET)
    assert opened.kind == "ods" and not opened.refused and opened.book is not None
    assert opened.faults == (Fault("format-other", words=(("kind", KINDS["ods"]),)),)
    assert opened.book.sheets[0].cells[1, 1].text == "Answer"


@pytest.mark.parametrize("name", ["a message", "an Outlook message"])
def test_a_message_gives_its_attachments_as_parts(name: str) -> None:
    opened = open_bytes(FILES[name])
    assert opened.mail is not None and "Please find our return." in opened.mail.words
    assert opened.parts == (Part("form.xlsx", FORM),)


def test_a_mailbox_gives_its_messages_as_parts() -> None:
    messages = open_bytes(FILES["a mailbox"]).parts
    assert [open_bytes(one.data).parts for one in messages] == [(Part("form.xlsx", FORM),)] * 2


def test_an_archive_gives_what_people_put_into_it() -> None:
    opened = open_bytes(FILES["an archive"])
    assert codes(opened) == ["archive-opened"] and not opened.refused
    assert opened.parts == (Part("form.xlsx", FORM), Part("inert.txt", b"kept"))


def test_excels_own_password_opens_and_any_other_refuses() -> None:
    opened = open_bytes(FILES[UNLOCKED])
    assert (opened.kind, codes(opened), opened.refused) == ("xlsx", ["file-unlocked"], False)
    assert opened.book is not None and len(opened.book.sheets[0].cells) == 199
    opened = open_bytes(FILES["a locked workbook"])
    assert (opened.kind, codes(opened), opened.refused) == ("locked", ["file-password"], True)


@pytest.mark.parametrize("name", ["words", "a PDF", "noise"])
def test_what_has_no_door_is_only_named(name: str) -> None:
    opened = open_bytes(FILES[name])
    assert opened == Opened(opened.kind)


class Panic(BaseException):
    """What a library written in Rust raises when it gives up: no Exception."""


@pytest.mark.parametrize("trouble", [ValueError, Panic, AssertionError])
def test_a_reader_that_fails_costs_its_file_and_tells_nothing(
        monkeypatch: pytest.MonkeyPatch, trouble: type[BaseException]) -> None:
    def fails(data: bytes) -> None:
        raise trouble("typed words")

    monkeypatch.setattr("pipeline.doors.xlsx.reading.read_book", fails)
    assert open_bytes(FORM) == failed("our reader could not make sense of it", "xlsx")


@pytest.mark.parametrize(("name", "reader", "code"), [
    ("a workbook", "pipeline.doors.xlsx.reading.read_book", "workbook-damaged"),
    ("a message", "pipeline.doors.mail.read_mail", "mail-unreadable"),
    ("a mailbox", "pipeline.doors.mail.read_mbox", "opening-failed"),
])
def test_what_a_reader_finds_damaged_is_refused_by_its_kind(
        monkeypatch: pytest.MonkeyPatch, name: str, reader: str, code: str) -> None:
    def fails(*given: object) -> None:
        raise OutsideTrouble("typed words")

    monkeypatch.setattr(reader, fails)
    opened = open_bytes(FILES[name])
    assert opened.refused and codes(opened) == [code]
    assert "typed words" not in str(opened)


def test_a_census_that_fails_costs_nothing_but_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes) -> None:
        raise ValueError("typed words")

    monkeypatch.setattr("pipeline.doors.xlsx.census.census", fails)
    opened = open_bytes(FORM)
    assert opened.faults == (Fault("not-counted"),) and not opened.refused
    assert opened.book is not None and not opened.book.counted
