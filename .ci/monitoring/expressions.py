"""The PromQL that dashboards and rules consist of, and the metrics that it names."""

import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
DASHBOARDS = ROOT / "grafana" / "dashboards"
RULES = ROOT / "grafana" / "alerts" / "sluice.rules.yaml"

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_SELECTOR = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)?\{[^{}]*\}")
_NAME = re.compile(r"(?<![\w:$])((?:sluice_|jvm_|process_|system_|kube_|namespace_job:|instance:|ALERTS\b|up\b)[\w:]*)(?![\w:]*\s*=[~\"])")
_NAME_LABEL = re.compile(r'__name__=~"([^"]*)"')


def dashboards():
    """Name and content of each dashboard."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(DASHBOARDS.glob("*.json"))}


def panels(dashboard):
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def selectors(expression):
    """Every selector of series in an expression, as a query of its own."""
    found = [match.group(0) for match in _SELECTOR.finditer(expression)]
    rest = _SELECTOR.sub(" ", expression)
    rest = re.sub(r"\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)", " ", rest)
    return found + _NAME.findall(_STRINGS.sub(" ", rest))


def families(expression, known):
    """The metrics of `known` that an expression names, by name or by a regular expression over names."""
    names = set()
    for selector in selectors(expression):
        name = selector.split("{", 1)[0]
        if name:
            names.add(name)
        for pattern in _NAME_LABEL.findall(selector):
            names.update(metric for metric in known if re.fullmatch(pattern, metric))
    return names


def family(name):
    """The histogram that a series belongs to, or the name itself."""
    return re.sub(r"_(bucket|sum|count|max)$", "", name)


def rules_text():
    """Name and text of each alert, as they stand in the file."""
    text = RULES.read_text(encoding="utf-8")
    return {block.split("\n", 1)[0].strip(): block for block in text.split("- alert: ")[1:]}
