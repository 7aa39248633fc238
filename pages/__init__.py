"""The frame and one thin file per page."""
