"""Work in child processes: started, watched, answered in words."""
