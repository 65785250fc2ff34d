"""What is done, whole: a delivery, its preview, a change."""
