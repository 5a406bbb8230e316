"""What a dashboard is made of: rows, panels and queries, as small functions that give Grafana's JSON.

Queries are written with two abbreviations: `{$}` and `{$, more}` select by the variables of the dashboard, and
`[rate]` is the range that Grafana chooses for rates.
"""

from . import thresholds

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
SELECTION = 'namespace=~"$namespace",job=~"$job",instance=~"$instance"'
CLUSTER = 'namespace=~"$namespace",job=~"$job"'
TAG = "sluice"
COLUMNS = 24


def expand(query):
    query = query.replace("{$", "{" + SELECTION).replace("{@", "{" + CLUSTER)
    return query.replace(SELECTION + ", ", SELECTION + ",").replace(CLUSTER + ", ", CLUSTER + ",").replace("[rate]", "[$__rate_interval]")


def quantile(q, metric, by="", more=""):
    """A quantile of a histogram over all selected nodes, or by labels."""
    labels = f"le, {by}" if by else "le"
    more = f", {more}" if more else ""
    return f"histogram_quantile({q}, sum by ({labels}) (rate({metric}_bucket{{${more}}}[rate])))"


def rate(metric, by="", more=""):
    more = f", {more}" if more else ""
    return f"sum by ({by}) (rate({metric}{{${more}}}[rate]))" if by else f"sum(rate({metric}{{${more}}}[rate]))"


def _targets(queries, **extra):
    return [
        {"refId": chr(ord("A") + i), "datasource": DATASOURCE, "editorMode": "code", "expr": expand(expr), "legendFormat": legend, **extra}
        for i, (expr, legend) in enumerate(queries)
    ]


def _steps(alert, bad_from):
    """The colours of a value: as the alerts have them, so that a panel turns red when the alert counts."""
    if bad_from is not None:
        return {"mode": "absolute", "steps": [{"color": "green", "value": None}, {"color": "red", "value": bad_from}]}
    if not alert:
        return {"mode": "absolute", "steps": [{"color": "green", "value": None}]}
    steps = sorted((thresholds.ALERTS[name], "red" if critical else "orange") for name, critical in alert)
    return {"mode": "absolute", "steps": [{"color": "green", "value": None}] + [{"color": c, "value": v} for v, c in steps]}


def _panel(kind, title, description, unit, targets, *, width, height, options, custom=None, alert=(), bad_from=None, empty=None, limits=None):
    if alert:
        description += " Coloured from the threshold of " + ", ".join(name for name, _ in alert) + " on."
    defaults = {"unit": unit, "color": {"mode": "thresholds" if kind == "stat" else "palette-classic"}, "mappings": [],
                "thresholds": _steps(alert, bad_from)}
    if custom is not None:
        defaults["custom"] = custom
    if empty is not None:
        defaults["noValue"] = empty
    defaults.update(limits or {})
    return {
        "type": kind, "title": title, "description": description, "datasource": DATASOURCE, "targets": targets,
        "gridPos": {"w": width, "h": height}, "options": options, "fieldConfig": {"defaults": defaults, "overrides": []},
    }


def lines(title, description, unit, *queries, width=8, height=8, stack=False, alert=(), limits=None, empty=None):
    """Lines over time. The axis reaches at least to the highest threshold."""
    custom = {
        "drawStyle": "line", "lineWidth": 1, "fillOpacity": 30 if stack else 8, "showPoints": "never", "spanNulls": False,
        "stacking": {"mode": "normal" if stack else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if alert else "off"},
    }
    if alert:
        custom["axisSoftMax"] = max(thresholds.ALERTS[name] for name, _ in alert) * 1.2
    options = {
        "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": ["lastNotNull", "max"]},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return _panel("timeseries", title, description, unit, _targets(queries, range=True), width=width, height=height, options=options,
                  custom=custom, alert=alert, limits={"min": 0, **(limits or {})}, empty=empty)


def number(title, description, unit, query, width=3, height=4, bad_from=None, spark=True, limits=None):
    """One figure, as it is now; red from `bad_from` on."""
    options = {
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "colorMode": "value", "justifyMode": "auto",
        "graphMode": "area" if spark else "none", "orientation": "auto", "textMode": "auto",
    }
    targets = _targets([(query, "")], range=spark, instant=not spark)
    return _panel("stat", title, description, unit, targets, width=width, height=height, options=options, bad_from=bad_from,
                  empty="0", limits=limits)


