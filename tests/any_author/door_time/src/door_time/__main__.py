"""python -m door_time train | serve | batch"""

import argparse

import pandas as pd

from door_time import whole


def main() -> None:
    parser = argparse.ArgumentParser("door_time")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("train")
    serve = verbs.add_parser("serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    batch = verbs.add_parser("batch")
    batch.add_argument("--in", dest="source", required=True)
    batch.add_argument("--out", required=True)
    given = parser.parse_args()
    if given.verb == "train":
        whole.keep()
    elif given.verb == "serve":
        import uvicorn

        uvicorn.run("door_time.web:app", host=given.host, port=given.port, log_level="warning")
    else:
        parquet = given.source.endswith(".parquet")
        rows = pd.read_parquet(given.source) if parquet else pd.read_csv(given.source)
        answered = rows.assign(prediction=whole.answers(rows))
        answered.to_parquet(given.out) if parquet else answered.to_csv(given.out, index=False)


if __name__ == "__main__":
    main()
