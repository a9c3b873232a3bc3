"""What the rules did with a text, for people to judge: which fired, what none of them used, why a fact stands."""