def heatmap(title, description, metric, width=12, height=8):
    """How many observations fell into each bucket of a histogram of seconds, over time."""
    options = {
        "calculate": False, "cellGap": 1, "cellValues": {"unit": "short"}, "color": {"mode": "scheme", "scheme": "Spectral", "steps": 64,
        "exponent": 0.5, "fill": "dark-orange", "scale": "exponential", "reverse": False}, "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9}, "legend": {"show": True}, "rowsFrame": {"layout": "auto"},
        "tooltip": {"mode": "single", "yHistogram": False, "showColorScale": False}, "yAxis": {"axisPlacement": "left", "reverse": False, "unit": "s"},
    }
    targets = _targets([(f"sum by (le) (rate({metric}_bucket{{$}}[rate]))", "{{le}}")], range=True, format="heatmap")
    return _panel("heatmap", title, description, "s", targets, width=width, height=height, options=options,
                  custom={"hideFrom": {"legend": False, "tooltip": False, "viz": False}, "scaleDistribution": {"type": "linear"}})


def table(title, description, query, hidden=(), width=12, height=8, empty=None):
    """The labels of the series that a query has now."""
    options = {"showHeader": True, "cellHeight": "sm", "footer": {"show": False, "reducer": ["sum"], "countRows": False, "fields": ""}}
    targets = _targets([(query, "")], instant=True, range=False, format="table")
    panel = _panel("table", title, description, "none", targets, width=width, height=height, options=options,
                   custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False}, empty=empty)
    exclude = {name: True for name in ("Time", "Value", "__name__", *hidden)}
    panel["transformations"] = [{"id": "organize", "options": {"excludeByName": exclude, "indexByName": {}, "renameByName": {}}}]
    return panel


def row(title, *panels):
    return title, panels


def _variable(name, label, query):
    return {
        "type": "query", "name": name, "label": label, "datasource": DATASOURCE, "definition": query, "query": {"query": query, "refId": "variable"},
        "refresh": 2, "sort": 1, "multi": True, "includeAll": True, "allValue": ".*", "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
        "options": [], "regex": "", "hide": 0, "skipUrlSync": False,
    }


def _variables(component):
    chosen = f'component="{component}"' if component else 'component!=""'
    known = f"label_values(sluice_build_info{{{chosen}"
    return [
        {"type": "datasource", "name": "datasource", "label": "Data source", "query": "prometheus", "refresh": 1, "hide": 0, "regex": "",
         "current": {}, "options": [], "multi": False, "includeAll": False, "skipUrlSync": False},
        _variable("namespace", "Namespace", known + "}, namespace)"),
        _variable("job", "Job", known + ',namespace=~"$namespace"}, job)'),
        _variable("instance", "Instance", known + ',namespace=~"$namespace",job=~"$job"}, instance)'),
    ]


def _annotations():
    def mark(name, colour, expr, title, **extra):
        return {"name": name, "enable": True, "hide": False, "iconColor": colour, "datasource": DATASOURCE, "expr": expand(expr),
                "titleFormat": title, "textFormat": "{{namespace}} {{job}} {{instance}}", "step": "15s", **extra}

    return [
        mark("Starts", "blue", "(process_start_time_seconds{$} and on (namespace, job, instance) sluice_build_info{$}) * 1000", "started",
             useValueForTime=True),
        mark("New versions", "purple", "count by (component, version) (sluice_build_info{$}) unless count by (component, version) "
             "(sluice_build_info{$} offset 5m)", "{{component}} {{version}}", useValueForTime=False),
    ]


def dashboard(area, title, description, rows, component=None):
    """A whole dashboard; panels flow from left to right in their row."""
    panels, y = [], 0
    for heading, members in rows:
        panels.append({"type": "row", "title": heading, "collapsed": False, "panels": [], "gridPos": {"x": 0, "y": y, "w": COLUMNS, "h": 1}})
        y, x, tallest = y + 1, 0, 0
        for panel in members:
            size = panel["gridPos"]
            if x + size["w"] > COLUMNS:
                y, x, tallest = y + tallest, 0, 0
            panel["gridPos"] = {"x": x, "y": y, **size}
            x, tallest = x + size["w"], max(tallest, size["h"])
            panels.append(panel)
        y += tallest
    for i, panel in enumerate(panels, 1):
        panel["id"] = i
    return {
        "id": None, "uid": f"sluice-{area}", "title": f"Sluice / {title}", "description": description, "tags": [TAG, area], "editable": False,
        "graphTooltip": 1, "refresh": "30s", "time": {"from": "now-1h", "to": "now"}, "timezone": "browser", "schemaVersion": 39,
        "annotations": {"list": _annotations()}, "templating": {"list": _variables(component)},
        "links": [{"type": "dashboards", "title": "Sluice", "tags": [TAG], "asDropdown": False, "includeVars": True, "keepTime": True,
                   "targetBlank": False, "icon": "external link", "tooltip": "", "url": ""}],
        "panels": panels,
    }
