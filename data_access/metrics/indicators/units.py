"""Units: what an indicator counts, how many digits are shown, and what its stored number is multiplied by for the reader."""

from dataclasses import dataclass

from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted; `decimals` are shown, `scale` multiplies the stored number for the reader (ratios: 100).

    Money `is_money`: whoever shows it says the currency of the data set (see `data_access.metrics.money`).
    """

    key: str
    title: Text
    decimals: int = 0
    scale: float = 1.0
    is_money: bool = False

    def counted(self, value: float) -> float:
        """Return a stored number as files have it: in this unit, but a ratio as it is, which their formats write as per cent."""
        return value if self.key == "ratio" or self.scale == 1 else value * self.scale


ITEMS = Unit("items", Text("件", "items"))
SHOPS = Unit("shops", Text("家", "shops"))
PLATFORMS = Unit("platforms", Text("家", "platforms"))
ENTITIES = Unit("entities", Text("户", "entities"))
#: Of a list on which one may stand more than once.
ENTRIES = Unit("entries", Text("条", "entries"))
CASES = Unit("cases", Text("件", "cases"))
ORDERS = Unit("orders", Text("单", "orders"))
YUAN = Unit("yuan", Text("元", "CNY"), is_money=True)
#: Money of whatever currency but yuan: how its numbers are written, whatever it is called.
MONEY = Unit("money", Text("货币", "money"), is_money=True)
RATIO = Unit("ratio", Text("%", "%"), decimals=1, scale=100.0)
DAYS = Unit("days", Text("天", "days"), decimals=1)
PER_10K_SHOPS = Unit("per_10k_shops", Text("件/万店", "per 10k shops"), decimals=1)
BATCHES = Unit("batches", Text("批次", "batches"))
TYPES = Unit("types", Text("类", "types"))
COMMANDS = Unit("commands", Text("条", "orders"))
LISTINGS = Unit("listings", Text("件", "listings"))
MERCHANTS = Unit("merchants", Text("家", "merchants"))
VISITS = Unit("visits", Text("人次", "visits"))
VERSIONS = Unit("versions", Text("个版本", "versions"))
ROOMS = Unit("rooms", Text("间", "rooms"))
HOSTS = Unit("hosts", Text("人", "hosts"))
AGENCIES = Unit("agencies", Text("家", "agencies"))
PER_100_ROOMS = Unit("per_100_rooms", Text("间/百间", "per 100 rooms"), decimals=2)
MODELS = Unit("models", Text("个", "models"))
HOURS = Unit("hours", Text("小时", "hours"), decimals=1, scale=24.0)
PER_10K_ORDERS = Unit("per_10k_orders", Text("起/万单", "per 10k orders"), decimals=3)
ITEMS_PER_10K_ORDERS = Unit("items_per_10k_orders", Text("件/万单", "per 10k orders"), decimals=3)
PER_MILLION_ORDERS = Unit("per_million_orders", Text("件/百万单", "per million orders"), decimals=1)
PER_1K_SHOPS = Unit("per_1k_shops", Text("件/千店", "per 1k shops"), decimals=2)
#: Of what volume is counted in, which the currency of the data says (see `data_access.metrics.money`).
PER_100M_VOLUME = Unit("per_100m_volume", Text("件/亿交易额", "per 100M of volume"), decimals=2)
INDEX = Unit("index", Text("指数", "index"), decimals=0)
