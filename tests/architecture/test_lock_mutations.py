"""The list of guards that `mutate locks` takes away fits the code as it is."""

from pathlib import Path

from tools.lock_mutations import Edit, Mutation, apply, faults, mutations

ROOT = Path(__file__).parents[2]


def test_every_text_stands_once_and_every_test_is_there() -> None:
    assert list(faults(ROOT)) == []


def test_no_two_entries_have_one_name() -> None:
    names = [mutation.name for mutation in mutations()]
    assert len(set(names)) == len(names)


def test_a_mutation_is_written_and_its_before_kept(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("rows.select_for_update().get()")
    edit = Edit("one.py", ".select_for_update()", "")
    before = apply(Mutation(name="x", test="y", edits=(edit,)), tmp_path)
    assert file.read_text() == "rows.get()"
    assert before == {file: "rows.select_for_update().get()"}
