"""The cause, by intervention: each test is a small world that answers to what is held still."""

from collections.abc import Callable, Mapping

from nb2prod.comparing.cells import TimedRun
from nb2prod.comparing.diagnose import causes_of
from nb2prod.comparing.trials import Cause
from nb2prod.model.notebook import Notebook
from tests.comparing.recordings import cell, notebook, run

World = Callable[[Mapping[str, str], int], str]  # environment, number of the run -> what is printed


def diagnosed(world: World, source: str = "print(x)", recorded: str = "old\n") -> Cause:
    book = notebook(cell(0, source, recorded))
    runs = iter(range(100))

    def trial(played: Notebook, environment: Mapping[str, str]) -> TimedRun:
        return run(world({"PYTHONHASHSEED": "0", **environment}, next(runs)))

    first, second = trial(book, {}), trial(book, {"PYTHONHASHSEED": "1"})
    return causes_of(book, (0,), first, second, trial)[0]


def test_hash_order_is_what_one_hash_seed_makes_agree():
    found = diagnosed(lambda environment, _: f"order {environment['PYTHONHASHSEED']}\n")
    assert (found.word, found.by_chance) == ("hash order", True)


def test_unseeded_randomness_is_what_seeds_make_agree():
    def world(environment: Mapping[str, str], number: int) -> str:
        return "x 5\n" if "random" in environment.get("NB2PROD_HOLD", "") else f"x {number}\n"

    assert diagnosed(world).word == "unseeded randomness"


def test_threads_are_what_one_thread_makes_agree():
    def world(environment: Mapping[str, str], number: int) -> str:
        return "x 5\n" if environment.get("OMP_NUM_THREADS") == "1" else f"x {number}\n"

    assert diagnosed(world).word == "threads"


def test_a_clock_that_runs_on_is_held_only_where_the_code_asks_for_the_time():
    def world(environment: Mapping[str, str], number: int) -> str:
        return "x 5\n" if "clock" in environment.get("NB2PROD_HOLD", "") else f"x {number}\n"

    assert diagnosed(world, "print(time.time() % 7)").word == "clock"
    assert diagnosed(world, "print(counter())").word == "unknown"


def test_another_day_shows_a_dependence_on_the_clock():
    def world(environment: Mapping[str, str], number: int) -> str:
        return "age 58\n" if "NB2PROD_CLOCK" in environment else "age 57\n"

    found = diagnosed(world, "print('age', date.today().year - 1969)", "age 54\n")
    assert (found.word, found.by_chance) == ("clock", False)


def test_a_coarse_duration_that_stands_still_with_the_clock_is_forgiven():
    def world(environment: Mapping[str, str], number: int) -> str:
        return "took 0.0 s\n" if "NB2PROD_CLOCK" in environment else "took 0.1 s\n"

    source = "start = time.time()\nwork()\nprint(f'took {time.time() - start:.1f} s')"
    assert diagnosed(world, source, "took 0.3 s\n").forgiven


def test_a_duration_of_the_data_does_not_stand_still_and_is_a_change():
    found = diagnosed(lambda *_: "took 0.1 s\n", "print(time.time(), mean(times))", "took 0.3 s\n")
    assert not found.forgiven


def test_what_nothing_moves_was_edited_or_built_otherwise():
    assert diagnosed(lambda *_: "new\n", "print(1)").word == "stale code or output"


def test_what_comes_from_a_file_is_laid_to_the_data():
    found = diagnosed(lambda *_: "new\n", "print(pd.read_csv('data.csv').x.mean())")
    assert found.word == "data changed"


def test_what_is_fetched_anew_and_changes_is_laid_to_the_network():
    found = diagnosed(lambda _, number: f"{number}\n", "print(requests.get('https://a.b').text)")
    assert found.word == "network"


def test_hidden_state_is_what_the_recorded_order_brings_back():
    book = notebook(
        cell(0, "scale = 1", count=1),
        cell(1, "print(2 * scale)", "20\n", count=3),
        cell(2, "scale = 10", count=2),
    )

    def trial(played: Notebook, environment: Mapping[str, str]) -> TimedRun:
        order = [item.index for item in played.cells]
        return run("", "20\n" if order == [0, 2, 1] else "2\n", "")

    first = trial(book, {})
    found = causes_of(book, (1,), first, first, trial)[1]
    assert found == Cause("hidden state", "it comes out only in the order 1, 3, 2")
