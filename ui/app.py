"""The script that Streamlit runs at every interaction."""

from ui.views import chat

chat.show()
