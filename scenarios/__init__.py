"""What if (情景推演): a scenario is data; apply it to the tables, ask the same indicators, explain the difference."""
