"""Prints the claims of a project's `.nb2prod/proof.json`, one line each."""

import json
import sys
from pathlib import Path


def main(project: Path) -> None:
    """Print the rung and each claim; what is refuted or unchecked says why."""
    proof = json.loads((project / ".nb2prod" / "proof.json").read_text(encoding="utf-8"))
    print(f"The service takes: {proof['rung']}")
    for claim in proof["claims"]:
        rows = f"{claim['rows']:,} rows" if claim.get("rows") else ""
        print(
            f"  {claim['status']:12} {claim['subject']}  {rows} {claim.get('reason') or ''}".rstrip()
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
