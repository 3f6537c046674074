"""From stage to stage: moves, second readers, comments, versions, corrections."""
