"""The commands of `python -m pipelines`; each module holds those of one subject.

A command imports what it works with when it runs, so that the others start quickly.
"""
