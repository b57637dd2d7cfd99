"""The profiles that a store's people made, kept beside the store: headers and spellings, no case.

They are files of their own, so that one can be sent to a colleague or mended by hand.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.intake.profile_making import save_profile
from ehp_desktop.review.intake.profiles import Profile, load_profiles
from ehp_desktop.review.permissions import Deed, requires

if TYPE_CHECKING:
    from ehp_desktop.review.opening import OpenStore

_FOLDER = "profiles"


def profiles_folder(opened: "OpenStore") -> Path:
    """Where a store's own profiles are; the folder need not be there."""
    return opened.store.folder / _FOLDER


@requires(Deed.READ)
def profiles_of(opened: "OpenStore") -> dict[str, Profile]:
    """The shipped profiles and the store's own, by name.

    Raises:
        UnreadableFileError: a file among the store's own is not a profile.
    """
    return load_profiles(profiles_folder(opened))


@requires(Deed.IMPORT)
def keep_profile(opened: "OpenStore", profile: Profile) -> Path:
    """Keep a profile with the store, in the place of one of its name.

    Raises:
        RefusedError: the store is open for reading only.
        DiskError: it could not be written.
    """
    if not opened.writable:
        raise RefusedError(
            "The store is open for reading only, so the profile was not saved. Close it where it "
            "is open for writing, and open it again."
        )
    return save_profile(profile, profiles_folder(opened))
