"""The template, the example and the data dictionary that a provider downloads."""

import csv
import io
from pathlib import Path

from pipelines.intake.contract import Field, _schema, column_names, contract_fields

EXAMPLE = Path(__file__).with_name("example.csv")


def template_csv() -> str:
    """The CSV to download: the header of every column, no rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(column_names())
    return text.getvalue()


def example_csv(agency: str = "A01") -> str:
    """A whole small extract of an agency to download: made up, with each of the six events."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return "\r\n".join([lines[0], *(agency + line[3:] for line in lines[1:]), ""])


def dictionary_csv() -> str:
    """The data dictionary of the extract as Markdown (data/README.md is written from it)."""
    lines = [f"# {_schema()['title']}", "", _schema()["description"], ""]
    lines += ["| column | required | what | values | example |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{each.name}` | {needed_when(each)} | {each.description} | {allowed_values(each)} |"
        f" `{each.example}` |"
        for each in contract_fields()
    ]
    for each in contract_fields():
        if each.meanings:
            lines += ["", f"## {each.title}: `{each.name}`", "", "| value | is |", "| --- | --- |"]
            lines += [f"| `{word}` | {meaning} |" for word, meaning in each.meanings.items()]
    kinds = ", ".join(_schema()["refused"])
    lines += ["", f"A column that names {kinds} refuses the whole file. Other columns are dropped."]
    return "\n".join(lines) + "\n"


def needed_when(each: Field) -> str:
    if each.required:
        return "yes"
    return f"with `{each.required_with}`" if each.required_with else "no"


def allowed_values(each: Field) -> str:
    numbers = {word: number for number, word in each.codes.items() if number != word}
    spelled = [
        f"`{word}`" + (f" {numbers[word]}" if word in numbers else "") for word in each.words
    ]
    return ", ".join(spelled) or (f"up to {each.max_length} characters" if each.max_length else "")
