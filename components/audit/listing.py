"""The page of auditors `/audit`: what the last check found, what is looked for, and the lines found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.model import ids, paths
from data_access.domain.access import reader_name
from data_access.domain.text import Text
from data_access.state.chain import Line
from data_access.state.checks import Check
from data_access.state.claimant_reviews import ACTS as REVIEWS
from data_access.state.inquiries import Found, Sought
from data_access.state.objections import STANDINGS as OBJECTIONS
from data_access.state.tasks import ACTS

#: The most lines that the page shows; the file has all.
MOST = 200
TITLE = Text("审计", "Audit")
_TO_AUDIT = Text("审计记录：谁在何时导出、交办了什么", "The audit: who took or gave what, and when")
_DAYS, _ACT, _WHO = Text("日期", "Days"), Text("动作", "Act"), Text("经办", "By")
_FROM, _TO = Text("自", "From"), Text("至", "To")
_ALL = Text("全部", "All")
_HEADS = (
    Text("序号", "Line"),
    Text("时间", "At"),
    Text("经办", "By"),
    Text("动作", "Act"),
    Text("对象", "What"),
    Text("筛选", "Filters"),
    Text("行数", "Rows"),
    Text("编号", "Id"),
    Text("封印", "Seal"),
)
#: What the audit writes, beside kinds of files, which are named by their ending.
ACTIONS: Mapping[str, Text] = {
    "seal_begun": Text("启用封印", "seal begun"),
    "taken_over": Text("接管旧记录", "taken over"),
    "key_rotated": Text("更换密钥", "key rotated"),
    "begun_anew": Text("损失后续记", "begun anew"),
    "state_restored": Text("恢复备份", "state restored"),
    "state_backed_up": Text("备份", "state backed up"),
    "audit_checked": Text("校验审计", "audit checked"),
    "frozen": Text("冻结页面", "page frozen"),
    "copy": Text("复制", "copied"),
    "print": Text("打印", "printed"),
    "persons": Text("查看个人信息", "persons seen"),
    "evidence_verified": Text("核验证据", "evidence verified"),
    "login": Text("登录", "logged in"),
    "login-provider": Text("统一认证登录", "logged in by a provider"),
    "login-refused": Text("登录被拒", "login refused"),
    "code-refused": Text("动态码错误", "code refused"),
    "logout": Text("退出登录", "logged out"),
    "password": Text("修改口令", "password changed"),
    "code-set": Text("启用动态码", "codes set up"),
    "session-end": Text("结束会话", "session ended"),
    "sessions-end": Text("结束全部会话", "all sessions ended"),
    "token-add": Text("签发令牌", "token made"),
    "token-revoke": Text("收回令牌", "token revoked"),
    "user-add": Text("新建账号", "account made"),
    "user-disable": Text("停用账号", "account shut"),
    "user-enable": Text("启用账号", "account opened"),
    "user-role": Text("变更角色", "role changed"),
    "user-grant": Text("授予权限", "right given"),
    "user-revoke": Text("收回权限", "right taken"),
    "user-reset": Text("重置口令", "password reset"),
    "wall-add": Text("开通大屏", "screen made"),
    "wall-open": Text("大屏打开", "screen opened"),
    "wall-revoke": Text("收回大屏", "screen revoked"),
    **{
        f"objection_{act}": Text(f"信用异议：{words.zh}", f"objection {words.en}")
        for act, words in OBJECTIONS.items()
    },
    **{
        f"claimant_{act}": Text(f"反向投诉人复核：{words.zh}", f"reverse complainant {words.en}")
        for act, words in REVIEWS.items()
    },
    **{f"task_{act}": Text(f"任务{words.zh}", f"task {words.en}") for act, words in ACTS.items()},
}
_HOLDS = Text(
    "{at:%Y-%m-%d %H:%M} 校验通过：{lines:,} 行与封印、任务、冻结页和对外留存的链头一致。",
    "Checked at {at:%Y-%m-%d %H:%M}: all {lines:,} lines agree with their seals, tasks, frozen pages and the heads kept outside.",
)
_BROKEN = Text(
    "{at:%Y-%m-%d %H:%M} 校验未通过：{problem}", "The check at {at:%Y-%m-%d %H:%M} failed: {problem}"
)
_NO_CHECK = Text(
    "还没有校验过；服务器启动后和每天零点后自动校验。",
    "No check yet: the server makes one when it starts and after midnight.",
)
_RUNNING = Text("校验正在进行。", "A check is being made.")
_STALE = Text(
    "此后没有再校验，请运维检查服务器。", "None was made since: ask the operator to look at the server."
)
_TOTAL = Text("共 {total:,} 行，显示最近 {shown:,} 行。", "{total:,} lines, the latest {shown:,} are shown.")
_NONE = Text("没有符合条件的记录。", "No lines are of that kind.")
_AS_FILE = Text("下载 CSV", "Download as CSV")
_UNSEALED = Text("启用封印前", "before the seal")


def link_to_audit(lang: str) -> Component:
    """Return the link that leads to the page of auditors."""
    return html.P(html.A([html.I(className="bi bi-shield-check"), f" {_TO_AUDIT(lang)}"], href=paths.AUDIT))


def audit_desk(_: Mapping[str, Any], lang: str) -> list[Component]:
    """Return the page of auditors before anything is read."""
    fields = [
        _field(_DAYS(lang), dcc.DatePickerRange(id=ids.AUDIT_DAYS, display_format="YYYY-MM-DD", first_day_of_week=1,
                                                clearable=True, start_date_placeholder_text=_FROM(lang), end_date_placeholder_text=_TO(lang))),
        _field(_ACT(lang), dcc.Dropdown(id=ids.AUDIT_ACT, options=[], placeholder=_ALL(lang))),
        _field(_WHO(lang), dcc.Dropdown(id=ids.AUDIT_WHO, options=[], placeholder=_ALL(lang))),
    ]  # fmt: skip
    return [
        html.H1(TITLE(lang), className="audit-title"),
        html.Section(id=ids.AUDIT_CHECK, className="card audit-check", role="status"),
        html.Div(fields, className="card audit-sought"),
        html.Section(
            id=ids.AUDIT_LINES,
            className="card section-audit",
            **{"data-section": "audit", "data-state": "loading"},
        ),
    ]


def _field(title: str, control: Component) -> Component:
    return html.Label([html.Span(title), control], className="field")


def action_name(action: str, lang: str) -> str:
    """Return how an action is named; a kind of file is its ending."""
    return ACTIONS[action](lang) if action in ACTIONS else action.upper()


def told(check: Check | None, now: datetime, lang: str) -> list[Component]:
    """Return what the last check found, and whether one is overdue."""
    if check is None or check.ended_at is None:
        return [html.P((_NO_CHECK if check is None else _RUNNING)(lang), className="running")]
    stale = [html.P(_STALE(lang), className="broken")] if check.is_stale(now) else []
    if check.problem:
        words = _BROKEN(lang).format(at=check.ended_at, problem=check.problem(lang))
        return [
            html.P([html.I(className="bi bi-shield-exclamation"), words], className="broken", role="alert"),
            *stale,
        ]
    words = _HOLDS(lang).format(at=check.ended_at, lines=check.lines)
    return [html.P([html.I(className="bi bi-shield-check"), words], className="holds"), *stale]


def listing(found: Found, sought: Sought, lang: str) -> list[Component]:
    """Return the lines found as a table, newest first, with the file that has all of them."""
    file = f"/api/audit.csv?{urlencode({**sought.to_query(), 'lang': lang})}"
    above = [
        html.P(_TOTAL(lang).format(total=found.total, shown=len(found.lines)), className="meta"),
        html.A(_AS_FILE(lang), href=file, className="file"),
    ]
    if not found.lines:
        return [html.Div(above, className="above"), html.P(_NONE(lang), className="message")]
    heads = html.Thead(html.Tr([html.Th(head(lang), scope="col") for head in _HEADS]))
    rows = [html.Tr([html.Td(cell) for cell in _cells(line, lang)]) for line in found.lines]
    table = html.Table([heads, html.Tbody(rows)], className="definitions")
    return [html.Div(above, className="above"), html.Div(table, className="audit-table", tabIndex="0")]


def _cells(line: Line, lang: str) -> tuple[Any, ...]:
    seal = html.Span(f"{line['hash'][:12]}…", title=line["hash"]) if line["key_id"] else _UNSEALED(lang)
    at = line["at"].replace("T", " ")[:19]
    filters = unquote_plus(line["filters"])
    return (line["id"], at, reader_name(line["who"], lang), action_name(line["action"], lang), line["object"], filters,
            f"{line['rows']:,}", line["export_id"], seal)  # fmt: skip
