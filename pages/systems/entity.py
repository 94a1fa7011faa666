"""`/systems/entity_360/<entity_id>`: one entity, all departments, one timeline."""

from dataclasses import replace

from components.frame.layouts import register_page
from components.model.page import Block, section, system_page

_SYSTEM = system_page("entity_360", section(None, Block("entity")))
PAGE = replace(_SYSTEM, path=f"{_SYSTEM.path}/<entity_id>")
register_page(__name__, PAGE)
