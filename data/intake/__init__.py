"""From files to typed cells: encodings, CSV records, Parquet columns and the reading of single cells."""
