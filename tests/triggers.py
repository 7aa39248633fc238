"""What a browser sends when something happens in a component of our own: used by the tests and the benchmark."""

from __future__ import annotations

import json

from streamlit.proto.WidgetStates_pb2 import WidgetState


def trigger(component: str, event: str, value: object) -> WidgetState:
    """Return the message that ``event`` happened, with ``value``, in the component of that id."""
    happened = json.dumps([{"event": event, "value": value}])
    return WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events", json_trigger_value=happened)
