"""How the page looks, as far as the framework draws it: paper and ink, in light and in dark. The rest is web/*.css.

Only fonts that the reader's system has: a font that is fetched would tell its server who reads.
"""

_SERIF = "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', Georgia, 'Liberation Serif', serif"
_SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
_MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace"

_BOTH = {
    "font": _SANS,
    "headingFont": _SERIF,
    "codeFont": _MONO,
    "baseFontSize": 16,
    "baseRadius": "5px",
    "buttonRadius": "5px",
    "linkUnderline": True,
}
_LIGHT = {
    "primaryColor": "#7b2d26",
    "backgroundColor": "#fbf8f2",
    "secondaryBackgroundColor": "#f2ece0",
    "textColor": "#2a2520",
    "linkColor": "#7b2d26",
    "borderColor": "#ddd3c1",
}
_DARK = {
    "primaryColor": "#b5564a",
    "backgroundColor": "#1b1916",
    "secondaryBackgroundColor": "#25221e",
    "textColor": "#e8e1d4",
    "linkColor": "#e2a091",
    "borderColor": "#3d3831",
}

THEME: dict[str, object] = (
    {f"theme.{key}": value for key, value in _BOTH.items()}
    | {f"theme.light.{key}": value for key, value in _LIGHT.items()}
    | {f"theme.dark.{key}": value for key, value in _DARK.items()}
    | {"theme.light.sidebar.backgroundColor": "#f2ece0", "theme.light.sidebar.secondaryBackgroundColor": "#fbf8f2"}
    | {"theme.dark.sidebar.backgroundColor": "#151310", "theme.dark.sidebar.secondaryBackgroundColor": "#25221e"}
)
"""Options of the server."""
