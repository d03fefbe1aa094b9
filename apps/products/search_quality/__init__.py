"""How good search is: a fixed catalogue, what people expect of it, and the measure."""
