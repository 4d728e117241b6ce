"""What a reader has chosen: the query string read, the events in order, the counts beside each choice."""
