"""Changes of people, stopped at every moment at which something reaches the disk.

One process makes the store and forks a child for each moment; the child leaves at once, without
flushing or tidying, just before or just after its n-th write that lasts. Then the chair opens the
store: the change has been made and recorded once, or nothing of it has.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = '''
import datetime as dt, json, os, shutil, sys
from pathlib import Path

from ehp_desktop.models import advice_books, errors, keys, sealing
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rekeying import COPY
from ehp_desktop.review import opening, people
from ehp_desktop.review.actor import Role
from ehp_desktop.review.audit_words import Action
from ehp_desktop.review.surgery import SurgeryDraft, new_surgery

sealing.MEMORY_KIB, sealing.PASSES, sealing.LANES = 64, 1, 1
CHAIR, LAWYER, NEW = "tri llyffant gwyrdd 47", "pum gafr ar ben bryn", "saith cath mewn hen sach"
TEXT = "advice that is to stay readable"
then = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
template, folder, change = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


def unlock(passphrase):
    return opening.unlock(folder, passphrase, clock=lambda: then)


def make():
    code = opening.create(
        folder, authority="A", code_set=CodeSet.WALES, person_name="C", passphrase=CHAIR
    )
    opened = unlock(CHAIR)
    people.add_person(opened, "L", Role.LAWYER, LAWYER)
    number = new_surgery(opened, SurgeryDraft(then.date(), then.time(), None))
    opened.close()
    opened = people.change_passphrase(unlock(LAWYER), LAWYER, LAWYER + "!")
    with opened.store.writing(Action.ADVICE) as session:
        held, signer = opened.store.keys, opened.store.signer
        advice_books.add_advice(session, held, signer, then, text=TEXT, surgery_id=number)
    opened.close()
    return code


CHANGES = {
    "remove": lambda opened: people.remove_person(opened, "L"),
    "demote": lambda opened: people.change_role(opened, "L", Role.ADMINISTRATOR),
    "add": lambda opened: people.add_person(opened, "N", Role.ADMINISTRATOR, NEW),
    "passphrase": lambda opened: people.change_passphrase(opened, CHAIR, NEW),
}


def die_at(moment):
    """Leave at once before (odd) or after (even) the n-th write that lasts."""
    count = 0

    def counting(real):
        def wrapped(*args, **kwargs):
            nonlocal count
            count += 1
            number = count
            if 2 * number - 1 == moment:
                os._exit(9)
            result = real(*args, **kwargs)
            if 2 * number == moment:
                os._exit(9)
            return result
        return wrapped

    os.fsync, Path.replace = counting(os.fsync), counting(Path.replace)
    import ehp_desktop.models.rekeying as rekeying
    import ehp_desktop.models.person_events as person_events
    for name in ("copy_under", "write_key_file"):
        setattr(rekeying, name, counting(getattr(rekeying, name)))
    for name in ("reencrypt_advice", "write_key_file"):
        setattr(person_events, name, counting(getattr(person_events, name)))
    from ehp_desktop.models.chain import Chain
    Chain.acknowledge = counting(Chain.acknowledge)


def stopped(moment):
    """Whether the change came to its end."""
    child = os.fork()
    if child == 0:
        opened = unlock(CHAIR)
        die_at(moment)
        CHANGES[change](opened)
        opened.close()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def opens(passphrase):
    try:
        return keys.unlock(keys.read_key_file(folder), passphrase).person.role
    except errors.WrongPassphraseError:
        return None


def look():
    """What is there, once somebody who may has opened the store again."""
    before = {one: opens(one) for one in (CHAIR, LAWYER + "!", NEW)}
    opened = unlock(CHAIR if before[CHAIR] else NEW)
    events = [[row.kind, row.name] for row in people.person_events(opened)][2:]
    with opened.store.reading() as session:
        advice = [row.text for row in advice_books.all_advice(session, opened.store.keys)]
    held = opened.store.unlocked
    opened.close()
    kept = keys.read_key_file(folder)
    return {
        "before": list(before.values()),
        "after": [opens(one) for one in before],
        "events": events,
        "advice": advice == [TEXT],
        "loss": opened.loss,
        "store_keys": len(kept.keys_for("store")),
        "advice_keys": len(kept.keys_for("advice")),
        "begun": len(kept.begun),
        "left": [path.name for path in folder.iterdir() if path.name.startswith((COPY, ".keys"))],
        "problems": list(opening.check(folder, CHAIR if before[CHAIR] else NEW)),
    }


make()
shutil.copytree(folder, template)
moment = 0
while True:
    moment += 1
    shutil.rmtree(folder)
    shutil.copytree(template, folder)
    status = stopped(moment)
    print(json.dumps({"moment": moment, "status": status} | look()), flush=True)
    if status == 0:
        break
    assert status == 9, status
'''
CHAIR, LAWYER = "chair", "lawyer"
NOTHING = [CHAIR, LAWYER, None]
DONE = {
    "remove": ([CHAIR, None, None], ["removed", "L"]),
    "demote": ([CHAIR, "administrator", None], ["role", "L"]),
    "add": ([CHAIR, LAWYER, "administrator"], ["added", "N"]),
    "passphrase": ([None, LAWYER, CHAIR], ["passphrase", "C"]),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
@pytest.mark.parametrize("change", DONE)
def test_a_change_of_people_that_is_stopped_is_made_and_recorded_or_not_at_all(
    change: str, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "template"), str(tmp_path / "store"), change],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told) > 6
    opens, event = DONE[change]
    allowed: Callable[[dict[str, object]], bool] = lambda one: (  # noqa: E731
        one["before"] == one["after"]
        and (one["after"], one["events"]) in ((NOTHING, []), (opens, [event]))
    )
    for one in told:
        assert allowed(one), one
        assert (one["store_keys"], one["advice_keys"], one["begun"]) == (1, 1, 0), one
        assert (one["advice"], one["loss"], one["left"], one["problems"]) == (True, None, [], [])
    assert told[0]["after"] == NOTHING
    assert (told[-1]["status"], told[-1]["after"]) == (0, opens)
