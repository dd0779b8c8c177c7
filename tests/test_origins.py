"""What a project was made of is compared: exact versions, data files, settings."""

import json
from pathlib import Path

from nb2prod.model.difference import FactChange, LockChange
from nb2prod.origins import fact_changes, lock_changes, pinned, recorded

BEFORE = """# all that the service needs
numpy==2.4.6 \\
    --hash=sha256:89cd
pandas==3.0.1
six==1.17.0
"""
AFTER = """numpy==2.4.6 \\
    --hash=sha256:ffff
pandas==3.1.0
uvicorn[standard] == 0.30.1 ; python_version > "3.10"
"""


def test_a_lock_is_told_by_its_versions() -> None:
    assert pinned(AFTER) == {"numpy": "2.4.6", "pandas": "3.1.0", "uvicorn": "0.30.1"}
    assert list(lock_changes("requirements.lock", BEFORE, AFTER)) == [
        LockChange("requirements.lock", "pandas", "3.0.1", "3.1.0"),
        LockChange("requirements.lock", "six", "1.17.0", ""),
        LockChange("requirements.lock", "uvicorn", "", "0.30.1"),
    ]
    assert list(lock_changes("requirements.lock", BEFORE, BEFORE)) == []


def test_each_fact_is_told_by_its_path() -> None:
    before = {
        "data": {"stops.csv": {"sha256": "a", "bytes": 1}, "gone.csv": {"sha256": "c"}},
        "options": {"targets": [], "kernel": None},
        "parameters": {"seed": "11"},
    }
    after = {
        "data": {"stops.csv": {"sha256": "b", "bytes": 1}},
        "options": {"targets": ["docker", "k8s"], "kernel": None},
        "parameters": {"seed": "11", "share": "0.5"},
    }
    assert list(fact_changes(before, after)) == [
        FactChange("data.stops.csv.sha256", "a", "b"),
        FactChange("data.gone.csv.sha256", "c", ""),
        FactChange("options.targets", "", "docker, k8s"),
        FactChange("parameters.share", "", "0.5"),
    ]


def test_the_record_is_found_where_earlier_versions_kept_it(tmp_path: Path) -> None:
    assert recorded(tmp_path) == {}
    (tmp_path / ".nb2prod").mkdir()
    (tmp_path / ".nb2prod" / "lineage.json").write_text(json.dumps({"python": "3.10"}))
    assert recorded(tmp_path) == {"python": "3.10"}
    (tmp_path / "lineage.json").write_text("{")
    assert recorded(tmp_path) == {"python": "3.10"}
    (tmp_path / "lineage.json").write_text(json.dumps({"python": "3.11"}))
    assert recorded(tmp_path) == {"python": "3.11"}
