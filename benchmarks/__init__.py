"""How much processor time a page costs, as a multiple of a bare Flask "hello" in the same run."""
