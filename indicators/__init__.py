"""The domain: tables in, numbers out; ``catalogue.toml`` says what each number is."""
