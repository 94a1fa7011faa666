"""What other people's exports call the columns of our tables, and the things that our tables are about."""

from functools import cache

from sqlalchemy import Column, Table

from data_access.domain.currency import YUAN
from data_access.store.schema.columns import title_of

#: What a table is about, in the words of other people's headers and file names.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "complaint_report": (
        "complaint", "complaints", "ticket", "case", "request", "service request", "sr", "grievance", "investigation",
        "投诉", "举报", "诉求", "工单", "投诉举报",
    ),
    "inspection": ("inspection", "inspections", "visit", "audit", "抽查", "检查"),
    "entity": (
        "business", "businesses", "entity", "company", "licence", "licences", "licensee", "establishment", "registrant",
        "taxpayer", "account", "企业", "主体", "市场主体", "商户", "经营者", "单位", "许可证",
    ),
    "shop": ("shop", "shops", "store", "storefront", "网店", "店铺"),
    "platform": ("platform", "marketplace", "平台"),
    "mediation": ("mediation", "mediations", "调解"),
    "enforcement_case": ("enforcement", "penalty", "penalties", "行政处罚", "处罚", "案件"),
    "sampling": ("sampling", "sample", "抽检", "抽样"),
}  # fmt: skip

#: Names of columns beside their own and their labels; `{s}` stands for each subject of the table, what begins with `~` is
#: meant only where nothing nearer is there, and what begins with `=` only where no more is said, too.
_ALSO_CALLED: dict[str, dict[str, tuple[str, ...]]] = {
    "complaint_report": {
        "item_id": (
            "{s} id", "{s} number", "{s} key", "{s} reference", "{s} reference number", "{s}编号", "{s}号", "{s}单号",
            "{s}单编号",
            "登记编号",
        ),
        "kind": ("业务类型", "诉求类别", "登记类型", "投诉举报类型"),
        "platform_id": (
            "company", "company name", "business name", "respondent", "respondent name", "provider", "cable provider",
            "merchant", "platform", "平台", "平台名称", "所属平台", "被投诉平台", "被投诉企业", "被投诉单位", "被投诉主体", "被投诉方", "被投诉方名称",
            "被投诉主体名称", "被投诉人", "被投诉人名称",
        ),
        "handling_district": (
            "state", "borough", "boro", "district", "county", "region", "municipality", "~neighborhood",
            "~neighbourhood", "~city",
            "区县", "所属区县", "所属区域", "受理区县", "承办区县", "行政区划", "区域", "辖区",
        ),
        "respondent_region": ("business state", "被投诉人区县", "被投诉企业所在地"),
        "problem": (
            "issue", "issue type", "complaint type", "complaint category", "problem", "problem type", "nature of complaint",
            "request type", "service request type", "sr type", "case type", "type of complaint", "~{s} description", "问题类型", "投诉问题类别",
            "投诉类型", "投诉类别", "投诉问题类型",
        ),
        "goods": (
            "product", "product name", "product type", "product category", "industry", "商品", "商品类别", "商品名称",
            "客体类别", "投诉客体类别", "消费类型", "商品服务类型",
        ),
        "channel": (
            "submitted via", "received via", "channel", "channel type", "open data channel type", "source", "origin",
            "case source", "request source", "method received", "how received", "intake method", "intake channel",
            "complaint source", "sr source", "诉求来源", "投诉来源", "来源", "来源渠道", "接收渠道", "接收方式", "登记渠道",
            "受理渠道",
        ),
        "registered_at": (
            "date", "date received", "received date", "created date", "date created", "created", "open date", "opened",
            "opened date", "opened on", "date opened", "open dt", "requested date", "date requested", "submitted date",
            "date submitted", "date filed", "filed date", "date reported", "reported date", "creation date", "entry date",
            "intake date", "date entered", "{s} date", "date of {s}", "{s} created", "{s} created date", "{s} opened", "{s} open date",
            "{s} received", "{s} received date", "日期", "登记日期", "接收时间", "创建时间", "来电时间", "投诉时间",
            "投诉日期", "举报时间", "诉求时间", "提交时间", "登记时间",
        ),
        "platform_received_at": ("date sent to company", "sent to company", "转企业时间", "转平台时间"),
        "accepted_at": ("受理日期", "accepted date", "date accepted"),
        "mediation_started_at": ("mediation start date", "mediation started"),
        "closed_at": (
            "closed date", "date closed", "close date", "closed on", "closing date", "closed dt", "closure date",
            "date of closure", "completed date", "date completed", "completion date", "resolved date", "date resolved",
            "resolution date", "disposition date", "{s} closed", "{s} closed date", "mediation close date", "办结日期", "结案时间", "完成时间",
            "办理完成时间", "终结时间",
        ),
        "close_due": ("due date", "date due", "sla date", "target date", "应办结时间", "到期时间", "截止时间"),
        "result": (
            "company response to consumer", "status", "disposition", "outcome", "{s} result", "{s} status", "{s} outcome",
            "{s} disposition", "closed as", "结果", "处理结果", "办理结果", "状态", "办理状态", "投诉处理结果", "办结结果",
        ),
        "shop_id": ("店铺编号", "网店编号", "被投诉店铺编号"),
        "entity_id": ("被投诉企业统一社会信用代码", "被投诉主体统一社会信用代码", "被投诉方统一社会信用代码"),
        "case_id": ("案件编号", "立案编号", "案件号"),
        "handler": ("经办人", "办理人", "处理人", "承办人员"),
        "is_timely": ("timely response", "timely", "ontime", "是否按时"),
        "satisfaction": ("satisfaction", "satisfaction score", "rating", "满意度评价", "评价"),
        "amount_disputed": ("disputed amount", "amount in dispute", "涉及金额", "争议金额", "涉案金额"),
        "amount_recovered": (
            "restitution", "refund amount", "amount refunded", "recovered amount", "挽回经济损失", "挽回损失", "挽损金额",
        ),
        "complainant_name": ("complainant name", "consumer name", "投诉人", "投诉人姓名", "诉求人姓名", "来电人"),
        "complainant_hash": ("complainant hash", "consumer hash", "诉求人标识", "诉求人哈希", "投诉人标识", "投诉人哈希"),
        "complainant_phone": ("complainant phone", "投诉人电话", "来电号码", "手机号", "手机号码"),
    },
    "inspection": {
        "inspection_id": (
            "{s} id", "{s} number", "{s} serial number", "{s} serial num", "检查编号", "检查记录编号",
        ),
        "plan_id": ("plan id", "抽查计划编号", "计划编号"),
        "platform_id": ("platform", "平台", "平台名称"),
        "checked_on": ("{s} date", "date of {s}", "{s} start date", "activity date", "检查时间", "抽查时间"),
        "violation": (
            "violation", "violation description", "~violation type", "~violation category", "~violation code", "违法类型", "问题类别",
        ),
        "is_found": ("has violations", "violations found", "是否发现问题"),
        "published_on": ("published date", "公示时间"),
    },
    "entity": {
        "entity_id": (
            "credit code", "社会信用代码", "信用代码", "uscc", "{s} id", "{s} number", "{s} identifier", "ubi",
            "unified social credit code", "registration number",
        ),
        "name": (
            "business name", "legal name", "legal business name", "business legal name", "entity name", "company name",
            "licensee name", "establishment name", "~dba name", "~dba", "~doing business as name", "~trade name", "企业名称", "经营者名称", "单位名称", "主体名称", "市场主体名称", "商户名称",
            "商事主体名称", "机构名称", "公司名称",
        ),
        "principal_name": (
            "法定代表人", "法定代表人姓名", "法人", "负责人姓名", "经营者姓名", "法定代表人负责人", "owner", "owner name",
        ),
        "kind": (
            "企业类型", "市场主体类型", "商事主体类型",  "ownership", "ownership type", "ownership structure", "entity type",
            "business structure", "business entity type", "company type", "company category",
        ),
        "district": (
            "区县", "所属区县", "所在区县", "行政区划", "所属区域", "所在区", "辖区", "district", "county", "borough",
            "local authority name", "address borough", "~city",
        ),
        "state": (
            "登记状态", "经营状态", "企业状态", "存续状态", "主体状态", "status", "{s} status", "registration status",
        ),
        "established_on": (
            "成立时间", "注册日期", "设立日期", "核准设立日期", "established date", "date established", "incorporation date",
            "date of incorporation", "registration date", "business start date",
            "~location start date",
        ),
        "ended_on": (
            "注销日期", "吊销日期", "注吊销日期", "business end date", "~location end date", "dissolution date", "date closed",
        ),
    },
    "shop": {
        "shop_id": ("{s} id", "{s} number", "{s}编号", "{s}号", "{s}代码"),
        "name": ("{s} name", "{s}名称", "店名"),
        "entity_id": ("credit code", "统一社会信用代码", "社会信用代码", "经营者统一社会信用代码"),
        "platform_id": ("platform", "platform name", "marketplace", "平台", "平台名称", "所属平台", "所在平台", "电商平台", "入驻平台"),
        "category": ("{s} category", "类目", "主营类目", "经营类别", "主营类别", "店铺类目", "网店类别"),
        "operator_region": ("区县", "所属区县", "所在区县", "经营者所在地", "经营者区县", "经营者所在区县", "注册地"),
        "operator_type": ("经营者类型", "经营主体类型", "seller type", "operator type"),
        "opened_on": (
            "{s} opened", "{s} open date", "{s} opening date", "opened date", "opening date", "开店时间", "开业日期",
            "入驻日期", "入驻时间", "上线日期", "上线时间", "{s}开设时间",
        ),
        "closed_on": ("{s} closed", "closing date", "closed date", "关店时间", "关闭日期", "关闭时间", "下线日期"),
        "licence_shown_from": ("亮照日期", "亮照时间"),
    },
    "platform": {
        "name": ("platform name", "平台"),
        "operator_name": ("运营企业", "运营单位", "运营主体名称", "operator"),
        "uscc": ("社会信用代码",),
        "district": ("区县", "所属区县", "所在区县"),
        "website": ("url", "平台网址", "域名"),
    },
    "mediation": {
        "mediation_id": ("{s} id", "{s} number"),
        "item_id": ("complaint id", "complaint number", "工单编号"),
        "platform_id": ("business name", "company name", "company"),
        "opened_at": ("mediation start date", "mediation started", "mediation opened", "调解开始时间"),
        "closed_at": ("mediation close date", "mediation closed", "mediation end date", "调解结束时间"),
        "result": ("mediation result", "mediation outcome"),
        "amount": ("restitution", "amount agreed", "settlement amount"),
    },
    "identity_mismatch": {
        "mismatch_id": ("比对编号", "核验编号"),
        "shop_id": ("店铺编号",),
        "entity_id": ("报送统一社会信用代码", "平台报送信用代码"),
        "kind": ("不一致类型", "比对结果"),
        "found_at": ("比对时间", "核验时间", "发现日期"),
        "settled_at": ("处理日期", "办结时间", "更正时间"),
        "outcome": ("处置结果",),
    },
    "partner_account": {
        "account_id": ("账号", "用户编号"),
        "name": ("所属地区", "地区名称"),
        "opened_on": ("开户日期", "创建日期"),
        "last_used_at": ("最后登录时间", "最近登录时间", "last login"),
    },
    "violation_notice": {
        "notice_id": ("通报文号", "通知编号"),
        "shop_id": ("店铺编号",),
        "sent_at": ("通报日期", "下发时间"),
        "due": ("答复截止日期", "反馈期限"),
        "answered_at": ("答复日期", "反馈时间"),
        "answer": ("答复内容", "反馈结果"),
    },
    "platform_report": {
        "report_id": ("报送批次", "报送批次号", "文件编号"),
        "kind": ("报送类型", "信息类别"),
        "period_from": ("所属期开始", "报告期起"),
        "period_to": ("所属期结束", "报告期止"),
        "due": ("报送截止日期", "应报送日期"),
        "handed_in_at": ("报送日期", "提交时间", "submitted at"),
        "rows_due": ("应报送条数", "应报主体数"),
        "rows_in": ("报送条数", "实报条数", "已报主体数"),
        "rows_complete": ("合格条数", "校验通过条数"),
        "returned_at": ("退回时间", "退回日期"),
        "corrected_at": ("补报时间", "重新报送时间"),
        "contact_name": ("联系人", "报送人"),
    },
    "platform_rule": {
        "title": ("规则标题", "协议名称"),
        "kind": ("规则类型", "规则分类"),
        "version_no": ("版本号",),
        "consulted_on": ("征求意见日期", "公开征求意见日期"),
        "published_on": ("公示日期", "公告日期"),
        "effective_on": ("生效日期", "实施日期", "施行日期"),
        "replaced_on": ("失效日期", "废止日期"),
        "is_major": ("是否涉及重大利益",),
    },
    "moderation_act": {
        "act_id": ("处置单号", "处罚单号"),
        "shop_id": ("店铺编号",),
        "measure": ("处理措施", "处置方式"),
        "violation": ("违规类型", "违法类型"),
        "decided_at": ("处置时间", "处理时间"),
        "published_on": ("公示日期",),
        "lifted_at": ("解除时间", "恢复时间"),
    },
    "moderation_appeal": {
        "appeal_id": ("申诉单号",),
        "act_id": ("处置编号", "处置单号"),
        "filed_at": ("申诉时间", "提交申诉时间"),
        "answer_due": ("申诉答复期限", "答复期限"),
        "answered_at": ("答复时间", "处理完成时间"),
        "result": ("处理结果", "复核结果"),
    },
    "sampling": {
        "batch_id": ("sample id", "sample number", "抽样编号", "抽样单编号", "样品编号"),
    },
    "enforcement_case": {
        "case_id": (
            "enforcement case number", "penalty number", "案号", "行政处罚决定书文号", "处罚决定书文号", "处罚决定文号",
            "决定书文号",
        ),
        "source_id": ("案源号", "线索编号", "举报编号"),
        "entity_id": ("统一社会信用代码", "当事人统一社会信用代码", "行政相对人统一社会信用代码", "社会信用代码"),
        "handler": ("经办人", "办案人员", "承办人员", "主办人"),
        "violation": ("违法行为类型", "违规类型"),
        "filed_at": ("立案日期",),
        "decided_at": (
            "decision date", "penalty date", "处罚决定日期", "作出处罚决定的日期", "作出行政处罚决定的日期", "处罚日期", "决定日期",
        ),
        "published_at": ("公示日期",),
        "closed_at": ("结案日期",),
        "fine": ("fine amount", "penalty amount", "罚款金额", "处罚金额"),
        "paid_at": ("缴款时间", "缴款日期", "缴纳日期", "缴清日期", "date paid", "paid date"),
        "is_first": ("初次违法", "是否首违", "首次违法", "first violation"),
        "is_corrected": ("及时改正", "是否改正", "改正情况"),
        "goods_value": ("涉案货值", "违法经营额", "涉案金额", "value of goods"),
        "confiscated": ("没收金额", "没收违法所得", "没收违法所得金额"),
        "respondent_name": (
            "被处罚当事人", "当事人名称", "行政相对人名称", "被处罚单位", "被处罚人", "相对人名称",
        ),
    },
}  # fmt: skip
#: What any register may call the key of its rows.
_ANY_KEY = (
    "=id",
    "=unique key",
    "=object id",
    "=record id",
    "=record number",
    "=编号",
    "=流水号",
    "=唯一标识",
)


@cache
def names_of_column(table: Table, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a column of a table is called by us, and what other exports may call it."""
    column: Column[object] = table.c[name]
    label = column.info["label"]
    subjects = SUBJECTS.get(table.name, ())
    called = _ALSO_CALLED.get(table.name, {}).get(name, ())
    if column.primary_key and len(table.primary_key) == 1 and subjects:
        called += _ANY_KEY
    others = [
        word.replace("{s}", subject) for word in called for subject in (subjects if "{s}" in word else ("",))
    ]
    # Where two labels of a table are the same, an export says both the label and the name; of money it says the currency.
    titled = title_of(column, YUAN)
    ours = (name, label.zh, label.en, titled.zh, titled.en, f"{label.zh} {name}")
    return tuple(dict.fromkeys(ours)), tuple(dict.fromkeys(others))
