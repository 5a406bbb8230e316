"""Whether dashboards, alerts and runbooks keep the conventions of docs/monitoring.md. Ends with "N passed, M failed"."""

import re
import sys

import expressions

sys.dont_write_bytecode = True
sys.path.insert(0, str(expressions.ROOT))
from grafana.generate import __main__ as generator  # noqa: E402
from grafana.generate import thresholds  # noqa: E402

UNITS = {"short", "ops", "reqps", "s", "bytes", "Bps", "percentunit", "none"}
NAMESPACE, JOB, INSTANCE = 'namespace=~"$namespace"', 'job=~"$job"', 'instance=~"$instance"'
passed, failed = 0, 0


def check(what, *troubles):
    global passed, failed
    troubles = [trouble for trouble in troubles if trouble]
    if troubles:
        failed += 1
        print(f"not ok {what}: {'; '.join(troubles)}")
    else:
        passed += 1


def unless(fact, trouble):
    return "" if fact else trouble


def query_troubles(expression, instant):
    """What is wrong with a query, as far as its text tells."""
    for selector in expressions.selectors(expression):
        name = selector.split("{", 1)[0]
        cluster_wide = name.startswith("namespace_job:") or name == "ALERTS"  # They have no instance.
        for matcher in (NAMESPACE, JOB) if cluster_wide else (NAMESPACE, JOB, INSTANCE):
            yield unless(matcher in selector, f"{selector} lacks {matcher}")
    for function, metric in re.findall(r"(\w+)?\(?([a-z_]+_total)\{", expression):
        yield unless(function in ("rate", "increase"), f"{metric} is a counter and needs a rate")
    ranges = set(re.findall(r"\[([^\]]*)\]", expression))
    yield unless(ranges <= {"$__rate_interval", "1h"} | ({"$__range"} if instant else set()), f"ranges are {sorted(ranges)}")


def check_panel(where, panel):
    defaults = panel["fieldConfig"]["defaults"]
    check(where, unless(panel["title"], "no title"), unless(len(panel["description"]) > 10, "no description"),
          unless(defaults["unit"] in UNITS, f"unit {defaults['unit']}"), unless(panel["targets"], "no query"),
          unless(panel["datasource"]["uid"] == "${datasource}", "another data source"),
          unless(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24, "too wide"),
          *(unless(target["datasource"]["uid"] == "${datasource}", "a query has another data source") for target in panel["targets"]),
          *(trouble for target in panel["targets"] for trouble in query_troubles(target["expr"], target.get("instant"))))


def check_dashboard(name, dashboard):
    check(f"{name}: the dashboard as a whole", unless(dashboard["uid"] == f"sluice-{name}", "uid"), unless(dashboard["id"] is None, "id"),
          unless(not dashboard["editable"], "editable"), unless("sluice" in dashboard["tags"], "tag"), unless(dashboard["schemaVersion"] <= 42, "schemaVersion"),
          unless(not {"version", "iteration", "__inputs"} & dashboard.keys(), "keys that provisioning cannot use"),
          unless(dashboard["links"] and dashboard["links"][0]["tags"] == ["sluice"], "links to the others"),
          unless([variable["name"] for variable in dashboard["templating"]["list"]] == ["datasource", "namespace", "job", "instance"], "variables"),
          *(unless(variable["allValue"] == ".*" and variable["refresh"] == 2, variable["name"]) for variable in dashboard["templating"]["list"][1:]),
          *(unless(item["datasource"]["uid"] == "${datasource}", f"annotation {item['name']}") for item in dashboard["annotations"]["list"]))
    ids = [panel["id"] for panel in dashboard["panels"]]
    check(f"{name}: ids of panels", unless(len(ids) == len(set(ids)), "one occurs twice"))
    for panel in expressions.panels(dashboard):
        check_panel(f"{name} / {panel['title']}", panel)


def check_generated():
    for name, text in generator.files():
        path = expressions.DASHBOARDS / name
        check(f"{name} is what the generator makes", unless(path.exists() and path.read_text(encoding="utf-8") == text, "run python3 -m grafana.generate"))
    check("no other dashboards", unless({path.name for path in expressions.DASHBOARDS.iterdir()} == {name for name, _ in generator.files()}, "there are"))


def check_alerts():
    alerts = expressions.rules_text()
    tests = (expressions.RULES.parent / "sluice.rules.test.yaml").read_text(encoding="utf-8")
    runbooks = (expressions.ROOT / "docs" / "runbooks.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## (\w+)$", runbooks, re.MULTILINE))
    for name, text in alerts.items():
        threshold = thresholds.ALERTS.get(name)
        expression = text[: text.index("for: ")]
        check(f"alert {name}", *(unless(re.search(rf"^ +{key}: ", text, re.MULTILINE), f"no {key}") for key in ("summary", "description", "for")),
              unless(re.search(r"severity: (warning|critical)}", text), "no severity"),
              unless(f"runbook_url: docs/runbooks.md#{name.lower()}\n" in text, "runbook_url"),
              unless(name in sections, "no section in docs/runbooks.md"),
              unless(f"'{name} fires: " in tests, "no test in which it fires"), unless(f"'{name} is quiet: " in tests, "no test in which it is quiet"),
              unless(threshold is None or re.search(rf"> {threshold}\b", expression), f"the dashboards have {threshold} as its threshold"))
    check("thresholds of dashboards are of alerts that exist", *(unless(name in alerts, name) for name in thresholds.ALERTS))
    check("runbooks are of alerts that exist", *(unless(name in alerts, name) for name in sections if name.startswith("Sluice")))


check_generated()
for dashboard_name, content in expressions.dashboards().items():
    check_dashboard(dashboard_name, content)
check_alerts()
print(f"{passed} passed, {failed} failed")
