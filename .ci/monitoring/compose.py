"""Whether compose.yaml can be read, refers only to what exists, and fits the scrape jobs. Needs PyYAML. Prints nothing if so."""

import yaml

import expressions


def troubles():
    compose = yaml.safe_load((expressions.ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    for name, service in services.items():
        for volume in service.get("volumes", ()):
            if not (expressions.ROOT / volume.split(":")[0]).exists():
                yield f"{name}: there is no {volume.split(':')[0]}"
        for needed in service.get("depends_on", {}):
            if "healthcheck" not in services.get(needed, {}):
                yield f"{name} waits for {needed}, which has no health check"
        for port in service.get("ports", ()):
            if not port.startswith("127.0.0.1:"):
                yield f"{name}: port {port} is open to other machines"
    prometheus = yaml.safe_load((expressions.ROOT / "grafana" / "prometheus.yaml").read_text(encoding="utf-8"))
    targets = [target for job in prometheus["scrape_configs"] for config in job["static_configs"] for target in config["targets"]]
    for target in targets:
        if target.split(":")[0] not in services:
            yield f"Prometheus scrapes {target}, which is no service"
    source = yaml.safe_load((expressions.ROOT / "grafana/provisioning/datasources/prometheus.yaml").read_text(encoding="utf-8"))["datasources"][0]
    if source["uid"] != "prometheus" or services["grafana"]["environment"]["PROMETHEUS_URL"] != "http://prometheus:9090":
        yield "Grafana's data source is not the Prometheus of this file"
    provider = yaml.safe_load((expressions.ROOT / "grafana/provisioning/dashboards/sluice.yaml").read_text(encoding="utf-8"))["providers"][0]
    if not any(volume.split(":")[1] == provider["options"]["path"] for volume in services["grafana"]["volumes"]):
        yield "Grafana looks for dashboards where none are mounted"


found = list(troubles())
raise SystemExit("\n".join(found) if found else 0)
