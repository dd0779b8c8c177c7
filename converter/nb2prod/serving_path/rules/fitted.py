"""`fit_transform` learns in training and is `transform` in serving."""

from ...model.replay import Site
from ..drafting import FROZEN, Drafting, Work
from ..hoisting import bind_after, hoist
from ..names import free
from ..visiting import serving_text

#   X = scaler.fit_transform(X)        training learns the scaler
#   X = frozen.scaler.transform(X)     serving uses it

_SERVING = {"fit_transform": "transform", "fit_predict": "predict"}


def fitted(state: Drafting, work: Work, site: Site) -> bool:
    """Whether the expression was one that learns an estimator and applies it."""
    if site.kind != "Call" or site.method not in _SERVING or not site.arguments:
        return False
    receiver = work.sites[site.children[0]]
    shown = _learnt_estimator(state, work, site, receiver)
    given = serving_text(state, work, work.sites[site.arguments[0]])
    text = f"{FROZEN}.{shown}.{_SERVING[site.method]}({given})"
    work.serve.append((site.start, site.end, text))
    return True


def _learnt_estimator(state: Drafting, work: Work, site: Site, receiver: Site) -> str:
    name = receiver.name
    if name is None:
        return _fresh(state, work, site, receiver)
    later = any(number > work.number for number in state.changes.get(name, ()))
    if not site.loop and not later:
        state.learn(work, name, work.text(site), new=False)
        return name
    return _copied(state, work, site, name)


def _fresh(state: Drafting, work: Work, site: Site, receiver: Site) -> str:
    #   StandardScaler().fit_transform(X)     the scaler gets a name
    made = work.text(receiver)
    cls = made.split("(")[0].rsplit(".", 1)[-1]
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in cls).strip("_")
    shown = hoist(state, work, site, made, free(snake, state.taken), site.loop[-1:])
    work.fit.append((receiver.start, receiver.end, shown))
    return shown


def _copied(state: Drafting, work: Work, site: Site, name: str) -> str:
    #   for col in cols:
    #       df[col] = le.fit_transform(df[col])     one encoder, fitted again for each col
    key = site.loop[-1] if site.loop else ""
    kept = free(f"{name}_by_{key}" if key else f"{name}_fitted", state.taken)
    state.learn(work, kept, work.text(site), new=True)
    shown = f"{kept}[{key}]" if key else kept
    bind_after(work, site, f"{shown} = deepcopy({name})", f"{kept} = {{}}" if key else "")
    return shown
