"""What the security administrator fills in, as it is meant, and what is wrong with it."""

from typing import cast

from data_access.domain.access import OF_ONE_PERSON, ROLES, Right, Role
from data_access.domain.errors import BadValue, CockpitError, UnknownName
from data_access.domain.text import Text
from data_access.state.people.accounts import PasswordRefused

#: How what is filled in wrongly is called, by its name in errors.
_KEYS_IN_CHINESE = {
    "account": "账号",
    "address": "页面",
    "title": "位置",
    "role": "角色",
    "right": "权限",
    "districts": "辖区代码",
    "days": "天数",
}


def why(error: CockpitError) -> Text:
    """Return what is wrong with what was filled in."""
    match error:
        case PasswordRefused():
            return error.words
        case UnknownName():
            return Text(f"没有“{error.name}”。", str(error))
        case BadValue():
            return Text(
                f"“{_KEYS_IN_CHINESE.get(error.key, error.key)}”填写有误：{error.value or '不能为空'}。",
                str(error),
            )
    return Text("没有办成，请核对后重试。", str(error))


def role_of(text: str) -> Role:
    """Return a role; raises BadValue."""
    if text not in ROLES:
        raise BadValue("role", text[:40], f"one of {', '.join(ROLES)}")
    return cast("Role", text)


def right_of(text: str) -> Right:
    """Return a right that one person may be given; raises BadValue."""
    if text not in OF_ONE_PERSON:
        raise BadValue("right", text[:40], f"one of {', '.join(OF_ONE_PERSON)}")
    return text


def codes_of(text: str) -> frozenset[str] | None:
    """Return codes of districts, None where there are none."""
    return frozenset(filter(None, (one.strip() for one in text.replace("，", ",").split(",")))) or None
