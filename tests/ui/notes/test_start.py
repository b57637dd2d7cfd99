import subprocess
import sys

LATER = ("notes.page", "notes.notes_box", "notes.kept", "overrides.dialog", "chair.audit")


def test_nothing_of_the_notes_and_the_chairs_pages_is_loaded_before_it_is_asked_for() -> None:
    program = (
        "import sys, ehp_desktop.ui.main_window;"
        f"print([one for one in {LATER!r} if 'ehp_desktop.ui.' + one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
