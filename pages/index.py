"""The entry script: the frame, which draws the chosen page inside itself."""

from components import frame

frame.run()
