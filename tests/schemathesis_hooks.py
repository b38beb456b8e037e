"""What no schema can say: a cursor is sealed by the service, a personal code has meaning in its digits, and which purposes are
registered follows from the role."""
import datetime

import schemathesis
from hypothesis import strategies as st

# Text that anybody could have written; what the service says of other text is told by the stories.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"])
schemathesis.openapi.format("text", st.text(LETTERS, min_size=1))
# The days that can be told.
DAYS = st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31))
MOMENTS = st.datetimes(datetime.datetime(1800, 1, 1), datetime.datetime(2199, 12, 31))
schemathesis.openapi.format("date", DAYS.map(str))
schemathesis.openapi.format("date-time", MOMENTS.map(lambda moment: moment.isoformat(timespec="microseconds") + "Z"))

# What nobody sees is refused in every text; a pattern with all of them would be longer than the rest of the contract.
UNSEEN = {chr(c) for start, end in [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891),
    (0x8E2, 0x8E2), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)] for c in range(start, end + 1)}


def seen(value):
    """The same with a letter in place of each character that nobody sees."""
    if isinstance(value, str):
        return "".join("x" if c in UNSEEN else c for c in value)
    if isinstance(value, list):
        return [seen(one) for one in value]
    if isinstance(value, dict):
        return {seen(name): seen(one) for name, one in value.items()}
    return value


def example_of(case):
    """What a patch of the operation looks like in the contract."""
    content = case.operation.definition.raw["requestBody"]["content"]
    return dict(next(iter(content.values()))["example"])


@schemathesis.hook
def filter_case(context, case):
    """An empty header is as one that is not there, whatever its schema says of its content."""
    return not (case.headers and case.headers.get("Aplp-Purpose") == "")


@schemathesis.hook
def map_case(context, case):
    """Leaves unsealed cursors, purposes and parts of rows out of good requests, and gives them personal codes that have no check
    digit."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    for name in ("cursor", "fields"):
        # Which members a row has is said by its schema, and a row with some of them is not as that says.
        if case.query and name in case.query:
            del case.query[name]
    if case.headers and "Aplp-Purpose" in case.headers:
        del case.headers["Aplp-Purpose"]
    case.body = seen(case.body)
    case.query = seen(case.query)
    case.path_parameters = seen(case.path_parameters)
    if case.method.upper() == "PATCH" and isinstance(case.body, dict):
        # Null erases only where a member may be absent, and never all of them.
        case.body = {name: value for name, value in case.body.items() if value is not None} or example_of(case)
    code = case.body.get("personal_code") if isinstance(case.body, dict) else None
    if isinstance(code, str):
        digits = code.replace("-", "")
        case.body["personal_code"] = f"32{digits[2:6]}-{digits[6:]}"
    return case
