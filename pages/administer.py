"""Administer: people and their roles, releases, tokens; for state staff alone."""

from dashboard.access import people as register
from dashboard.access import permissions
from dashboard.access import viewer as access
from dashboard.components import change_result, layout
from dashboard.queries import board as queries
from dashboard.queries import release as release_queries
from dashboard.views.administer import controls, people, releases, tokens

viewer = access.current_viewer()
permissions.require_administer(viewer)
agencies = register.registered_agencies(viewer)

layout.page_title("Administer", viewer, queries.load_board(viewer))
change_result.result_notice()
section = controls.choose_section()
if section == "people":
    people.people_section(viewer, agencies, register.registered_groups(viewer))
elif section == "releases":
    releases.releases_section(viewer, release_queries.every_release(viewer), agencies)
else:
    tokens.tokens_section(viewer, agencies)
