import pytest

from pipelines.warehouse import pseudonyms
from pipelines.warehouse.pseudonyms import KeyProblem


def test_a_new_key_is_outside_the_store_and_private(tmp_path):
    data = tmp_path / "store"
    data.mkdir()
    key = pseudonyms.load_key(data, make=True)
    path = pseudonyms.key_file(data)
    assert data not in path.parents
    assert path.stat().st_mode & 0o777 == 0o600
    assert pseudonyms.load_key(data, make=False) == key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused_with_the_way_back(mode, tmp_path):
    data = tmp_path / "store"
    pseudonyms.load_key(data, make=True)
    pseudonyms.key_file(data).chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 600"):
        pseudonyms.load_key(data, make=False)
    pseudonyms.key_file(data).chmod(0o400)
    assert pseudonyms.load_key(data, make=False)
