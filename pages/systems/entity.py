"""`/systems/entity_360/<entity_id>`: one entity, all departments, one timeline."""

from typing import Any

from dash import register_page
from dash.development.base_component import Component

from components.cards import sections
from components.frame.systems import system_page

register_page(__name__, path_template="/systems/entity_360/<entity_id>", title="主体全景 · Entity 360")


def layout(entity_id: str = "", **query: Any) -> Component:
    """Return the page of one entity."""
    return system_page("entity_360", [sections.placeholder("entity")], query, [], {"entity": entity_id})
