"""Words stand in both languages everywhere."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from data_access.domain.dimensions import DIMENSIONS
from data_access.domain.text import LANGS, Text
from data_access.metrics.indicators import INDICATORS
from data_access.store.schema import metadata
from tests.shared import swept

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("data_access", "components")
    for path in (ROOT / folder).rglob("*.py")
    if path.name not in {"__init__.py", "__main__.py"}
)


def texts(value: Any, seen: set[int]) -> Iterator[Text]:
    """Yield every Text inside a value of a module."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from texts(part, seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name), seen)


def test_a_text_without_one_of_the_languages_cannot_be_made() -> None:
    with pytest.raises(TypeError):
        Text("仅中文")  # type: ignore[call-arg]


def test_a_text_answers_english_to_english_and_chinese_to_all_else() -> None:
    text = Text("平台", "Platforms")
    assert [text(lang) for lang in (*LANGS, "de", "")] == ["平台", "Platforms", "平台", "平台"]


@swept("module", MODULES)
def test_no_text_of_a_module_is_empty_in_one_language_or_chinese_in_english(module: str) -> None:
    for text in texts(list(vars(import_module(module)).values()), set()):
        assert bool(text.zh.strip()) == bool(text.en.strip()), text
        assert not re.search(r"[，。；：（）]", text.en), f"full-width punctuation in English: {text.en}"


@swept("indicator", INDICATORS.values())
def test_an_indicator_says_what_it_means_in_both_languages(indicator: Any) -> None:
    for text in (indicator.title, indicator.definition, indicator.formula, indicator.unit.title):
        assert text.zh
        assert text.en
    assert indicator.definition.zh.endswith(("。", "）。")), indicator.definition.zh
    assert indicator.definition.en.endswith("."), indicator.definition.en


def test_titles_tell_indicators_and_dimensions_apart() -> None:
    for lang in LANGS:
        of_indicators = [indicator.title(lang) for indicator in INDICATORS.values()]
        of_dimensions = [dimension.title(lang) for dimension in DIMENSIONS.values()]
        assert len(set(of_indicators)) == len(of_indicators), sorted(of_indicators)
        assert len(set(of_dimensions)) == len(of_dimensions), sorted(of_dimensions)


def test_every_column_of_the_store_has_a_label_in_both_languages() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            label = column.info["label"]
            assert label.zh
            assert label.en
