"""The template, the example and the data dictionary that a provider downloads."""

import csv
import io
from pathlib import Path

from pipelines.intake.contract import Field, column_names, contract_fields, schema_table

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
    lines = [f"# {schema_table()['title']}", "", schema_table()["description"], ""]
    lines += ["| column | required | what | values | example |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{field.name}` | {needed_when(field)} | {field.description} | {allowed_values(field)} |"
        f" `{field.example}` |"
        for field in contract_fields()
    ]
    for field in contract_fields():
        if field.meanings:
            lines += [
                "",
                f"## {field.title}: `{field.name}`",
                "",
                "| value | is |",
                "| --- | --- |",
            ]
            lines += [f"| `{word}` | {meaning} |" for word, meaning in field.meanings.items()]
    kinds = ", ".join(schema_table()["refused"])
    lines += ["", f"A column that names {kinds} refuses the whole file. Other columns are dropped."]
    return "\n".join(lines) + "\n"


def needed_when(field: Field) -> str:
    if field.required:
        return "yes"
    return f"with `{field.required_with}`" if field.required_with else "no"


def allowed_values(field: Field) -> str:
    codes = {word: code for code, word in field.codes.items() if code != word}
    spelled = [f"`{word}`" + (f" {codes[word]}" if word in codes else "") for word in field.words]
    return ", ".join(spelled) or (
        f"up to {field.max_length} characters" if field.max_length else ""
    )
