import pytest

from ehp_desktop.models import sealing


@pytest.fixture(autouse=True)
def _weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


def test_a_wrapping_opens_with_its_passphrase_and_purpose_alone() -> None:
    wrapped = sealing.wrap(b"secret", "passphrase", b"about")
    assert sealing.unwrap(wrapped, "passphrase", b"about") == b"secret"
    for passphrase, about in [("Passphrase", b"about"), ("passphrase", b"another")]:
        with pytest.raises(sealing.CannotOpenError):
            sealing.unwrap(wrapped, passphrase, about)


def test_a_wrapping_is_kept_as_json() -> None:
    wrapped = sealing.wrap(b"secret", "passphrase", b"about")
    assert sealing.Wrapped.from_json(wrapped.as_json()) == wrapped


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": "md5"},
        {"memory_kib": 2**30},
        {"passes": 10**6},
        {"lanes": 0},
        {"memory_kib": "64"},
        {"salt": "***"},
        {"nonce": None},
    ],
)
def test_a_wrapping_that_is_none_of_ours_is_refused(change: dict[str, object]) -> None:
    kept = sealing.wrap(b"secret", "passphrase", b"about").as_json()
    refused = False
    try:
        sealing.Wrapped.from_json(kept | change)
    except ValueError:
        refused = True
    assert refused


def test_a_seal_opens_with_its_private_half_and_purpose_alone() -> None:
    private, public = sealing.new_pair()
    other, _ = sealing.new_pair()
    sealed = sealing.seal(b"secret", public, b"about")
    assert sealing.unseal(sealed, private, b"about") == b"secret"
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for content, half, about in [
        (sealed, other, b"about"),
        (sealed, private, b"another"),
        (changed, private, b"about"),
        (b"\0" * 32 + sealed[32:], private, b"about"),
        (b"", private, b"about"),
    ]:
        with pytest.raises(sealing.CannotOpenError):
            sealing.unseal(content, half, about)


def test_the_same_secret_is_never_sealed_alike() -> None:
    _, public = sealing.new_pair()
    assert len({sealing.seal(b"secret", public, b"about") for _ in range(5)}) == 5
    assert len({sealing.wrap(b"secret", "passphrase", b"").sealed for _ in range(3)}) == 3
