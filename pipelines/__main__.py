"""`python -m pipelines`: the command line. `--help` lists the commands."""

import sys

from pipelines.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
