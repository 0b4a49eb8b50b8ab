"""Analytics: the dashboards of each role, every figure a link to what it counts."""
