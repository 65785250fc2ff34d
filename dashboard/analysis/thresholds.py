"""Numbers of cases below which a figure is not leaned on."""

LEAST_N = 11  # a month on fewer cases is moved far by chance
