"""Which place, date and speaker belongs to which event, by weights that hear the rules."""
