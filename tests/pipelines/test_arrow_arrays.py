"""The arrays made of buffers equal those that pyarrow makes of the same values."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.arrow_arrays import (
    bytes_array,
    codes_of,
    date_array,
    empty_texts,
    float_array,
    number_array,
    text_array,
)

ROOT = Path(__file__).parents[2]
ANY_TEXT = st.lists(st.none() | st.text(max_size=5), max_size=20)


@given(ANY_TEXT)
def test_texts(values):
    assert text_array(values).equals(pa.array(values, pa.string()))
    text_array(values).validate(full=True)


@given(st.lists(st.none() | st.dates(), max_size=20))
def test_dates(values):
    assert date_array(values).equals(pa.array(values, pa.date32()))


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=20))
def test_floats(values):
    assert float_array(values).equals(pa.array(values, pa.float64()))


@given(st.lists(st.binary(max_size=5), max_size=20))
def test_bytes(values):
    assert bytes_array(values).equals(pa.array(values, pa.binary()))


@pytest.mark.parametrize("kind", ["int32", "int64", "float64", "bool"])
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 17])
def test_numbers(kind, count):
    values = (np.arange(count) % 3).astype(kind)
    assert number_array(values).equals(pa.array(values))
    assert number_array(values[::2]).equals(pa.array(values[::2]))


def test_other_numbers_are_refused():
    with pytest.raises(KeyError):
        number_array(np.zeros(2, "complex64"))


def test_empty_texts_and_the_codes_of_a_slice():
    assert empty_texts(3).equals(pa.array(["", "", ""]))
    assert empty_texts(0).equals(pa.array([], pa.string()))
    encoded = pa.array(["a", "b", "a", "c"]).dictionary_encode()
    assert codes_of(encoded).tolist() == [0, 1, 0, 2]
    assert codes_of(encoded.slice(1, 2)).tolist() == [1, 0]


def test_a_file_is_checked_without_pandas():
    script = (
        "import sys; from pipelines.cli.app import main\n"
        "sys.argv = ['pipelines', 'check', 'data/sample/A01_2026-09.csv']\n"
        "main(); print('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
