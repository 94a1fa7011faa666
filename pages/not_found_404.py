"""What a reader sees at an address that is no page."""

from components.frame.layouts import register_page
from components.model.page import NO_PAGE

register_page(__name__, NO_PAGE)
