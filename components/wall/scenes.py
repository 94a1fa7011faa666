"""The scenes of the wall: each is one table of cards, and one sentence that says what it says today. A new scene is one entry."""

from dataclasses import dataclass, replace

from components.model import paths
from components.model.card import Card
from components.model.context import CardContext
from components.model.page import Grid, Page, Strip, section
from components.wall.titles import Title, of_attention, of_credit, of_governance, of_overview, of_platform
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import cases, credit, first_handling, sampling
from data_access.metrics.indicators import governance as handled
from data_access.metrics.indicators import overview as size
from data_access.metrics.query import UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One composition: four key figures, the first the largest, what stands in the middle, and two charts on either side.

    `write` is the sentence above it. A scene of one platform shows the one in the address, else the largest by
    complaints; the other scenes show all platforms.
    """

    key: str
    name: Text
    write: Title
    keys: tuple[Card, ...]
    middle: Card
    left: tuple[Card, ...]
    right: tuple[Card, ...]
    is_of_platform: bool = False

    def __post_init__(self) -> None:
        """Name the cards for their scene too: the scenes stand on one page, and some show one number."""
        for place in ("keys", "left", "right"):
            object.__setattr__(self, place, tuple(map(self._own, getattr(self, place))))
        object.__setattr__(self, "middle", self._own(self.middle))

    def _own(self, card: Card) -> Card:
        return replace(card, name=f"{self.key}-{card.name}")

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every card of the scene, the most important first."""
        return (*self.keys, self.middle, *self.left, *self.right)


#: Names of platforms beside bars of this height keep to one line each: under a long title a square screen leaves no room for two.
_LOW = 110

