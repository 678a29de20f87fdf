"""Colours and type, as Streamlit options. `style.css` holds what the options cannot say.

The palette follows the U.S. Web Design System; every pair of text and ground has a contrast of at least 4.5.
"""

from pathlib import Path

STYLE = Path(__file__).with_name("style.css")

_SHARED = {
    "theme.baseRadius": "0.25rem",
    "theme.buttonRadius": "0.25rem",
    "theme.baseFontSize": 16,
    "theme.linkUnderline": True,
    "theme.showWidgetBorder": True,
}
_LIGHT = {
    "primaryColor": "#1a4480",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f3f6f9",
    "textColor": "#1b1b1b",
    "linkColor": "#1a4480",
    "borderColor": "#8d9297",
    "grayTextColor": "#51565b",
}
_DARK = {
    "primaryColor": "#4a77b4",
    "backgroundColor": "#11161d",
    "secondaryBackgroundColor": "#1b232d",
    "textColor": "#f0f0f0",
    "linkColor": "#a8c7f0",
    "borderColor": "#71767a",
    "grayTextColor": "#b8bec5",
}

OPTIONS: dict[str, object] = {
    **_SHARED,
    **{f"theme.light.{name}": value for name, value in _LIGHT.items()},
    **{f"theme.dark.{name}": value for name, value in _DARK.items()},
}

# The citation whose evidence is shown: filled, and underlined for those who do not see the fill.
PRESSED = "background: var(--accent); color: var(--on-accent); text-decoration: underline; text-underline-offset: 3px;"
