"""A notebook as tutorials write it becomes a service with the notebook's answers, all proven."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from tests.notebooks import write_notebook

pytest.importorskip("torch")
pytestmark = [pytest.mark.networks, pytest.mark.slow]

FLOWERS = """
    # %% imports
    import pandas as pd
    import torch
    import torch.nn as nn
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from torch.utils.data import DataLoader, TensorDataset
    torch.manual_seed(0)
    # %% load
    data = pd.read_csv("flowers.csv")
    # %% prep
    X = data.drop(columns="kind").values
    y = data["kind"].values
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
    scaler = StandardScaler()
    X_train = torch.FloatTensor(scaler.fit_transform(X_train))
    X_test = torch.FloatTensor(scaler.transform(X_test))
    y_train, y_test = torch.LongTensor(y_train), torch.LongTensor(y_test)
    # %% train
    class Net(nn.Module):
        def __init__(self, n_in=3, n_hidden=8):
            super().__init__()
            self.first = nn.Linear(n_in, n_hidden)
            self.drop = nn.Dropout(0.1)
            self.last = nn.Linear(n_hidden, 2)

        def forward(self, x):
            return self.last(self.drop(torch.relu(self.first(x))))

    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loader = DataLoader(TensorDataset(X_train, y_train), batch_size=16, shuffle=True)
    # %% train:fit_network
    for epoch in range(5):
        model.train()
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        print(loss.item())
    # %% predict
    model.eval()
    with torch.no_grad():
        kinds = model(X_test).argmax(dim=1)
    kinds[:5]
    # %% evaluate
    accuracy = (kinds == y_test).float().mean().item()
"""


def test_all_of_a_tutorial_is_proven(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(120, 3)).round(2)
    lines = [f"{a},{b},{c},{int(a + b > 0)}" for a, b, c in rows.tolist()]
    (tmp_path / "flowers.csv").write_text("a,b,c,kind\n" + "\n".join(lines) + "\n")
    path = write_notebook(tmp_path / "flowers.ipynb", dedent(FLOWERS))
    done = subprocess.run(
        [sys.executable, "-m", "nb2prod", "convert", str(path), "--json"],
        capture_output=True,
        text=True,
        timeout=1200,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    told = json.loads(done.stdout)
    wrong = [claim for claim in told["claims"] if claim["status"] != "proven"]
    assert (done.returncode, wrong, told["rung"]) == (0, [], "raw rows")
    assert (Path(told["folder"]) / "models" / "v1" / "model.pt").is_file()
