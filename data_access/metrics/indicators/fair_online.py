"""浙江公平在线: what is watched, what is found, and whether each lead comes full circle."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, distinct, ratio, total
from data_access.metrics.indicators.units import ITEMS, LISTINGS, MODELS, PLATFORMS, RATIO, SHOPS, TYPES, Unit
from data_access.metrics.sources import LEADS as SOURCE
from data_access.metrics.sources import MODELS as MODEL_SOURCE
from data_access.metrics.sources import MONITORING, REVISIONS, TAKEDOWNS, among, outside
from data_access.metrics.sources.products import FED_BACK_IN_TIME
from data_access.store.schema import model_revision, monitor_model, monitoring_month, risk_lead, takedown

_lead, _model, _month, _order = risk_lead.c, monitor_model.c, monitoring_month.c, takedown.c
REVISION_UNIT = Unit("revisions", Text("次", "revisions"))
#: A lead that verification found to be unfounded is closed, but there was no risk to dispose of.
_IS_CLOSED = _lead.disposition.is_not(None)
_IS_DISPOSED = and_(_IS_CLOSED, outside(_lead.disposition, ["unfounded"]))
_IS_FILED = among(_lead.disposition, ["filed"])
#: What a verification tells, and when it did.
_DISPOSED = ((_lead.verified_at,), (_lead.disposition,))
#: Each step of a lead is within the one before, in the order of the steps of its flow.
_IS_DISPATCHED = and_(_lead.is_confirmed.is_(True), _lead.dispatched_at.is_not(None))
_IS_VERIFIED = and_(_IS_DISPATCHED, _IS_CLOSED)

monitored_platforms = indicator(
    "monitored_platforms",
    Text("监测平台数", "Platforms watched"),
    Text("期末纳入监测的重点电商平台数。", "Major platforms watched at the end of the period."),
    Text("期内最后一个月末的监测平台数", "platforms at the last month end"),
    PLATFORMS, MONITORING, "as_of", total(_month.platforms), good="up", system="fair_online",
)  # fmt: skip
monitored_listings = indicator(
    "monitored_listings",
    Text("监测商品数", "Listings watched"),
    Text("期末监测的商品数；存量，各月不相加。", "Listings watched at the end of the period; a stock, months are not added."),
    Text("期内最后一个月末的监测商品数", "listings at the last month end"),
    LISTINGS, MONITORING, "as_of", total(_month.listings), good="up", system="fair_online",
)  # fmt: skip
violation_types = indicator(
    "violation_types",
    Text("监测违法类型", "Types watched"),
    Text("期末有模型在用的违法类型数：12 类（其中 6 类见公开报道，其余为演示口径）。",
         "Types with a model in use at the end of the period: 12, of which 6 are named in publications; the others are the demo's."),
    Text("在用模型的监测类型去重", "distinct types of models in use"),
    TYPES, MODEL_SOURCE, "in_use", distinct(_model.lead_type), system="fair_online",
)  # fmt: skip
models_in_use = indicator(
    "models_in_use",
    Text("在用模型", "Models in use"),
    Text("期末已采纳、未停用的监测模型数。", "Models adopted and not retired at the end of the period."),
    Text("已采纳未停用的模型数", "count of models adopted and not retired"),
    MODELS, MODEL_SOURCE, "in_use", count(), system="fair_online",
)  # fmt: skip
models_developed = indicator(
    "models_developed",
    Text("研发模型", "Models developed"),
    Text("期内研发完成的监测模型数。", "Models whose development was completed within the period."),
    Text("按研发完成日计数", "count by day developed"),
    MODELS, MODEL_SOURCE, "developed", count(), system="fair_online",
)  # fmt: skip
model_adoption_rate = indicator(
    "model_adoption_rate",
    Text("模型采用率", "Models adopted"),
    Text("期内研发的模型中已被采纳的比例。公开参考：湖州 35/36＝97.22%。",
         "Of the models developed in the period, the share adopted. Published elsewhere: 35 of 36 in Huzhou."),
    Text("已采纳 ÷ 研发", "adopted ÷ developed"),
    RATIO, MODEL_SOURCE, "developed", ratio(_model.adopted_on.is_not(None)), good="up", min_n=10, system="fair_online",
    matures=Maturity(180, (_model.adopted_on,)),
)  # fmt: skip
risks_found = indicator(
    "risks_found",
    Text("发现风险", "Risks found"),
    Text("期内模型发现或地市反向提供的风险线索，含待复核与误报。", "Leads that models found or cities supplied within the period, false alarms included."),
    Text("按发现时间计数", "count by day detected"),
    ITEMS, SOURCE, "detected", count(), system="fair_online",
)  # fmt: skip
risks_confirmed = indicator(
    "risks_confirmed",
    Text("复核属实", "Confirmed"),
    Text("期内发现的线索中复核属实的件数。", "Of the leads detected in the period, those that review confirmed."),
    Text("复核属实的线索数", "count of confirmed leads"),
    ITEMS, SOURCE, "detected", count(), where=_lead.is_confirmed.is_(True), system="fair_online",
    matures=Maturity(15, (_lead.reviewed_at,), (_lead.is_confirmed,)),
)  # fmt: skip
leads_dispatched = indicator(
    "leads_dispatched",
    Text("下发线索", "Leads dispatched"),
    Text("期内发现的线索中属实并已下发地方核查的件数。", "Of the leads detected in the period, those confirmed and dispatched for verification."),
    Text("属实并已下发的线索数", "count of confirmed leads that were dispatched"),
    ITEMS, SOURCE, "detected", count(), where=_IS_DISPATCHED, system="fair_online",
    matures=Maturity(15, (_lead.dispatched_at,)),
)  # fmt: skip
leads_verified = indicator(
    "leads_verified",
    Text("处置有果", "With a disposition"),
    Text("期内发现的线索中下发后已有处置结果的件数，含地方查否的。",
         "Of the leads detected in the period, those dispatched that have a disposition, unfounded ones included."),
    Text("下发后有处置结果的线索数", "count of dispatched leads with a disposition"),
    ITEMS, SOURCE, "detected", count(), where=_IS_VERIFIED, system="fair_online",
    matures=Maturity(45, *_DISPOSED),
)  # fmt: skip
risks_disposed = indicator(
    "risks_disposed",
    Text("发现并处置风险", "Found and disposed of"),
    Text("期内发现、核查属实并已处置（立案、责令改正、下架、移送）的线索；地方查否的不是风险，不计入。",
         "Leads detected in the period that proved true and were disposed of: filed, corrected, taken down or transferred."
         " What verification found unfounded was no risk and is not counted."),
    Text("处置为立案、责令改正、下架或移送的线索数", "count of leads filed, corrected, taken down or transferred"),
    ITEMS, SOURCE, "detected", count(), where=_IS_DISPOSED, good="up", system="fair_online",
    matures=Maturity(45, *_DISPOSED),
)  # fmt: skip
leads_fed_back = indicator(
    "leads_fed_back",
    Text("已反馈", "Fed back"),
    Text("期内发现的线索中，处置结果已由地方反馈的件数。", "Of the leads detected in the period, those whose disposition was fed back."),
    Text("有处置结果并已反馈的线索数", "count of leads whose disposition was fed back"),
    ITEMS, SOURCE, "detected", count(), where=and_(_IS_VERIFIED, _lead.feedback_at.is_not(None)), system="fair_online",
    matures=Maturity(45, (_lead.feedback_at, _lead.verified_at), (_lead.disposition,)),
)  # fmt: skip
leads_filed = indicator(
    "leads_filed",
    Text("立案查处线索", "Leads filed as cases"),
    Text("期内核查完成、结论为立案查处的线索。", "Leads verified within the period for which a case was filed."),
    Text("按核查完成时间计数", "count by day verified"),
    ITEMS, SOURCE, "verified", count(), where=_IS_FILED, system="fair_online", blind=("disposition",),
)  # fmt: skip
shops_rectified = indicator(
    "shops_rectified",
    Text("规范整改网店", "Shops put right"),
    Text("期内核查完成、责令改正的网店；一条线索对应一家网店。", "Shops ordered to correct by verification within the period; a lead is about one shop."),
    Text("责令改正的线索数", "count of leads that ended with an order to correct"),
    SHOPS, SOURCE, "verified", count(), where=among(_lead.disposition, ["corrected"]), system="fair_online",
    blind=("disposition",),
)  # fmt: skip
listings_taken_down = indicator(
    "listings_taken_down",
    Text("督促下架商品", "Taken down for leads"),
    Text("期内因监测线索督促平台下架的商品链接数。", "Listings that platforms took down within the period because of leads."),
    Text("Σ 因监测线索下达的下架指令的商品链接", "sum of listings of its completed orders"),
    LISTINGS, TAKEDOWNS, "done", total(_order.listings), where=among(_order.source, ["fair_online"]), system="fair_online",
    blind=("takedown_source",),
)  # fmt: skip
closed_loop_rate = indicator(
    "closed_loop_rate",
    Text("闭环处置率", "Closed of dispatched"),
    Text("反馈期限落在期内的下发线索中，已有核查处置结果（含查否）的比例；到期仍在处置的计为未闭环。公开参考：湖州 931/956＝97.38%。",
         "Of the dispatched leads due in the period, the share with a result, unfounded included. Published elsewhere: 931 of 956 in Huzhou."),
    Text("有核查处置结果（含查否） ÷ 下发（到期）", "with a result ÷ dispatched and due"),
    RATIO, SOURCE, "due", ratio(_IS_CLOSED), good="up", min_n=30, target=1.0, system="fair_online",
    matures=Maturity(30, *_DISPOSED),
)  # fmt: skip
feedback_on_time = indicator(
    "feedback_on_time",
    Text("反馈按期率", "Feedback on time"),
    Text("反馈期限落在期内的下发线索中，按期反馈的比例；期限为下发后10个工作日（演示口径）。",
         "Of the dispatched leads due in the period, the share fed back in time; the limit is ten working days (the demo's)."),
    Text("按期反馈 ÷ 到期应反馈", "fed back in time ÷ due"),
    RATIO, SOURCE, "due", ratio(and_(_lead.feedback_at.is_not(None), FED_BACK_IN_TIME)), good="up", min_n=30,
    target=1.0, system="fair_online", blind=("lead_feedback",),
)  # fmt: skip
review_precision = indicator(
    "review_precision",
    Text("线索核实率（准确率）", "Precision of leads"),
    Text("期内复核的线索中属实的比例，即模型的准确率。", "Of the leads reviewed in the period, the share confirmed: the precision of the models."),
    Text("复核属实 ÷ 已复核", "confirmed ÷ reviewed"),
    RATIO, SOURCE, "reviewed", ratio(_lead.is_confirmed.is_(True)), good="up", min_n=30, system="fair_online",
    blind=("lead_review",),
)  # fmt: skip
unfounded_rate = indicator(
    "unfounded_rate",
    Text("地方查否率", "Unfounded"),
    Text("期内核查完成的线索中，地方查否的比例，即漏过复核的误报。", "Of the leads verified in the period, the share found to be unfounded: false alarms that review let pass."),
    Text("查否 ÷ 核查完成", "unfounded ÷ verified"),
    RATIO, SOURCE, "verified", ratio(among(_lead.disposition, ["unfounded"])), good="down", min_n=30, system="fair_online",
    blind=("disposition",),
)  # fmt: skip
lead_filing_rate = indicator(
    "lead_filing_rate",
    Text("线索立案转化率", "Filed of dispatched"),
    Text("期内下发的线索中立案查处的比例。", "Of the leads dispatched in the period, the share for which a case was filed."),
    Text("立案 ÷ 下发", "filed ÷ dispatched"),
    RATIO, SOURCE, "dispatched", ratio(_IS_FILED), min_n=30, system="fair_online",
    blind=("disposition",),
    matures=Maturity(45, *_DISPOSED),
)  # fmt: skip
reverse_leads = indicator(
    "reverse_leads",
    Text("反向提供线索", "Reverse leads"),
    Text("期内由地市反向提供的线索。", "Leads that cities supplied to the province within the period."),
    Text("反向提供的线索数", "count of leads supplied in reverse"),
    ITEMS, SOURCE, "detected", count(), where=_lead.is_reverse.is_(True), good="up", system="fair_online",
)  # fmt: skip
leads_unfounded = indicator(
    "leads_unfounded",
    Text("地方查否线索", "Unfounded leads"),
    Text("期内核查完成、地方查否的线索。", "Leads that were verified within the period and found to be unfounded."),
    Text("按核查完成时间计数", "count by day verified"),
    ITEMS, SOURCE, "verified", count(), where=among(_lead.disposition, ["unfounded"]), good="down", system="fair_online",
    blind=("disposition",),
)  # fmt: skip
leads_reviewed = indicator(
    "leads_reviewed",
    Text("复核线索", "Leads reviewed"),
    Text("期内复核的线索，属实与误报合计。", "Leads reviewed within the period, confirmed and false alarms together."),
    Text("按复核时间计数", "count by day reviewed"),
    ITEMS, SOURCE, "reviewed", count(), system="fair_online",
)  # fmt: skip
model_revisions = indicator(
    "model_revisions",
    Text("标准修订", "Standards revised"),
    Text("期内依据误报、查否、漏报或规则变化对监测模型标准的修订。",
         "Changes within the period of the standards of models, after false alarms, unfounded leads, what was missed, or new rules."),
    Text("按修订时间计数", "count by day revised"),
    REVISION_UNIT, REVISIONS, "revised", count(), system="fair_online",
)  # fmt: skip
leads_behind_revisions = indicator(
    "leads_behind_revisions",
    Text("修订所据线索", "Leads behind revisions"),
    Text("期内标准修订所依据的线索数；一条线索可以是几次修订的依据。", "Leads behind the revisions of the period; one may be behind several."),
    Text("Σ 所据线索数", "sum of leads"),
    ITEMS, REVISIONS, "revised", total(model_revision.c.leads), system="fair_online",
)  # fmt: skip
