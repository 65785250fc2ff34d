"""The shared release: what others than an agency and the state see of the figures."""
