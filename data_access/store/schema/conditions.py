"""Fields that are empty by design: under which condition a row must have them, so that nobody counts them as missing."""

from typing import Any

from sqlalchemy import Column, ColumnElement, false, or_

from data_access.store.schema.bridges import identity_mismatch, violation_notice
from data_access.store.schema.cases import enforcement_case
from data_access.store.schema.catering import catering_merchant, kitchen_anomaly
from data_access.store.schema.co_investigation import co_investigation
from data_access.store.schema.complaints import complaint_report
from data_access.store.schema.credit import credit_objection, inspection
from data_access.store.schema.disputes import ip_dispute, ip_ruling_stage
from data_access.store.schema.entities import negative_entity
from data_access.store.schema.leads import risk_lead
from data_access.store.schema.live import live_check
from data_access.store.schema.mediations import mediation
from data_access.store.schema.moderation import moderation_appeal
from data_access.store.schema.platforms import online_site
from data_access.store.schema.register import entity
from data_access.store.schema.reviews import review_lead
from data_access.store.schema.sampling import sampling
from data_access.store.schema.supervision import site_check, trigger_event

_item, _batch, _one, _fired = complaint_report.c, sampling.c, mediation.c, trigger_event.c
#: A row need not have it: nothing else in the row says whether it should.
_FREE = false()

#: When a column with a code list must be filled; one that is not named here always must.
EXPECTED: dict[Column[Any], ColumnElement[bool]] = {
    # A dispute about a shop round the corner concerns no platform.
    _item.platform_id: or_(_item.is_online.is_(None), _item.is_online),
    _item.platform_region: _item.platform_id.is_not(None),
    _item.violation: _item.kind == "report",
    _item.refuse_reason: _item.refused_at.is_not(None),
    _item.result: _item.closed_at.is_not(None),
    # What was refused never had a mediator.
    _one.kind: _one.mediator_id.is_not(None),
    _one.mode: _one.mediator_id.is_not(None),
    _one.result: _one.closed_at.is_not(None),
    enforcement_case.c.platform_id: _FREE,
    enforcement_case.c.outcome: enforcement_case.c.closed_at.is_not(None),
    negative_entity.c.platform_id: _FREE,
    entity.c.platform_id: _FREE,
    _fired.platform_id: _FREE,
    _fired.action: _fired.acted_at.is_not(None),
    _fired.outcome: _FREE,
    site_check.c.platform_id: _FREE,
    co_investigation.c.platform_id: _FREE,
    co_investigation.c.bridge: _FREE,
    co_investigation.c.result: co_investigation.c.feedback_at.is_not(None),
    identity_mismatch.c.outcome: identity_mismatch.c.settled_at.is_not(None),
    violation_notice.c.bridge: _FREE,
    violation_notice.c.answer: violation_notice.c.answered_at.is_not(None),
    _batch.untested_reason: _FREE,
    _batch.failed_item: _batch.is_unqualified,
    _batch.retest: _batch.retested_at.is_not(None),
    _batch.risk_level: _batch.judged_at.is_not(None),
    risk_lead.c.disposition: risk_lead.c.verified_at.is_not(None),
    ip_dispute.c.result: ip_dispute.c.closed_at.is_not(None),
    credit_objection.c.outcome: credit_objection.c.decided_on.is_not(None),
    inspection.c.violation: inspection.c.is_found,
    review_lead.c.result: review_lead.c.checked_at.is_not(None),
    review_lead.c.exempt_matter: review_lead.c.result == "exempt",
    ip_ruling_stage.c.platform_id: _FREE,
    online_site.c.platform_id: _FREE,
    catering_merchant.c.permit_result: catering_merchant.c.permit_checked_on.is_not(None),
    kitchen_anomaly.c.disposal: kitchen_anomaly.c.disposed_at.is_not(None),
    live_check.c.violation: _FREE,
    live_check.c.outcome: live_check.c.violation.is_not(None),
    moderation_appeal.c.result: moderation_appeal.c.answered_at.is_not(None),
}
