"""All benchmarks that compare runs side by side: `make bench`.

False alarms and coverage are simulations of minutes and have commands of their own.
"""

from benchmarks import flow, xmr_speed

xmr_speed.main()
flow.main()
