"""The office's signature under a release: who can write a file cannot make it a release."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pipelines.atomic_files import replace_atomically
from pipelines.register.releases import NotSigned

PUT_BACK = (
    "Put it back, or name it with STARBOARD_RELEASE_KEY_FILE; then approve the release that waits."
    " With another key, releases that are out could not be checked."
)


def signing_key_file(data: Path) -> Path:
    """`STARBOARD_RELEASE_KEY_FILE`, else next to the data folder, never inside it."""
    path = os.environ.get("STARBOARD_RELEASE_KEY_FILE")
    return Path(path) if path else data.with_name(f"{data.name}.release-key")


def load_signing_key(data: Path, public_key: str | None) -> Ed25519PrivateKey:
    """The office's key to sign with, made (mode 0600) before the first release.

    `public_key`: what releases are checked with already. Raises NotSigned for a key that is missing
    since, another one, inside the data folder, or readable by others.
    """
    path = signing_key_file(data)
    if data.resolve() in path.resolve().parents:
        raise NotSigned(f"The key of releases must lie outside the data folder {data}.")
    if not path.exists():
        if public_key is not None:
            raise NotSigned(f"The key of releases is not at {path}. {PUT_BACK}")
        _make_signing_key(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise NotSigned(
            f"The key of releases {path} can be read by other users of this machine."
            f" Make it private: chmod 600 '{path}'"
        )
    try:
        key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except ValueError:
        raise NotSigned(f"{path} is no key of releases. {PUT_BACK}") from None
    if public_key not in (None, public_key_text(key)):
        raise NotSigned(f"The key of releases {path} is not this store’s. {PUT_BACK}")
    return key


def _make_signing_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.making")
    making.unlink(missing_ok=True)
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    replace_atomically(making, path)


def public_key_text(key: Ed25519PrivateKey) -> str:
    """What the register keeps: with it files are checked and none is signed."""
    return key.public_key().public_bytes_raw().hex()


def sign_file(key: Ed25519PrivateKey, path: Path, number: int) -> bytes:
    return key.sign(_signed_content(path, number))


def check_signature(public_key: str, path: Path, number: int, signature: bytes) -> None:
    """Raises NotSigned where file, number and signature do not belong together."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, _signed_content(path, number))
    except (InvalidSignature, ValueError):
        raise NotSigned(f"Release {number} is not as the office signed it.") from None


def _signed_content(path: Path, number: int) -> bytes:
    return b"starboard release %d\n" % number + path.read_bytes()
