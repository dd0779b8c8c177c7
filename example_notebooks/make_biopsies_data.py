"""
Save the breast cancer table that scikit-learn ships, as a laboratory might export it.

    python make_biopsies_data.py        writes data/biopsies.csv, the same bytes each time

The measurements are real: 569 samples, 30 figures each, taken from pictures of cell nuclei
(Wolberg, Mangasarian, Street, Street: Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning
Repository, 1995, licence CC BY 4.0). Added are a running number, and the letters M (malignant)
and B (benign) instead of 0 and 1. Nothing else is changed.
"""

from pathlib import Path

from sklearn.datasets import load_breast_cancer


def main() -> None:
    """Write the table beside this script."""
    target = Path(__file__).parent / "data" / "biopsies.csv"
    target.parent.mkdir(exist_ok=True)
    target.write_text(biopsies_csv(), encoding="utf-8", newline="\n")


def biopsies_csv() -> str:
    """Return the whole table as text, in the order of the original."""
    bunch = load_breast_cancer(as_frame=True)
    table = bunch.data.copy()
    table.insert(0, "sample", range(1, len(table) + 1))
    table["diagnosis"] = ["MB"[code] for code in bunch.target]
    return str(table.to_csv(index=False, lineterminator="\n"))


if __name__ == "__main__":
    main()
