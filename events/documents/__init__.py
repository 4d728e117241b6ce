"""Documents: cut into passages, quoted, anchored and laid out, and how much of each is used."""
