"""What is known: schema, snapshots, policies, geography and the bundled sample."""
