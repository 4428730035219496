"""Questions in, cited and checked answers out."""
