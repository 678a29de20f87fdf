"""The script that Streamlit runs at every interaction."""

import streamlit as st

from ui.views import chat, check, library

_PAGES = [
    st.Page(chat.show, title="Ask", default=True),
    st.Page(check.show, title="Check a cable", url_path="check"),
    st.Page(library.show, title="Library", url_path="library"),
]

# Streamlit's own menu covers a narrow screen until it is closed by hand: links are always there.
chosen = st.navigation(_PAGES, position="hidden")
with st.container(key="pages", horizontal=True):
    for page in _PAGES:
        st.page_link(page)
chosen.run()
