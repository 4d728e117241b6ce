"""Words: folded and stemmed, indexed, looked up, marked where they are found, spelt as they are written, suggested."""
