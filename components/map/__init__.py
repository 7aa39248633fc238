"""The map (医共体地图): pure functions from tables to records, and the deck that draws them by URL."""
