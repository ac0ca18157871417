"""The two seed plans rebuilt as they would have been typed, and what must come out of all six documents."""
