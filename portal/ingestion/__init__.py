"""Jobs that other systems send, many at a time: taken in, made or changed one by one, and reported."""
