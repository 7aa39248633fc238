"""From figures to what is exported (编排): slides, the brief's sections, the tables behind them."""

from briefing.composing.document import document

__all__ = ["document"]
