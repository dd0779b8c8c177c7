"""What the certificate says is what the generated service compares."""

import json
from pathlib import Path

from nb2prod.certificates import write_certificate
from nb2prod.model.proof import Claim, Proof

PROOF = Proof("features", (Claim("a", "a", "proven"), Claim("b", "b", "not checked")))


def project(folder: Path) -> Path:
    (folder / "src" / "stops").mkdir(parents=True)
    (folder / "src" / "stops" / "prep.py").write_bytes(b"a = 1\r\n")
    (folder / "models" / "v1").mkdir(parents=True)
    (folder / "models" / "v1" / "model.json").write_text(
        json.dumps({"libraries": {"python": "3.11", "numpy": "2.0"}})
    )
    (folder / "models" / "current.txt").write_text("v1\n")
    (folder / "requirements-serve.lock").write_text(
        "# comment\nfastapi==0.1 \\\n    --hash=sha256:0\nnumpy==2.0 ; python_version < '4'\n"
    )
    return folder


def test_it_names_code_libraries_and_counts(tmp_path: Path) -> None:
    path = write_certificate(project(tmp_path), "stops", PROOF)
    assert path == tmp_path / "models" / "v1" / "certificate.json"
    told = json.loads(path.read_text())
    assert told["libraries"] == {"fastapi": "0.1", "numpy": "2.0"}
    assert told["claims"] == {"proven": 1, "refuted": 0, "not checked": 1}
    assert list(told["code"]) == ["prep.py"]
    (tmp_path / "src" / "stops" / "prep.py").write_bytes(b"a = 1\n")
    write_certificate(tmp_path, "stops", PROOF)
    assert json.loads(path.read_text())["code"] == told["code"]


def test_without_a_version_there_is_none(tmp_path: Path) -> None:
    assert write_certificate(tmp_path, "stops", PROOF) is None
    (project(tmp_path) / "models" / "current.txt").write_text("v7\n")
    assert write_certificate(tmp_path, "stops", PROOF) is None
