"""Writes the dashboards: python3 -m grafana.generate [DIRECTORY], from the root of the sources."""

import json
import pathlib
import sys

from . import gateways, jvm, overview, redis, router


def files():
    """Name of each file, and its text."""
    for module in (overview, gateways, redis, router, jvm):
        yield module.__name__.rsplit(".", 1)[-1] + ".json", json.dumps(module.DASHBOARD, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    directory = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "grafana/dashboards")
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files():
        (directory / name).write_text(text, encoding="utf-8")
