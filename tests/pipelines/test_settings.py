"""Settings: an office's own file changes what it names; anything unknown is an error."""

import pytest

from pipelines import settings


def own(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return path


def test_an_offices_own_file_changes_what_it_names_and_nothing_else(tmp_path):
    changed = settings.load_settings(own(tmp_path, "[detox]\nwindow_days = 7\n"))
    assert changed.detox.window_days == 7
    assert changed.requests == settings.load_settings().requests


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[detox]\nwindow = 7\n", "window"),
        ("[dtox]\nwindow_days = 7\n", "dtox"),
        ("[detox]\nwindow_days = '7'\n", "window_days"),
        ("[detox]\nwindow_days = true\n", "window_days"),
        ("detox = 7\n", "detox"),
        ("[treatment]\nservice_codes = [14, 35]\n", "service_codes"),
        ("[office]\ndue_day = -3\n", "due_day"),
        ("[office]\ntime_zone = 'Florida'\n", "'Florida' is no IANA name"),
        ("[office]\ntime_zone = 'America'\n", "time_zone"),
        ("[office]\ntime_zone = '../America/New_York'\n", "time_zone"),
        ("[office]\ntime_zone = ''\n", "time_zone"),
        ("[office]\ntime_zone = -5\n", "time_zone"),
    ],
)
def test_what_is_unknown_or_of_another_kind_is_named(tmp_path, text, named):
    with pytest.raises(settings.SettingsError, match=named):
        settings.load_settings(own(tmp_path, text))


def test_the_file_named_by_the_environment_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("STARBOARD_SETTINGS", str(own(tmp_path, "[office]\ndue_day = 10\n")))
    assert settings.load_settings().office.due_day == 10


def test_a_settings_file_that_is_lost_or_no_toml_is_reported(tmp_path):
    with pytest.raises(settings.SettingsError, match="cannot be read"):
        settings.load_settings(tmp_path / "nowhere.toml")
    with pytest.raises(settings.SettingsError, match=r"own\.toml is not a TOML file"):
        settings.load_settings(own(tmp_path, "[office"))


def test_no_settings_file_is_named_by_an_empty_variable(monkeypatch):
    monkeypatch.setenv("STARBOARD_SETTINGS", "")
    assert settings.load_settings().office.due_day == 15
