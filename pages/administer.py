"""Administer: agencies, people, releases, the log, the store; for state staff alone."""

from dashboard.access import office, permissions
from dashboard.access import people as register
from dashboard.access import viewer as access
from dashboard.components import change_result, layout
from dashboard.queries import board as queries
from dashboard.queries import kept_boards
from dashboard.queries import release as release_queries
from dashboard.views.administer import agencies as agencies_view
from dashboard.views.administer import (
    audit_log,
    baselines,
    boards,
    controls,
    groups,
    people,
    releases,
    store,
    targets,
    tokens,
)

viewer = access.current_viewer()
permissions.require_administer(viewer)
names = register.registered_agencies(viewer)

layout.page_title("Administer", viewer, queries.load_board(viewer))
change_result.result_notice()
section = controls.choose_section()
if section == "agencies":
    agencies_view.agencies_section(viewer, office.list_agencies(viewer))
elif section == "groups":
    groups.groups_section(viewer, office.list_groups(viewer), names)
elif section == "targets":
    targets.targets_section(viewer, office.list_targets(viewer), names)
elif section == "baselines":
    baselines.baselines_section(viewer, office.list_baselines(viewer), names)
elif section == "people":
    people.people_section(viewer, names, register.registered_groups(viewer))
elif section == "releases":
    releases.releases_section(viewer, release_queries.every_release(viewer), names)
elif section == "tokens":
    tokens.tokens_section(viewer, names)
elif section == "audit":
    audit_log.audit_section(viewer, names)
elif section == "boards":
    boards.boards_section(kept_boards.list_boards(viewer))
elif section == "keys":
    store.keys_section(store.store_status(viewer))
else:
    store.retention_section(store.store_status(viewer))
    store.forget_section(viewer, names)
