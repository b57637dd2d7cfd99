"""Set the project up and run it, with nothing but Python's standard library.

    python3 -m bootstrap demo     set up, then the sample caseload, its agenda PDF and the window
    python3 -m bootstrap test     set up, then every check and test

On Windows `py -m bootstrap demo` and `py -m bootstrap test`. The virtual environment is `.venv`
beside this file; its packages are those of requirements/*.lock, checked by hash.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# What Qt and the tests load from the system on Linux: library -> Debian's package of it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def say(text: str) -> None:
    """Tell the person how far it is."""
    print(text, flush=True)


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def missing_system_packages(wanted: dict[str, str]) -> list[str]:
    """Debian's names of the packages whose libraries do not load, and of venv and a font."""
    missing = []
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    try:
        __import__("ensurepip")
    except ImportError:
        missing.append("python3-venv")
    if not any(Path(folder).is_dir() for folder in ("/usr/share/fonts", "/usr/local/share/fonts")):
        missing.append("fonts-dejavu-core")
    return missing


def asks_no_password() -> bool:
    """Whether sudo lets this user through without a password."""
    tried = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def install_system_packages(packages: list[str]) -> None:
    """Install with apt where that is allowed without asking; otherwise say what to install."""
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    say("Missing system packages: " + " ".join(packages))
    sudo = []
    if shutil.which("apt-get") is None:
        sys.exit("Please install them with this system's package manager, then run this again.")
    if os.geteuid() != 0:
        if not shutil.which("sudo") or not asks_no_password():
            sys.exit(f"Please run, then try again:\n    sudo {command}")
        sudo = ["sudo", "-n"]
    say("Installing them.")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, env=environment)
    done = subprocess.run(
        [*sudo, *command.split(), "-qq"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stderr}That failed. Please run it by hand, then try again:\n    {command}")


def check_system() -> None:
    """Stop with a sentence where Python or the system cannot run the program."""
    if sys.version_info < (3, 11):
        sys.exit(f"EHP Desktop needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if sys.platform.startswith("linux"):
        wanted = dict(QT_LIBRARIES, **(SCREEN_LIBRARIES if has_screen() else {}))
        packages = missing_system_packages(wanted)
        if packages:
            install_system_packages(packages)


def set_up(lock_name: str) -> None:
    """Make the virtual environment with a lock's packages; nothing to do where it is current."""
    check_system()
    lock = HERE / "requirements" / lock_name
    pyproject = HERE / "pyproject.toml"
    digest = hashlib.sha256(lock.read_bytes() + pyproject.read_bytes()).hexdigest()
    stamp = VENV / f"{lock.stem}.stamp"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    if not PYTHON.exists():
        say("Making a virtual environment in .venv")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    say(f"Installing the packages of requirements/{lock_name}")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(HERE)], check=True)
    stamp.write_text(digest)


def run(*arguments: str, **more_environment: str) -> None:
    """Run Python of the virtual environment in the project; stop with its status if it fails."""
    environment = dict(os.environ, **more_environment)
    done = subprocess.run([str(PYTHON), *arguments], cwd=HERE, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def demo() -> None:
    """The main job: sample caseload, surgery, agenda PDF, the window where there is a screen."""
    set_up("run.lock")
    run("main.py", "demo", *([] if has_screen() else ["--headless"]))


def test() -> None:
    """Every check, then the tests."""
    set_up("dev.lock")
    say("ruff")
    run("-m", "ruff", "format", "--check", "--quiet", ".")
    run("-m", "ruff", "check", "--quiet", ".")
    say("mypy")
    run("-m", "mypy", "--no-error-summary")
    say("pytest")
    run("-m", "pytest", "-n", "auto", QT_QPA_PLATFORM="offscreen")


def bench() -> None:
    """What the program costs, against its floors, in one run."""
    set_up("dev.lock")
    run("-m", "benchmarks", *sys.argv[2:], QT_QPA_PLATFORM="offscreen")


def torture() -> None:
    """What kills, full disks, damage and tampering do to a store, counted."""
    set_up("dev.lock")
    run("-m", "tools.torture", *sys.argv[2:], QT_QPA_PLATFORM="offscreen")


def screenshots() -> None:
    """Pictures of the real window into docs/pictures."""
    set_up("dev.lock")
    run("-m", "tools.screenshots", *sys.argv[2:])


JOBS = {
    "demo": demo,
    "test": test,
    "bench": bench,
    "torture": torture,
    "screenshots": screenshots,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in JOBS:
        sys.exit(f"usage: {Path(sys.executable).name} -m bootstrap {'|'.join(JOBS)}")
    JOBS[sys.argv[1]]()
