"""What a reader is told when something of ours fails (出错提示): a sentence, what to do, and never a traceback.

Streamlit writes the trace to the server's log before it asks :func:`say`; the time in the sentence finds it there.
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st


def say(problem: Exception) -> bool:
    """Draw the sentence for a failure that nothing caught; True tells Streamlit to draw no box of its own.

    Given to ``st.App`` as ``on_script_error``: it answers for the frame, for what is redrawn alone, and for callbacks.
    """
    st.error(f"这一部分未能生成。{what_to_do()}")
    return True


def of_page(name: str) -> str:
    """Return the sentence for a page that could not be drawn while the frame stands."""
    return f"“{name}”未能生成，其他页面不受影响。{what_to_do()}"


def what_to_do() -> str:
    """Return what a reader can do, with the time by which the log is searched."""
    when = f"{datetime.now():%H:%M:%S}"
    return (
        f"请刷新页面，或换一个范围、月份再试；仍不行，请把出错时间（{when}）告诉系统管理员，详细原因已写入服务器日志。"
    )
