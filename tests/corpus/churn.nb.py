# %% [markdown]
# # Who is going to leave us?
# Export of the billing system, one line per customer. `churn` says who had left three months later.
# %% imports
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
%matplotlib inline
# %% parameters
path = "churn.csv"
random_state = 42
test_size = 0.3
C = 0.5
# %% [markdown]
# ## Data
# %% load
df = pd.read_csv(path)
df.shape
# %%
df.info()
# %%
df["churn"].value_counts(normalize=True)
# %%
df.groupby("contract")["churn"].apply(lambda s: (s == "yes").mean()).plot.bar()
plt.show()
# %% [markdown]
# ## Fill the gaps
# %% prep:fill_gaps
for col in ["internet", "payment"]:
    df[col] = df[col].fillna(df[col].mode()[0])
df["monthly_fee"] = df["monthly_fee"].fillna(df["monthly_fee"].mean())
# %%
df.isnull().sum()
# %% [markdown]
# ## Encode and scale
# %% prep:encode
df["calls_per_month"] = df["support_calls"] / (df["tenure_months"] + 1)

le = LabelEncoder()
cat_cols = ["region", "contract", "internet", "payment"]
for col in cat_cols:
    df[col] = le.fit_transform(df[col])

y = (df["churn"] == "yes").astype(int)
X = df.drop(columns=["customer", "churn"])
X.head()
# %% prep:scale
sc = StandardScaler()
X_scaled = sc.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(
    X_scaled, y, test_size=test_size, random_state=random_state, stratify=y
)
# %% [markdown]
# ## Model
# %% train
clf = LogisticRegression(C=C, max_iter=500)
clf.fit(X_train, y_train)
# %%
pd.Series(clf.coef_[0], index=X.columns).sort_values()
# %% predict
proba = clf.predict_proba(X_test)[:, 1]
proba[:5].round(3)
# %% evaluate
auc = roc_auc_score(y_test, proba)
accuracy = accuracy_score(y_test, proba > 0.5)
print("AUC", round(auc, 3), "accuracy", round(accuracy, 3))
