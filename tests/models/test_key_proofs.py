"""A key that somebody else put before the others: who would write under it refuses the file."""

from collections.abc import Callable

import pytest

from ehp_desktop.models import errors, keys
from ehp_desktop.models.key_file import write_key_file
from ehp_desktop.models.keys import Purpose
from ehp_desktop.review.actor import Role
from ehp_desktop.review.opening import OpenStore


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        (Role.CHAIR, Purpose.STORE),
        (Role.CHAIR, Purpose.ADVICE),
        (Role.CHAIR, Purpose.AUDIT),  # of chairs alone: only they hold what proves it
        (Role.LAWYER, Purpose.STORE),
        (Role.LAWYER, Purpose.ADVICE),
        (Role.ADMINISTRATOR, Purpose.STORE),
    ],
)
def test_a_key_that_nobody_proved_is_refused(
    opened_as: Callable[..., OpenStore],
    passphrase_of: Callable[[Role], str],
    role: Role,
    purpose: Purpose,
) -> None:
    folder = opened_as(Role.ADMINISTRATOR).store.folder
    key_file = keys.read_key_file(folder)
    write_key_file(folder, keys.with_keys(key_file, dict([keys.new_key(purpose)])))
    with pytest.raises(errors.DamagedKeyFileError):
        keys.unlock(keys.read_key_file(folder), passphrase_of(role))
