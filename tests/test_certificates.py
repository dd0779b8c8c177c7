"""What the certificate says is what the generated service compares."""

import json
from pathlib import Path

from nb2prod.certificates import write_certificate
from nb2prod.model.proof import Claim, Proof
from tests.templates.seed import copied, run

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


def test_the_generated_service_agrees_with_it(tmp_path: Path) -> None:
    (tmp_path / "seed").mkdir()
    folder = copied(tmp_path / "seed")
    environment = {"SEED_SERVICE_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(folder / "src")}
    register = (
        "from seed_service import lineage, versions\n"
        "import pandas as pd\n"
        "facts = dict(metrics={}, sample={}, reference={})\n"
        "table = pd.DataFrame({'a': [1]})\n"
        "print(versions.register({'a': 1}, lineage=lineage.lineage(table, {}), **facts))\n"
    )
    done = run(folder, "-c", register, **environment)
    assert done.stdout == "v1\n", done.stderr
    (folder / "models" / "current.txt").write_text("v1\n")
    assert write_certificate(folder, "seed_service", PROOF) is not None
    ask = (
        "from seed_service.certificate import standing\n"
        "import json\n"
        "print(json.dumps(standing('v1')))\n"
    )
    told = json.loads(run(folder, "-c", ask, **environment).stdout)
    assert (told["proven"], told["rung"]) == (True, "features")
    with (folder / "src" / "seed_service" / "prep.py").open("a") as module:
        module.write("# another word\n")
    told = json.loads(run(folder, "-c", ask, **environment).stdout)
    assert told["proven"] is False
    assert told["why_not"] == ["seed_service/prep.py is not as it was proven"]
