"""Who is looking, and what that lets them read and change."""
