"""What a chart may claim: arrays in, arrays out."""

from pipelines.statistics.agency_tests import (
    AgencyTests,
    compare_agency_days,
    compare_agency_rates,
)
from pipelines.statistics.control_chart import ProportionChart, p_prime, xmr
from pipelines.statistics.evaluate import ControlChart
from pipelines.statistics.funnel import Funnel, funnel, funnel_lines, mean_funnel
from pipelines.statistics.intervals import binomial_limits, mean_interval, wilson
from pipelines.statistics.run_chart import RunChart, run_chart

__all__ = [
    "AgencyTests",
    "ControlChart",
    "Funnel",
    "ProportionChart",
    "RunChart",
    "binomial_limits",
    "compare_agency_days",
    "compare_agency_rates",
    "funnel",
    "funnel_lines",
    "mean_funnel",
    "mean_interval",
    "p_prime",
    "run_chart",
    "wilson",
    "xmr",
]
