"""Trains the model."""

import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.nn import Module

features = [
    "hour_sin",
    "hour_cos",
    "half_day_sin",
    "half_day_cos",
    "year_sin",
    "year_cos",
    "weekday",
    "free_day",
    "heating",
    "cooling",
    "load_day_ago",
    "load_week_ago",
]


class LoadNet(nn.Module):
    """What the load of an hour is above the same hour last week."""

    def __init__(self, n_features, hidden, dropout):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_features, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, 1),
        )

    def forward(self, rows):
        return self.layers(rows).squeeze(1)


def train_small_network(
    train: pd.DataFrame,
    *,
    seed: int,
    hidden: int,
    dropout: float,
    learning_rate: float,
    epochs: int,
    batch_size: int,
) -> tuple[StandardScaler, float, Module]:
    """A small network."""
    torch.manual_seed(seed)

    scaler = StandardScaler().fit(train[features])
    change = train["load_mw"] - train["load_week_ago"]
    usual_change = change.std()

    inputs = torch.tensor(scaler.transform(train[features]), dtype=torch.float32)
    targets = torch.tensor((change / usual_change).to_numpy(), dtype=torch.float32)

    model = LoadNet(len(features), hidden, dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    loss_of = nn.SmoothL1Loss()
    for epoch in range(epochs):
        for rows in torch.randperm(len(inputs)).split(batch_size):
            optimizer.zero_grad()
            loss = loss_of(model(inputs[rows]), targets[rows])
            loss.backward()
            optimizer.step()
    return scaler, usual_change, model
