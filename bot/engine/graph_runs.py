"""Runs a trained graph in an order that is found once, in place of a new search for each run."""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

Plan = list[tuple[str, GraphNode, tuple[str, ...]]]
"""Nodes with what they need, each behind what it needs."""


def run(
    self: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    """`DaskGraphRunner.run` for prediction: the same nodes with the same inputs, one after the other.

    Raises:
        GraphRunError: a component raised a `RuntimeError`.
    """
    wanted = tuple(targets or self._graph_schema.target_names)
    # A node is handed its inputs as (name, output); what nobody provides, by its name alone.
    found: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, node, needs in _plan(self, wanted):
            found[name] = node(*(found.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(found[target] for target in wanted)


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> Plan:
    plans: dict[tuple[str, ...], Plan] = runner.__dict__.setdefault("_plans", {})
    if targets not in plans:
        plans[targets] = _ordered(runner, targets)
    return plans[targets]


def _ordered(runner: DaskGraphRunner, targets: tuple[str, ...]) -> Plan:
    nodes = runner._graph_schema.nodes
    plan: Plan = []
    placed: set[str] = set()

    def place(name: str) -> None:
        if name in placed or name not in nodes:  # an input is no node
            return
        placed.add(name)
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            place(need)
        plan.append((name, runner._instantiated_nodes[name], needs))

    for target in targets:
        place(target)
    return plan
