"""Events in time: their bounds, their one order, their dates in words."""
