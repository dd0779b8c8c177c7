"""What becomes of each known magic, with the reason that its author is told."""

_DISPLAY = "it only changes what the notebook shows"
_LOOK = "it only shows something to the reader"
_TIMING = "it measures and binds no name"
_SESSION = "it only serves the interactive session"

# %name code                the code runs, and goes; it may not change what a section reads
TIMED = ("lprun", "memit", "mprun", "timeit")

# %name ...                 the line goes
DROPPED = {
    **dict.fromkeys(("colors", "config", "matplotlib", "pprint", "precision", "xmode"), _DISPLAY),
    **dict.fromkeys(
        ("cat", "dirs", "less", "ll", "ls", "lsmagic", "magic", "man", "more", "page", "pycat",
         "pdef", "pdoc", "pfile", "pinfo", "pinfo2", "psearch", "psource", "pwd", "quickref",
         "watermark", "who", "who_ls", "whos"),
        _LOOK,
    ),
    **dict.fromkeys(TIMED, _TIMING),
    **dict.fromkeys(
        ("alias", "alias_magic", "aimport", "autoawait", "autocall", "automagic", "autoreload",
         "autosave", "bookmark", "connect_info", "debug", "doctest_mode", "gui", "hist", "history",
         "load_ext", "logoff", "logon", "logstart", "logstate", "logstop", "notebook", "pdb",
         "qtconsole", "reload_ext", "save", "subplots", "tb", "tensorflow_version", "unalias",
         "unload_ext"),
        _SESSION,
    ),
}  # fmt: skip

# %name statement           the statement stays
KEPT = {
    "prun": "the profiler goes, the statement stays",
    "time": "the stopwatch goes, the statement stays",
}

# like `!name ...`          done outside Python
SHELL = frozenset({"cp", "mkdir", "mv", "rm", "rmdir", "sc", "sx", "system"})

REFUSED = {
    "cd": "it moves the notebook to another folder, so every path below means something else; "
    "write the folder into the paths",
    "popd": "it moves the notebook to another folder; write the folder into the paths",
    "pushd": "it moves the notebook to another folder; write the folder into the paths",
    "pylab": "it imports hundreds of names unseen; import the few that you use",
    "load": "it waits for a file's text; run the cell once, so that the text stands in it",
    "loadpy": "it waits for a file's text; run the cell once, so that the text stands in it",
    "recall": "it repeats earlier input; write the code itself",
    "rerun": "it repeats earlier input; write the code itself",
    "reset": "it deletes names; remove the line, a fresh kernel does the same",
    "reset_selective": "it deletes names; use `del name`",
    "run": "it runs another file in this notebook's names; move what you use of it into a file "
    "`helpers.py` and write `from helpers import clean`",
    "sql": "it asks a database outside Python; use `pandas.read_sql` in a `load` cell",
    "store": "it takes values from another session; save them to a file and load that",
    "xdel": "it deletes names; use `del name`",
}

# %%name                    the first line goes, the cell stays
UNWRAPPED = {
    "capture": "it only hides what the cell prints",
    "prun": "the profiler goes, the code stays",
    "time": "the stopwatch goes, the code stays",
}

# %%name                    the whole cell goes: it binds no name and only shows something
CELLS_DROPPED = {
    **dict.fromkeys(
        ("HTML", "SVG", "html", "javascript", "js", "latex", "markdown", "mermaid", "svg"), _LOOK
    ),
    **dict.fromkeys(("memit", "timeit"), _TIMING),
}

# %%name                    work done outside this notebook's Python: refused where a role needs it
_OTHER_PROCESS = "its lines run in another process, not in this notebook's Python"
_FILE = "it writes a file whose place is put together or lies elsewhere; write a plain file name"
CELLS_OUTSIDE = {
    **dict.fromkeys(
        ("!", "R", "bash", "bigquery", "cmd", "julia", "perl", "pypy", "python", "python2",
         "python3", "ruby", "script", "sh", "sql", "sx", "system"),
        _OTHER_PROCESS,
    ),
    "file": _FILE,
    "writefile": _FILE,
}  # fmt: skip

# %%name                    a script; it may only print
SHELLS = frozenset({"!", "bash", "sh", "sx", "system"})

INSTALLERS = frozenset({"conda", "mamba", "micromamba", "pip", "pip3", "uv"})
