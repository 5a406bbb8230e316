"""Runs every query of dashboards, alerts and the chart's autoscaler against a Prometheus that scrapes a live system.

Argument: the address of Prometheus. Ends with "N passed, M failed".
"""

import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import expressions
import yaml

HERE = expressions.ROOT / ".ci" / "monitoring"
VARIABLES = {"$__rate_interval": "15s", "$__range": "30s", "$__interval": "1s", "$namespace": "live", "$job": ".*", "$instance": ".*"}
NOT_EXPOSED_BY_US = ("kube_",)
# Until then a query may wait for its data: on a busy machine clients and scrapes are late.
WAITING_ENDS = time.time() + 120
passed, failures = 0, []


def outcome(what, trouble):
    global passed
    if trouble:
        failures.append(what)
        print(f"not ok {what}: {trouble}")
    else:
        passed += 1


class Prometheus:
    def __init__(self, address):
        self.address = address

    def _get(self, path, **arguments):
        try:
            with urllib.request.urlopen(f"{self.address}/api/v1/{path}?{urllib.parse.urlencode(arguments)}", timeout=20) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error).get("error", str(error))) from error

    def values(self, query, seconds=20):
        """The numbers that a query had in the last seconds, without those that are none."""
        now = time.time()
        data = self._get("query_range", query=query, start=now - seconds, end=now, step=1)
        return [value for series in data["result"] for _, value in series["values"] if value not in ("NaN",)]

    def count(self, query):
        return len(self._get("query", query=query)["result"])

    def names(self):
        return set(self._get("label/__name__/values"))

    def label(self, selector, label):
        return self._get(f"label/{label}/values", **{"match[]": selector})

    def rules(self):
        return [rule for group in self._get("rules")["groups"] for rule in group["rules"]]


class Exceptions:
    """A committed list of exceptions, of which each has to be needed."""

    def __init__(self, name):
        self.name = name
        lines = [line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]
        self._reasons = dict(line.split(": ", 1) for line in lines)
        self._used = set()

    def knows(self, *keys):
        return any(key in self._reasons for key in keys)

    def allow(self, *keys):
        for key in keys:
            if key in self._reasons:
                self._used.add(key)
                return True
        return False

    def report(self):
        for key, reason in self._reasons.items():
            if not reason.startswith("sometimes: "):
                outcome(f"{self.name}: {key} is needed", "" if key in self._used else "the line can go")


def substitute(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    return expression


def answer(prometheus, query, may_be_empty=False):
    """What is wrong with the answer to a query; nothing if it has data, or gets some while the traffic goes on."""
    while True:
        try:
            if prometheus.values(query):
                return ""
        except ValueError as error:
            return f"error: {error}"
        if may_be_empty or time.time() > WAITING_ENDS:
            return "empty"
        time.sleep(1)


def check_dashboards(prometheus, empty):
    for name, dashboard in expressions.dashboards().items():
        for panel in expressions.panels(dashboard):
            for target in panel["targets"]:
                where = f"{name} / {panel['title']}"
                keys = f"{where} / {target['legendFormat']}", where
                trouble = answer(prometheus, substitute(target["expr"]), empty.knows(*keys))
                if trouble == "empty" and empty.allow(*keys):
                    trouble = ""
                outcome(f"{where} / {target['legendFormat']}", trouble and f"{trouble}: {target['expr']}")
        for annotation in dashboard["annotations"]["list"]:
            try:
                prometheus.values(substitute(annotation["expr"]))
                trouble = ""
            except ValueError as error:
                trouble = str(error)
            outcome(f"{name}: annotation {annotation['name']}", trouble)
        for variable in dashboard["templating"]["list"]:
            match = re.fullmatch(r"label_values\((.*), (\w+)\)", variable.get("definition", ""))
            if match:
                outcome(f"{name}: variable {variable['name']}", "" if prometheus.label(substitute(match[1]), match[2]) else "no values")


def check_rules(prometheus, empty):
    for rule in prometheus.rules():
        outcome(f"rule {rule['name']} is evaluated", rule.get("lastError", "") or ("" if rule["health"] == "ok" else rule["health"]))
        if rule["type"] == "recording":
            outcome(f"record {rule['name']}", answer(prometheus, rule["query"]))
            continue
        for selector in expressions.selectors(rule["query"]):
            names = expressions.families(selector, ()) | set(re.findall(r"sluice_\(gateway\|router\)_(\w+)", selector))
            keys = [f"alerts / {name}" for name in names]
            trouble = answer(prometheus, selector, empty.knows(*keys))
            if trouble == "empty" and empty.allow(*keys):
                trouble = ""
            outcome(f"alert {rule['name']} / {selector}", trouble)


def check_metrics(prometheus, unused):
    known = prometheus.names()
    queries = [target["expr"] for dashboard in expressions.dashboards().values() for panel in expressions.panels(dashboard) for target in panel["targets"]]
    queries += [rule["query"] for rule in prometheus.rules()]
    used = {expressions.family(name) for query in queries for name in expressions.families(query, known)}
    for name in sorted({expressions.family(name) for name in known if name.startswith("sluice_")}):
        outcome(f"metric {name} is used", "" if name in used or unused.allow(name) else "in no dashboard and no alert")


def check_autoscaler(prometheus):
    """The queries that the rendered chart's autoscalers ask, with this system's namespace and jobs in place of the chart's."""
    rendered = expressions.ROOT / "helm" / "target" / "rendered" / "keda.yaml"
    if not rendered.exists():
        outcome("autoscaler", f"there is no {rendered}, which the chart's tests write: run mvn verify first")
        return
    scaled = [document for document in yaml.safe_load_all(rendered.read_text(encoding="utf-8")) if document and document["kind"] == "ScaledObject"]
    queries = {trigger["metadata"]["query"] for document in scaled for trigger in document["spec"]["triggers"]}
    outcome("autoscaler: the chart has queries", "" if queries else f"{rendered} has none")
    for query in sorted(queries):
        job = "routers" if "sluice_router" in query else "gateways"
        query = re.sub(r'namespace="[^"]*"', 'namespace="live"', re.sub(r'job="[^"]*"', f'job="{job}"', query))
        try:
            count = prometheus.count(query)
            outcome(f"autoscaler: {query}", "" if count == 1 else f"{count} series where exactly one is needed")
        except ValueError as error:
            outcome(f"autoscaler: {query}", str(error))


def main(address):
    prometheus = Prometheus(address)
    empty, unused = Exceptions("may-be-empty.txt"), Exceptions("unused-metrics.txt")
    check_dashboards(prometheus, empty)
    check_rules(prometheus, empty)
    check_metrics(prometheus, unused)
    check_autoscaler(prometheus)
    empty.report()
    unused.report()
    print(f"{passed} passed, {len(failures)} failed")


main(sys.argv[1])
