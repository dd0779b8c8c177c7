"""What Prometheus sees: requests, rows, time, drift against training, and the live error."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from . import answers, contract, drift, window
from .contract import Row
from .feedback import Feedback
from .versions import Version

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 500  # rows are counted in company: pandas costs per call, not per row
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ROWS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000)


class Monitor(Collector):
    """The counters of one service process."""

    def __init__(self, version: Version) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "predict_requests", "Requests to /predict", ["status"], registry=self.registry
        )
        self.seconds = Histogram(
            "predict_seconds", "Time of a request", buckets=SECONDS, registry=self.registry
        )
        self.rows = Counter("predict_rows", "Rows answered", registry=self.registry)
        self.batch_rows = Histogram(
            "batch_rows", "Rows in one call of the model", buckets=ROWS, registry=self.registry
        )
        self.warnings = Counter("input_warnings", "Warnings in answers", registry=self.registry)
        self.refused = Counter("model_refused", "Versions refused", registry=self.registry)
        self.feedback = Feedback()
        self.follow(version)
        self.registry.register(self)

    def follow(self, version: Version) -> None:
        """Compare with the training of this version from now on."""
        self._version = version
        self._window = window.saved(window.own_file(), version.name)
        self._new: list[tuple[Row, Any]] = []

    def observe(self, rows: list[Row], predictions: list[Any]) -> None:
        """Count rows and their answers, now or a little later."""
        self.rows.inc(len(rows))
        self._new.extend(zip(rows, predictions, strict=True))
        if len(self._new) >= ROWS_AT_ONCE:
            self._count()

    def drifts(self) -> list[drift.Drift]:
        """Each column of the last day against training."""
        self._count()
        return drift.drifts(self._window.total(time.time()), self._version.card["reference"])

    def exposition(self) -> bytes:
        """The text that Prometheus fetches."""
        return generate_latest(self.registry)

    def save(self) -> None:
        """Keep the counts over a restart, and for `drift` on the command line."""
        self._count()
        self._window.save(window.own_file())

    def collect(self) -> Iterable[Metric]:
        """The figures that are computed when Prometheus asks."""
        score = GaugeMetricFamily("drift_score", "Distance from training", labels=["column"])
        alarm = GaugeMetricFamily("drift_alarm", "Changed for sure and much", labels=["column"])
        for column in self.drifts():
            score.add_metric([column.column], column.distance)
            alarm.add_metric([column.column], column.alarm)
        bins = GaugeMetricFamily("input_rows", "Rows of the last day", labels=["column", "bin"])
        for name, counted in self._window.total(time.time()).items():
            for number, count in enumerate(counted):
                bins.add_metric([name, str(number)], float(count))
        model = GaugeMetricFamily("model_info", "The version that answers", labels=["version"])
        model.add_metric([self._version.name], 1)
        yield from (score, alarm, bins, model)
        if (error := self.feedback.live_error()) is not None:
            yield GaugeMetricFamily("live_error", "Mean error of the latest feedback", value=error)

    def _count(self) -> None:
        if self._new:
            rows, predictions = zip(*self._new, strict=True)
            self._new = []
            try:
                table = answers.with_answers(contract.to_frame(rows), list(predictions))
                counted = drift.counts(table, self._version.card["reference"])
            except Exception:  # the answers are given already: counting must not take them back
                log.exception("%s rows could not be counted", len(rows))
            else:
                self._window.add(counted, time.time())
