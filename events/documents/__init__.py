"""Documents: their passages, markers and quoted words, and how much of each is used."""
