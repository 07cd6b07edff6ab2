"""Water levels of tide gauges: cleaning, filtering and extremes."""
