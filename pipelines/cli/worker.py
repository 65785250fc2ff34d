"""The command worker: one request of the server, read from a pipe and answered to another."""

import sys

import click

from pipelines.cli.exit_codes import ALL_ACCEPTED


@click.command(short_help="used by the server: one request from a pipe, answered to another")
def worker() -> int:
    """Used by the server: one request from a pipe, answered to another."""
    from pipelines.settings import data_folder, load_settings
    from pipelines.worker.serve import serve_request

    serve_request(sys.stdin.buffer, sys.stdout.buffer, data_folder(), load_settings())
    return ALL_ACCEPTED


COMMANDS = (worker,)
