"""Which people, place, date and speaker belong to which event, by weights that hear the rules."""
