"""Triggers and their answers, reverse complainants, interviews 约谈, checks of websites, and the joint meeting 联席会议."""

from sqlalchemy import Boolean, Date, DateTime, Integer, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

#: One trigger: which rule fired on what of which register, what was done, and what came of it. A person has no id here.
trigger_event = Table(
    "trigger_event",
    metadata,
    column("trigger_id", String, "触发编号", "Trigger", key=True),
    column("rule", String, "触发规则", "Rule", required=True, codes="trigger_rule"),
    column("register", String, "所属库", "Register", required=True, codes="register"),
    column("entity_id", String, "主体代码", "Entity", refers="entity"),
    column("shop_id", String, "网店编号", "Shop id", refers="shop"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "处置区县", "District", codes="region"),
    column("fired_at", DateTime, "触发时间", "Fired", required=True),
    column("action", String, "响应措施", "Action", codes="trigger_action"),
    column("acted_at", DateTime, "响应时间", "Acted"),
    column("outcome", String, "响应结果", "Outcome", codes="trigger_outcome"),
)

#: The restricted register of persons 反向投诉人. It routes and informs and never refuses; no contact data stand here.
#: What the score stands on are counts and shares of the twelve months before: see `domain.claimant_rules`.
reverse_complainant = Table(
    "reverse_complainant",
    metadata,
    column("person_hash", String, "人员标识(哈希)", "Person (hashed)", key=True),
    column("name", String, "姓名", "Name", mask="name"),
    column("district", String, "诉求办理区县", "District", codes="region"),
    column("status", String, "认定状态", "Status", required=True, codes="complainant_status"),
    column("score", Integer, "评分", "Score", low=0, high=100),
    column("score_version", String, "评分版本", "Score version"),
    column("items", Integer, "十二个月诉求数", "Items in twelve months", low=0),
    column("respondents", Integer, "被诉主体数", "Respondents complained about", low=0),
    column("same_problem_share", Numeric(5, 4), "同类问题占比", "Share of one problem", low=0, high=1),
    column("claim_share", Numeric(5, 4), "索赔占比", "Share that claims compensation", low=0, high=1),
    column("withdrawn_share", Numeric(5, 4), "获赔后撤诉占比", "Share withdrawn once paid", low=0, high=1),
    column(
        "reviews_sought",
        Integer,
        "复议诉讼与信息公开数",
        "Reviews, suits and requests for information",
        low=0,
    ),
    column("first_seen", Date, "首次入库", "First seen", required=True),
    column("reviewed_at", DateTime, "复核时间", "Reviewed"),
    column("reviewed_by", String, "复核人", "Reviewed by", mask="name"),
    column("review_reason", String, "复核理由", "Reason of the review"),
    column("review_due", Date, "下次复核期限", "Next review due"),
    column("exit_at", DateTime, "移出时间", "Removed"),
    column("exit_reason", String, "移出理由", "Reason of the removal"),
)

interview = Table(
    "interview",
    metadata,
    column("interview_id", String, "约谈编号", "Interview", key=True),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("entity_id", String, "被约谈主体代码", "Entity interviewed", refers="entity"),
    column("trigger_id", String, "触发编号", "Trigger", refers="trigger_event"),
    column("district", String, "约谈区县", "District", codes="region"),
    column("topic", String, "约谈事由", "Topic", required=True, codes="interview_topic"),
    column("is_joint", Boolean, "多部门联合", "Joint"),
    column("interviewed_at", DateTime, "约谈时间", "Interviewed", required=True),
    column("rectify_due", Date, "整改期限", "Rectification due"),
    column("rectified_at", DateTime, "整改完成", "Rectified"),
)

site_check = Table(
    "site_check",
    metadata,
    column("check_id", String, "检查编号", "Check", key=True),
    column("site", String, "网址", "Website", required=True),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "检查区县", "District", codes="region"),
    column("checked_at", DateTime, "检查时间", "Checked", required=True),
    column("finding", String, "检查发现", "Finding", required=True, codes="site_finding"),
    column("is_joint", Boolean, "多部门联合", "Joint"),
    column("corrected_at", DateTime, "改正时间", "Corrected"),
)

#: Departments of the joint meeting 联席会议成员单位.
joint_member = Table(
    "joint_member",
    metadata,
    column("department", String, "成员单位", "Member department", key=True, codes="joint_department"),
    column("joined_on", Date, "加入日期", "Member since", required=True),
    column("left_on", Date, "退出日期", "Member until"),
    column("is_lead", Boolean, "牵头单位", "Leads the meeting"),
    column("duty", String, "职责分工", "Its part"),
)

joint_meeting = Table(
    "joint_meeting",
    metadata,
    column("meeting_id", String, "会议编号", "Meeting", key=True),
    column("held_on", Date, "召开日期", "Held on", required=True),
    column("topic", String, "会议议题", "Topic of the meeting", required=True),
    column("attended", Integer, "到会单位数", "Departments that attended", low=0),
    column("minutes", String, "会议纪要", "Minutes"),
)

#: What a joint meeting decided 议定事项: a task of one department with its limit.
meeting_decision = Table(
    "meeting_decision",
    metadata,
    column("decision_id", String, "议定事项编号", "Decision", key=True),
    column("meeting_id", String, "会议编号", "Meeting", required=True, refers="joint_meeting"),
    column("department", String, "责任单位", "Department in charge", required=True, codes="joint_department"),
    column("content", String, "议定内容", "What was decided", required=True),
    column("decided_on", Date, "议定日期", "Decided at the meeting on", required=True),
    column("due_on", Date, "完成期限", "To be done by"),
    column("done_on", Date, "完成日期", "Done on"),
    column("outcome_note", String, "完成情况", "What came of it"),
)
