"""綦江 joint meeting of a demo city: seventeen departments (published), a meeting each quarter, and what it decides."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, coded, numbered, rows
from data_access.demo.parts import Chunks
from data_access.demo.window import AS_OF, stream
from data_access.domain.codes import codes
from data_access.domain.working_days import working_days
from data_access.store.schema import joint_meeting, joint_member, meeting_decision

_BEGAN = np.datetime64("2017-06-15", "D")
#: The first three are published as special actions of the meeting; the others are invented.
_TOPICS = (
    "长江禁捕打非断链",
    "打击侵权假冒",
    "扫黄打非",
    "网络餐饮安全",
    "促销价格与广告",
    "农产品上行与溯源",
)
_TASKS = ("线上线下联合检查", "清理违法信息并反馈平台", "移送线索核查", "开展宣传培训", "报送数据和总结")
_RESULTS = ("已完成并反馈办公室", "检查结束，问题已移交", "信息已清理，平台已回函")


def joint_chunks(seed: int) -> Chunks:
    """Yield the rows of tables `joint_member`, `joint_meeting` and `meeting_decision`; neither is scaled."""
    rng, members = stream(seed, "joint_meeting"), codes("joint_department")
    n = len(members)
    yield joint_member, rows(joint_member, {
        "department": coded(np.arange(n), members),
        "joined_on": np.full(n, _BEGAN),
        "left_on": np.full(n, NO_DAY),
        "is_lead": np.arange(n) == members.index("market"),
        "duty": pa.array(["牵头，承担办公室工作" if one == "market" else "按职责分工协同监管" for one in members]),
    })  # fmt: skip
    months = np.arange(_BEGAN.astype("datetime64[M]"), AS_OF.astype("datetime64[M]") + 1, 3)
    held = working_days().add_array(months.astype("datetime64[D]") + rng.integers(14, 24, len(months)), 1)
    held = held[held <= AS_OF]
    m = len(held)
    topic = np.arange(m) % len(_TOPICS)
    yield joint_meeting, rows(joint_meeting, {
        "meeting_id": numbered("JM", np.arange(1, m + 1), 3),
        "held_on": held,
        "topic": coded(topic, _TOPICS),
        "attended": (n - rng.binomial(5, 0.3, m)).astype(np.int32),
        "minutes": pa.array([f"第{place}次会议纪要：部署{_TOPICS[one]}，明确责任单位和完成期限（演示）"
                             for place, one in enumerate(topic, 1)]),
    })  # fmt: skip
    yield meeting_decision, _decisions(rng, held, topic, members)


def _decisions(
    rng: np.random.Generator, held: np.ndarray, topic: np.ndarray, members: tuple[str, ...]
) -> pa.Table:
    """Return three to six decisions of each meeting, most of them done by their day."""
    counts = rng.integers(3, 7, len(held))
    meeting = np.repeat(np.arange(len(held)), counts)
    n = len(meeting)
    due = working_days().add_array(held[meeting], rng.integers(15, 50, n))
    done = due + np.where(rng.random(n) < 0.9, -rng.integers(0, 15, n), rng.integers(1, 25, n))
    done = np.maximum(done, held[meeting] + 1)
    done = np.where((done <= AS_OF) & (rng.random(n) < 0.98), done, NO_DAY)
    task = rng.integers(0, len(_TASKS), n)
    return rows(meeting_decision, {
        "decision_id": numbered("JD", np.arange(1, n + 1), 4),
        "meeting_id": numbered("JM", meeting + 1, 3),
        "department": coded(rng.integers(0, len(members), n), members),
        "content": pa.array([f"{_TOPICS[topic[own]]}：{_TASKS[what]}" for own, what in zip(meeting, task, strict=True)]),
        "decided_on": held[meeting],
        "due_on": due,
        "done_on": done,
        "outcome_note": coded(np.where(np.isnat(done), -1, rng.integers(0, len(_RESULTS), n)), _RESULTS),
    })  # fmt: skip
