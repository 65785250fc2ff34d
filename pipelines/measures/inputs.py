"""The measures' input tables that come from settings and registry, not from rows."""

from pipelines.engines.duckdb_engine import DuckdbEngine
from pipelines.measures.registry import load_measures
from pipelines.settings import Settings


def write_input_tables(engine: DuckdbEngine, settings: Settings) -> None:
    """Make the input tables that come from settings and registry, not from rows."""
    rule = {
        "restart_after_contact_days": settings.requests.restart_after_contact_days,
        "restart_after_care_days": settings.requests.restart_after_care_days,
        "longest_days": settings.requests.longest_days,
        "cohort_seen_days": settings.requests.cohort_seen_days,
        "window_days": settings.detox.window_days,
        "stay_goes_on_days": settings.detox.stay_goes_on_days,
        "clients_per_key": settings.persons.clients_per_key,
        "pooled_share": settings.months.pooled_share,
    }
    columns = ", ".join(
        f"{name} {'double' if isinstance(value, float) else 'int'}" for name, value in rule.items()
    )
    engine.table("rule", columns, [tuple(rule.values())])
    engine.table(
        "treatment_code", "service_code varchar", [(c,) for c in settings.treatment.service_codes]
    )
    engine.table(
        "measure",
        "measure varchar, kind varchar, counts_too_long boolean, counts_no_contact boolean,"
        " counts_served_before boolean, warming_up_months int, standard_days int",
        [
            (
                *(m.key, m.kind, m.counts_too_long, m.counts_no_contact),
                *(m.counts_served_before, m.warming_up_months, m.standard_days),
            )
            for m in load_measures()
        ],
    )
