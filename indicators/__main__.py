"""``python -m indicators``: every figure of a scope on a day."""

from indicators.cli import main

if __name__ == "__main__":
    main()