# A line for each card: spans and heights say how large a card is in the lines of the stage, as on any page.
# fmt: off
_OVERVIEW = Scene(
    "overview", Text("总貌", "Overview"), of_overview,
    (Card((size.gmv,)), Card((size.shops,)), Card((size.platforms,)), Card((size.licence_rate,))),
    Card((size.gmv,), ("district",), "map-large", Text("交易额在哪里", "Where the volume is"), 4, 350),
    (Card((size.gmv,), (), "columns", Text("交易额走势", "Volume over time"), 3, 162),
     Card((size.gmv,), ("class",), "bars", Text("交易额按平台类别", "Volume by class"), 3, 162)),
    (Card((size.gmv,), ("platform",), "bars", Text("交易额集中在哪些平台", "Which platforms sell"), 3, 162),
     Card((size.shops,), ("category",), "bars", Text("网店按经营类目", "Shops by category"), 3, 162)),
)
_GOVERNANCE = Scene(
    "governance", Text("治理", "Governance"), of_governance,
    (Card((handled.complaints_and_reports,)), Card((handled.closure_on_time,)), Card((handled.overdue,)),
     Card((cases.cases_filed,))),
    Card((handled.complaints_and_reports,), ("district",), "map-large", Text("投诉举报在哪里办理", "Where they are handled"), 4, 350),
    (Card((handled.complaints_and_reports,), (), "trend", Text("投诉举报走势", "Complaints and reports over time"), 3, 162),
     Card((handled.complaints_and_reports,), ("platform",), "bars", Text("集中在哪些平台", "Which platforms"), 3, 162)),
    (Card((handled.complaints_and_reports,), ("problem",), "bars", Text("反映什么问题", "What they are about"), 3, 162),
     Card((handled.overdue,), ("district",), "bars", Text("超期未办结在哪里", "Where they are overdue"), 3, 162)),
)
_PORTRAIT = Scene(
    "portrait", Text("平台画像", "Portrait"), of_platform,
    (Card((handled.complaints_per_10k_shops,)), Card((first_handling.settlement_rate,)), Card((size.gmv,)),
     Card((first_handling.first_handling_days,))),
    Card((handled.complaints,), ("district",), "map-large", Text("投诉由哪里办理", "Where its complaints are handled"), 4, 350),
    (Card((handled.complaints_per_10k_shops,), (), "versus", Text("万店投诉：本平台与同类", "Complaints per 10k shops"), 3, 162),
     Card((handled.problem_index,), ("problem",), "index", Text("问题结构对比全市", "Problems against the city"), 3, 162)),
    (Card((first_handling.first_handled, first_handling.settled, first_handling.returned), (), "trend",
          Text("先行处置：转送、和解、退回", "Sent, settled, returned"), 3, 162),
     Card((handled.complaints,), ("goods",), "bars", Text("投诉的商品与服务", "Goods complained of"), 3, 162)),
    is_of_platform=True,
)
_CREDIT = Scene(
    "credit", Text("信用", "Credit"), of_credit,
    (Card((credit.credit_score_mean,)), Card((credit.credit_blue_share,)), Card((credit.credit_yellow,)), Card((credit.credit_red,))),
    Card((credit.credit_score_mean,), ("platform",), "points", Text("每个平台在哪里，什么信用色", "Every platform by address and colour"), 3, 350),
    (Card((credit.credit_yellow, credit.credit_red), (), "trend", Text("黄色与红色平台", "Yellow and red platforms"), 3, 162),
     Card((credit.credit_platforms,), ("credit_class",), "steps", Text("信用等级", "By class"), 3, 162)),
    (Card((credit.credit_score_mean,), ("platform",), "bars", Text("信用分最低的平台", "Lowest scores"), 3, 162),
     Card((credit.credit_deductions,), ("credit_rule",), "bars", Text("因何扣分", "What points are lost for"), 3, 162)),
)
_ATTENTION = Scene(
    "attention", Text("关注", "Attention"), of_attention,
    (Card((credit.credit_red,)), Card((handled.complaints_per_million_orders,)), Card((first_handling.first_answers_late,)),
     Card((sampling.unqualified_rate,))),
    Card((handled.overdue,), ("district",), "map-large", Text("超期未办结在哪里", "Where items are overdue"), 4, 350),
    (Card((handled.complaints_per_million_orders,), ("platform",), "bars", Text("百万单投诉最多的平台", "Most complaints per million orders"), 3, _LOW),
     Card((first_handling.first_answers_late,), ("platform",), "bars", Text("先行处置逾期最多的平台", "First answers late, by platform"), 3, _LOW)),
    (Card((handled.overdue,), ("platform",), "bars", Text("超期件最多的平台", "Overdue items by platform"), 3, _LOW),
     Card((sampling.unqualified_rate,), ("platform",), "bars", Text("抽检不合格率最高的平台", "Failed samples by platform"), 3, _LOW)),
)
# fmt: on

SCENES: dict[str, Scene] = {
    scene.key: scene for scene in (_OVERVIEW, _GOVERNANCE, _PORTRAIT, _CREDIT, _ATTENTION)
}

PAGE = Page(
    paths.WALL,
    Text("大屏", "Wall"),
    tuple(
        section(one.name, Strip(one.keys), Grid((one.middle, *one.left, *one.right)))
        for one in SCENES.values()
    ),
    link=phrases.WALL,
    order=12,
    beside=("scene", "rotate"),
)


def scene_with(card: Card) -> Scene | None:
    """Return the scene of a card, None for one of another page."""
    return _SCENES_BY_CARD.get(card)


def before_scene(reader: CardContext, scene: Scene) -> CardContext:
    """Return the reader as they stand before a scene of the wall."""
    everyone = reader.selection.without("platform")
    if not scene.is_of_platform:
        return replace(reader, selection=everyone)
    platform = next(iter(reader.selection.values("platform")), None) or _largest(
        replace(reader, selection=everyone)
    )
    page = reader.page | {"fixed": {"platform": platform}}
    return replace(reader, page=page, selection=everyone.narrowed("platform", platform))


def _largest(reader: CardContext) -> str:
    """Return the platform with most complaints, and where there is none a code that no platform has."""
    frame = reader.ask(handled.complaints, ("platform",), reader.selection)
    frame = frame[frame["platform"] != UNKNOWN]
    return UNKNOWN if frame.empty else str(frame.nlargest(1, "value")["platform"].iloc[0])


_SCENES_BY_CARD = {card: scene for scene in SCENES.values() for card in scene.cards}
