"""The script that Streamlit runs at every interaction."""

import streamlit as st

from ui.views import chat, library

_PAGES = [st.Page(chat.show, title="Ask", default=True), st.Page(library.show, title="Library", url_path="library")]

st.navigation(_PAGES, position="top").run()
