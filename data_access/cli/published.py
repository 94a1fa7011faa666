"""Published figures: what they say, when ours agrees, and which indicator answers each."""

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from data_access.domain.errors import BadFile, BadValue

#: The figures that come with the product; see published_figures.md.
FIGURES = Path(__file__).with_name("published_figures.csv")
_APPROX = re.compile(r"approx(\d+(?:\.\d+)?)pct")
_BETWEEN = re.compile(r"between_(\d+(?:\.\d+)?)_and_(\d+(?:\.\d+)?)")
_ROUND = re.compile(r"round(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: `value` in base units, from `start` to `end` (equal: a stock at that day's end)."""

    key: str
    system: str
    city: str
    start: date
    end: date
    value: Decimal
    unit: str
    relation: str
    words: str

    def agrees(self, ours: float) -> bool:
        """Say whether our number is right by the figure's relation; NaN never is. Raises BadValue for an unknown one."""
        if math.isnan(ours):
            return False
        number = Decimal(repr(float(ours)))
        match self.relation:
            case "eq":
                return abs(number - self.value) <= (Decimal("1e-9") if self.unit == "ratio" else 0)
            case "gt":
                return number > self.value
            case "ge":
                return number >= self.value
            case "le":
                return number <= self.value
        if found := _APPROX.fullmatch(self.relation):
            return abs(number - self.value) <= abs(self.value) * Decimal(found[1]) / 100
        if found := _BETWEEN.fullmatch(self.relation):
            low, high = sorted(self.value * Decimal(part) for part in found.groups())
            return low <= number <= high
        if found := _ROUND.fullmatch(self.relation):
            return _rounded(number, Decimal(found[1])) == _rounded(self.value, Decimal(found[1]))
        raise BadValue(
            f"relation of {self.key}", self.relation, "eq, gt, ge, le, approx…pct, between_…_and_… or round…"
        )


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Ask:
    """The indicator that answers a figure, and filters of the address beyond its period."""

    indicator: str
    filters: Mapping[str, str] | None = None


ASKS: Mapping[str, Ask] = {
    "platforms": Ask("platforms"),
    "shops": Ask("shops"),
    "gmv_2015": Ask("gmv"),
    "gmv_2020": Ask("gmv"),
    "gmv_national_share_2020": Ask("gmv_national_share"),
    "online_consumption_2015": Ask("online_consumption"),
    "online_consumption_2020": Ask("online_consumption"),
    "online_consumption_retail_share_2020": Ask("online_consumption_retail_share"),
    "complaints_and_reports_2020": Ask("complaints_and_reports"),
    "cases_decided_2020": Ask("cases_decided"),
    "negative_entities_stock": Ask("negative_entities"),
    "bridge_records_2020": Ask("exchange_records"),
    "bridge_records_cumulative": Ask("exchange_records"),
    "bridge_co_investigations_per_day_2014": Ask("co_investigations_per_day"),
    "bridge_co_investigations_per_day_2020": Ask("co_investigations_per_day"),
    "co_investigations_2020": Ask("co_investigations"),
    "co_investigations_2020_to_mid_2021": Ask("co_investigations"),
    "co_investigation_agreements": Ask("co_agreements"),
    "co_investigation_accounts": Ask("co_accounts"),
    "co_investigation_provinces": Ask("co_partner_provinces"),
    "co_investigation_regions": Ask("co_partner_regions"),
    "co_investigation_rapid_disposals_2020": Ask("co_rapid_disposals"),
    "co_investigation_cycle_days": Ask("co_days"),
    "casework_handled_2020": Ask("case_sources"),
    "casework_sources_cumulative": Ask("case_sources"),
    "casework_filed_cumulative": Ask("cases_filed"),
    "casework_corrected_cumulative": Ask("cases_corrected"),
    "casework_fines_cumulative": Ask("penalties"),
    "mediations_2020": Ask("mediations"),
    "mediations_per_working_day_2020": Ask("mediations_per_working_day"),
    "mediation_approval": Ask("mediation_approval"),
    "changsha_online_entities": Ask("entities_online"),
    "changsha_online_retail_entities": Ask("entities_retail"),
    "yuhua_entities": Ask("entities"),
    "xianyang_entities": Ask("entities"),
    "qijiang_interviews": Ask("interviews"),
    "qijiang_site_checks": Ask("site_checks"),
    "qijiang_cases": Ask("cases_filed"),
    "qijiang_complaints": Ask("complaints"),
    "qijiang_recovered": Ask("recovered"),
    "case_platform_complaints_2016": Ask("complaints_and_reports"),
    "case_platform_complaints_2017": Ask("complaints_and_reports"),
    "case_platform_pilot_cases": Ask("cases_closed"),
    "case_platform_minor_share": Ask("educated_share"),
    "canal_items_2020": Ask("canal_items"),
    "canal_platforms": Ask("platforms_on_canal"),
    "canal_mean_days_before": Ask("canal_days"),
    "canal_mean_days_2020": Ask("canal_days"),
    "sampling_batches": Ask("sampling_batches"),
    "sampling_cases": Ask("sampling_cases"),
    "sampling_taken_down": Ask("batches_taken_down"),
    "risk_monitoring_batches": Ask("risk_batches"),
    "fair_online_platforms": Ask("monitored_platforms"),
    "fair_online_items": Ask("monitored_listings"),
    "fair_online_risks": Ask("risks_disposed"),
    "fair_online_leads": Ask("leads_filed"),
    "fair_online_taken_down": Ask("listings_taken_down"),
    "fair_online_shops_rectified": Ask("shops_rectified"),
    "fair_online_violation_types": Ask("violation_types"),
    "kitchens": Ask("kitchens"),
    "kitchen_coverage": Ask("kitchen_coverage"),
    "kitchen_visits": Ask("kitchen_visits"),
    "rider_violations_change": Ask("rider_violations_change"),
    "ip_disputes": Ask("ip_disputes"),
    "ip_cross_province": Ask("ip_across"),
    "ip_users": Ask("ip_users"),
    "ip_visits": Ask("ip_visits"),
    "ip_departments": Ask("ip_departments"),
    "ip_systems": Ask("ip_systems"),
    "ip_cycle_change": Ask("ip_cycle_change"),
    "jinhua_online_retail_2020": Ask("online_retail"),
    "jinhua_cross_border_export_2020": Ask("cross_border_export"),
    "jinhua_cross_border_share_2020": Ask("cross_border_share"),
    "jinhua_parcels_2020": Ask("parcels"),
    "jinhua_grades": Ask("credit_colours"),
    "changsha_online_retail": Ask("online_retail"),
    "qijiang_platforms": Ask("platforms"),
    "xianyang_complaints_h1_2021": Ask("complaints_and_reports"),
    "xianyang_online_h1_2021": Ask("online_items"),
    "xianyang_closure_rate_h1_2021": Ask("closure_rate"),
    "xianyang_recovered_h1_2021": Ask("recovered"),
}


def figures(path: Path) -> list[Figure]:
    """Return the figures of a CSV file with the columns of published_figures.md; raises BadFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                Figure(row["key"], row["system"], row["city"], date.fromisoformat(row["period_from"]),
                       date.fromisoformat(row["period_to"]), Decimal(row["value"]), row["unit"], row["relation"],
                       row["words"])
                for row in csv.DictReader(file)
            ]  # fmt: skip
    except (OSError, KeyError, ValueError, ArithmeticError) as error:
        message = (
            f"The figures in {path} cannot be read ({error!r}); see data_access/cli/published_figures.md."
        )
        raise BadFile(message) from error
