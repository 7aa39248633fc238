"""An empty Streamlit page with one filter: the floor that benchmarks/clicks.py measures every page against."""

import streamlit as st

st.set_page_config(page_title="空白页", layout="wide", initial_sidebar_state=216)
with st.sidebar:
    chosen = st.selectbox("区县（市）", [f"第 {number} 个" for number in range(1, 12)])
st.write(chosen)
