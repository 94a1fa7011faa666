"""Dimensions: what a number can be split and filtered by, with the code list that names its members."""

from dataclasses import dataclass

from data_access.domain.text import Text

_NOBODY_KNOWS = Text("未知", "Unknown")
_OPEN = Text("办理中", "Under way")
_UNANSWERED = Text("待反馈", "Not answered yet")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split facts.

    `codes` is the list that names its members: `region`, `platform`, a list of table `code`, or empty for time.
    `ordered` members (stages, age bands, grades) keep the order of their list; others are sorted by value.
    `missing` says what it means that a row has no member: mostly that nobody knows, of a result that there is none yet.
    """

    key: str
    title: Text
    codes: str = ""
    ordered: bool = False
    missing: Text = _NOBODY_KNOWS


_ALL = (
    Dimension("district", Text("区县", "District"), "region"),
    Dimension("platform", Text("平台", "Platform"), "platform"),
    Dimension("class", Text("平台类别", "Class"), "class"),
    Dimension("subclass", Text("平台子类", "Subclass"), "subclass"),
    Dimension("mode", Text("运营模式", "Operating mode"), "mode"),
    Dimension("supply_mode", Text("供给模式", "Supply mode"), "supply_mode"),
    Dimension("grade", Text("平台规模", "Grade"), "grade", ordered=True),
    Dimension("category", Text("经营类目", "Category"), "category"),
    Dimension("operator_type", Text("主体类型", "Operator type"), "operator_type"),
    Dimension("kind", Text("诉求类型", "Kind"), "kind", ordered=True),
    Dimension("problem", Text("问题类别", "Problem"), "problem"),
    Dimension("goods", Text("商品服务", "Goods or service"), "goods"),
    Dimension("channel", Text("渠道", "Channel"), "channel"),
    Dimension("route", Text("办理路径", "Route"), "route"),
    Dimension("result", Text("办理结果", "Result"), "result"),
    Dimension("refuse_reason", Text("不予受理原因", "Ground of refusal"), "refuse_reason"),
    Dimension("violation", Text("违法类型", "Violation"), "violation"),
    Dimension("source", Text("案源", "Case source"), "case_source"),
    Dimension("stage", Text("办案环节", "Stage"), "stage", ordered=True),
    Dimension("outcome", Text("处理结果", "Outcome"), "outcome", missing=_OPEN),
    Dimension("reason", Text("列入原因", "Reason"), "reason"),
    Dimension("level", Text("等级", "Level"), "level", ordered=True),
    Dimension("duty", Text("义务", "Duty"), "duty", ordered=True),
    Dimension("report_kind", Text("报送种类", "Kind of file"), "report_kind", ordered=True),
    Dimension("age", Text("超期时长", "Days overdue"), "age", ordered=True),
    Dimension("bridge", Text("云桥", "Bridge"), "bridge", missing=Text("未经云桥", "Over no bridge")),
    Dimension("data_type", Text("数据类型", "Data type"), "data_type"),
    Dimension("flow", Text("数据流向", "Flow"), "data_flow", ordered=True),
    Dimension("mismatch_kind", Text("不符类型", "Kind of mismatch"), "mismatch_kind"),
    Dimension(
        "mismatch_outcome", Text("不符处理结果", "Outcome of mismatch"), "mismatch_outcome", missing=_OPEN
    ),
    Dimension("notice_answer", Text("平台答复", "Answer to notice"), "notice_answer", missing=_UNANSWERED),
    Dimension("partner", Text("协作省份", "Partner province"), "province"),
    Dimension("partner_region", Text("协作地区", "Partner region")),
    Dimension("direction", Text("协查方向", "Direction"), "co_direction", ordered=True),
    Dimension("co_kind", Text("协查类型", "Kind of request"), "co_kind"),
    Dimension("co_result", Text("协查结果", "Result of request"), "co_result", missing=_UNANSWERED),
    Dimension("sampling_kind", Text("抽检类型", "Kind of sampling"), "sampling_kind", ordered=True),
    Dimension("test_item", Text("不合格项目", "Failed item"), "test_item"),
    Dimension("untested_reason", Text("未检验原因", "Why not tested"), "untested_reason"),
    Dimension("takedown_source", Text("下架来源", "Source of takedown"), "takedown_source"),
    Dimension("lead_type", Text("监测类型", "Type watched"), "lead_type"),
    Dimension("lead_review", Text("复核", "Review"), "lead_review", ordered=True),
    Dimension(
        "lead_dispatch",
        Text("下发", "Dispatch"),
        "lead_dispatch",
        ordered=True,
        missing=Text("未下发", "Not dispatched"),
    ),
    Dimension(
        "disposition",
        Text("处置", "Disposition"),
        "disposition",
        ordered=True,
        missing=Text("处置中", "Under way"),
    ),
    Dimension("lead_feedback", Text("反馈", "Feedback"), "lead_feedback", ordered=True, missing=_UNANSWERED),
    Dimension("right_type", Text("权利类型", "Right"), "right_type"),
    Dimension("ip_route", Text("处理路径", "Route of the dispute"), "ip_route"),
    Dimension("ip_result", Text("纠纷结果", "Result of the dispute"), "ip_result", missing=_OPEN),
    Dimension("evidence_kind", Text("证据类型", "Kind of evidence"), "evidence_kind"),
    Dimension("evidence_subject", Text("所属业务", "Belongs to"), "evidence_subject"),
    Dimension("colour", Text("信用色", "Credit colour"), "credit_colour", ordered=True),
    Dimension("colour_before", Text("上月信用色", "Colour a month before"), "credit_colour", ordered=True),
    Dimension("credit_class", Text("信用等级", "Credit class"), "credit_class", ordered=True),
    Dimension("class_before", Text("上月信用等级", "Class a month before"), "credit_class", ordered=True),
    Dimension("credit_rule", Text("评分事项", "Credit rule"), "credit_rule"),
    Dimension("objection", Text("异议结果", "Outcome of objection"), "objection", ordered=True),
    Dimension("keyword", Text("关键词类别", "Class of keywords"), "keyword"),
    Dimension("waiting", Text("在办时长", "Days under way"), "age", ordered=True),
    Dimension("mediator_kind", Text("调解力量", "Mediating body"), "mediator_kind"),
    Dimension("mediation_mode", Text("调解方式", "Mode of mediation"), "mediation_mode"),
    Dimension("mediator", Text("调解员", "Mediator"), "mediator", missing=Text("待分派", "Nobody yet")),
    Dimension(
        "organisation", Text("调解组织", "Mediating organisation"), missing=Text("待分派", "Nobody yet")
    ),
    Dimension("model", Text("监测模型", "Model"), "model"),
    Dimension(
        "risk_level",
        Text("风险等级", "Level of risk"),
        "risk_level",
        ordered=True,
        missing=Text("待研判", "Not judged yet"),
    ),
    Dimension("revision_ground", Text("修订依据", "Ground of revision"), "revision_ground"),
    Dimension("register", Text("所属库", "Register"), "register", ordered=True),
    Dimension("trigger_rule", Text("触发规则", "Rule"), "trigger_rule"),
    Dimension(
        "trigger_action",
        Text("响应措施", "Action"),
        "trigger_action",
        missing=Text("待响应", "Not answered yet"),
    ),
    Dimension("trigger_outcome", Text("响应结果", "Outcome of trigger"), "trigger_outcome", missing=_OPEN),
    Dimension("move_cause", Text("关闭前措施", "Measure before closing"), "move_cause"),
    Dimension("merge_reason", Text("归并依据", "Reason of the merge"), "merge_reason"),
    Dimension("complainant_status", Text("认定状态", "Status"), "complainant_status", ordered=True),
    Dimension("entity_kind", Text("登记主体类型", "Kind of entity"), "entity_kind"),
    Dimension("entity_class", Text("信用风险分类", "Credit risk class"), "entity_class", ordered=True),
    Dimension("department", Text("部门", "Department"), "department"),
    Dimension("event_kind", Text("事项", "Event"), "entity_event_kind"),
    Dimension("interview_topic", Text("约谈事由", "Topic"), "interview_topic"),
    Dimension("site_finding", Text("检查发现", "Finding"), "site_finding"),
    Dimension(
        "permit_check",
        Text("许可核验", "Permit check"),
        "permit_check",
        ordered=True,
        missing=Text("未核验", "Not checked"),
    ),
    Dimension("kitchen_anomaly", Text("异常类型", "Kind of anomaly"), "kitchen_anomaly"),
    Dimension(
        "anomaly_disposal",
        Text("异常处置", "Disposal of anomalies"),
        "anomaly_disposal",
        ordered=True,
        missing=_OPEN,
    ),
    Dimension("joint_department", Text("成员单位", "Member department"), "joint_department"),
    Dimension("ip_org_kind", Text("机构类型", "Kind of organisation"), "ip_org_kind", ordered=True),
    Dimension("ruling_stage", Text("裁决环节", "Stage of the ruling"), "ruling_stage", ordered=True),
    Dimension("review_word", Text("评价涉及问题", "What reviews say"), "review_word"),
    Dimension(
        "review_result",
        Text("核查结果", "Result of the look"),
        "review_result",
        ordered=True,
        missing=Text("待核查", "Not looked at yet"),
    ),
    Dimension(
        "exempt_matter",
        Text("免罚事项", "Exempt matter"),
        "exempt_matter",
        ordered=True,
        missing=Text("未免罚", "Not exempt"),
    ),
    Dimension("site_kind", Text("站点形态", "Form of site"), "site_kind", ordered=True),
    Dimension("platform_rule_kind", Text("规则类别", "Kind of rule"), "platform_rule_kind"),
    Dimension("moderation_measure", Text("处置措施", "Measure"), "moderation_measure", ordered=True),
    Dimension("moderation_source", Text("发现方式", "How it was found"), "moderation_source"),
    Dimension(
        "appeal_result",
        Text("申诉结果", "Result of appeals"),
        "appeal_result",
        ordered=True,
        missing=_UNANSWERED,
    ),
    Dimension("live_room_kind", Text("直播间类别", "Kind of room"), "live_room_kind", ordered=True),
    Dimension("live_host", Text("主播", "Host"), "live_host"),
    Dimension(
        "live_agency", Text("直播服务机构", "Agency"), "live_agency", missing=Text("无机构", "No agency")
    ),
    Dimension("live_check_source", Text("检查来源", "Source of checks"), "live_check_source"),
    Dimension(
        "live_outcome",
        Text("检查处理结果", "Outcome of checks"),
        "live_outcome",
        missing=Text("未发现违法", "Nothing found"),
    ),
    Dimension("day", Text("日", "Day")),
    Dimension("week", Text("周", "Week")),
    Dimension("month", Text("月", "Month")),
    Dimension("quarter", Text("季", "Quarter")),
    Dimension("year", Text("年", "Year")),
)

DIMENSIONS: dict[str, Dimension] = {dimension.key: dimension for dimension in _ALL}
#: The splits of time, from fine to coarse.
GRAINS: tuple[str, ...] = ("day", "week", "month", "quarter", "year")
