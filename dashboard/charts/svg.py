"""A drawing as an address for an image."""

import base64


def data_uri(shapes: str, width: int, height: int) -> str:
    """SVG as the address of an image: st.html drops inline SVG."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{shapes}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
