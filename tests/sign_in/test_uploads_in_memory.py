"""A file that a person hands in on Submit stays in memory: none of its bytes reach a disk."""

import os
import time
from pathlib import Path

import pytest

from tests.sign_in.test_resume import number_of, tab

pytestmark = pytest.mark.slow
PART = b"A01,canary-0001,first_contact,2026-09-01\n" * 25_000  # a megabyte


@pytest.fixture
def ann(office):
    office.invite("ann")
    with office.visitor() as visitor:
        office.sign_in(visitor, "ann")
        visitor.get("/_stcore/health")  # gives the token against other sites
        yield visitor


def temporary_files(pid):
    """What a process has open and no folder lists: a temporary file, once it is deleted."""
    links = [os.readlink(path) for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()]
    return [link for link in links if link.startswith("/") and link.endswith(" (deleted)")]


def test_a_large_file_is_in_no_temporary_file_while_it_arrives(ann, office):
    seen = []

    def body():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(8):
            yield PART
        time.sleep(1)  # the server reads what was sent
        seen.extend(temporary_files(office.process.pid))
        yield b"\r\n--x--\r\n"

    with tab(office, ann) as socket:
        answer = ann.put(
            f"/_stcore/upload_file/{number_of(socket)}/a",
            content=body(),
            headers={
                "Content-Type": "multipart/form-data; boundary=x",
                "X-Xsrftoken": ann.cookies["_streamlit_xsrf"],
            },
        )
    assert answer.status_code == 204, answer.text
    assert seen == []
