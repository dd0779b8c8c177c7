# %% [markdown]
# # Loans: who pays back?
# %% imports
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import classification_report, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore", category=FutureWarning)
# %% parameters
DATA = "loans.csv"
SEED = 2024
THRESHOLD = 0.35
TREES = 60
# %% load
loans = pd.read_csv(DATA)
loans.sample(5, random_state=SEED)
# %%
loans.isna().sum()
# %%
# some wrote "Car", some " car"
loans["purpose"].value_counts()


# %% [markdown]
# ## Cleaning
# %% prep:clean
def clean(df):
    """One table in, a tidy one out."""
    df = df.copy()
    df["purpose"] = df["purpose"].str.strip().str.lower()
    df["employment"] = df["employment"].fillna("unknown")
    for column in ["income", "late_payments"]:
        df[column] = df[column].fillna(df[column].median())
    df["share_of_income"] = df["amount"] / df["income"]
    df["monthly_rate"] = df["amount"] / df["term_months"]
    return df


loans = clean(loans)
# %% [markdown]
# ## Codes
# %% prep:add_codes
loans["purpose"] = loans["purpose"].astype("category")
loans["purpose_code"] = loans["purpose"].cat.codes
loans["large"] = np.where(loans["amount"] > loans["amount"].quantile(0.9), 1, 0)
# %%
pd.crosstab(loans["large"], loans["defaulted"], normalize="index").round(2)
# %% prep:split
numeric = ["income", "amount", "late_payments", "share_of_income", "monthly_rate"]
coded = ["term_months", "purpose_code", "large"]
categorical = ["home", "employment"]
X = loans[numeric + coded + categorical]
y = loans["defaulted"]
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=SEED
)
# %% [markdown]
# ## Model
# %% train
prepare = ColumnTransformer(
    [
        ("numbers", Pipeline([("gaps", SimpleImputer()), ("scale", StandardScaler())]), numeric),
        ("words", OneHotEncoder(handle_unknown="ignore"), categorical),
    ],
    remainder="passthrough",
)
pipe = Pipeline(
    [
        ("prepare", prepare),
        ("forest", RandomForestClassifier(TREES, min_samples_leaf=5, random_state=SEED)),
    ]
)
pipe.fit(X_train, y_train)
# %% predict
risk = pipe.predict_proba(X_test)[:, 1]
decision = pd.DataFrame(
    {"risk": risk, "decision": np.where(risk > THRESHOLD, "refuse", "grant")}, index=X_test.index
)
# %%
decision["decision"].value_counts()
# %% evaluate
auc = roc_auc_score(y_test, decision["risk"])
print(f"AUC {auc:.3f}")
print(classification_report(y_test, decision["decision"] == "refuse"))
