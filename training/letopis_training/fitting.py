"""The loop that leads networks: AdamW, its rate by one cycle that falls to nothing, so that the last pass counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

Batch = TypeVar("Batch")


def fitted(
    optimizer: torch.optim.Optimizer, passes: Sequence[Sequence[Batch]], loss_of: Callable[[Batch], Tensor]
) -> Iterator[float]:
    """Make a step for each batch of each pass, and yield the mean loss after every pass."""
    groups = optimizer.param_groups
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [group["lr"] for group in groups], total_steps=sum(map(len, passes)), pct_start=0.1
    )
    for batches in passes:
        total = 0.0
        for batch in batches:
            optimizer.zero_grad()
            loss = loss_of(batch)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([one for group in groups for one in group["params"]], 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        yield total / len(batches)
