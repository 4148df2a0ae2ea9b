"""Fetches packages and builds programs from them: to WebAssembly, natively, and to artefacts of wrt.

Packages come from registries by their ordinary clients (pip, npm, apt-get), by exact name and version, and stay in the
folder `downloads` of the working folder; what is there is not fetched or built again. A package or a tool that cannot be
had is `Unavailable`, which is not the same as a failure: nothing is known about wrt then.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re
import shutil
import subprocess
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SUPPORT = HERE / "support"
DEBIAN_SOURCES = pathlib.Path("/etc/apt/sources.list.d/debian.sources")

# Warnings in other people's C are not ours to read.
C_OPTIONS = ["-O2", "-w"]
# A stack as large as a native program's, where its overflow is a trap.
WASI_OPTIONS = ["--target=wasm32-wasi", "-mbulk-memory", "-Wl,-z,stack-size=8388608", "-Wl,--stack-first",
                f"-I{SUPPORT / 'include'}", "-include", str(SUPPORT / "wasi_compat.h")]


class Unavailable(Exception):
    """A package or tool that cannot be had here; the message says which, and why."""


class Failure(Exception):
    """Something was built or ran, and is wrong; the message says what, over as many lines as it needs."""


def tail(data, lines=12):
    """The last lines of what a command wrote, for a message."""
    return "\n".join(data.decode(errors="replace").strip().split("\n")[-lines:])


class Workshop:
    """One working folder, and the wrt that is tested."""

    def __init__(self, folder, wrt, say):
        self.folder, self.wrt, self.say = folder, wrt, say
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True, exist_ok=True)

    # Packages. Each method returns a folder with the package's files.

    def pip_package(self, name, version):
        """A wheel of PyPI that is for every machine."""
        file = self.downloads / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        command = ["python3", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", self.downloads, f"{name}=={version}"]
        self._fetch(file, command)
        return self._unpack(file, lambda folder: zipfile.ZipFile(file).extractall(folder))

    def npm_package(self, name, version):
        """A package of npm; what it asks to be run on installation is not."""
        file = self.downloads / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
        self._fetch(file, ["npm", "pack", "--silent", "--pack-destination", self.downloads, f"{name}@{version}"])
        return self._unpack_tar(file) / "package"

    def debian_source(self, name, version, suffix="orig.tar.gz"):
        """The sources of a Debian source package, as its upstream wrote them; `version` is the upstream's."""
        file = self.downloads / f"{name}_{version}.{suffix}"
        if not file.exists():
            self._fetch(file, ["apt-get", *self._apt_options(), "source", "--quiet", "--quiet", "--download-only", name])
        (top,) = self._unpack_tar(file).iterdir()
        return top

    def _apt_options(self):
        """Options that let apt-get see the sources of this machine's Debian, and leave its own state alone."""
        if not DEBIAN_SOURCES.exists():
            raise Unavailable(f"no Debian source packages without {DEBIAN_SOURCES}")
        state = self.folder / "apt"
        for part in ("sources", "lists/partial", "cache/archives/partial"):
            (state / part).mkdir(parents=True, exist_ok=True)
        text = re.sub(r"^Types:.*$", "Types: deb-src", DEBIAN_SOURCES.read_text(), flags=re.M)
        (state / "sources" / "debian.sources").write_text(text)
        settings = {"Dir::Etc::SourceList": "/dev/null", "Dir::Etc::SourceParts": state / "sources",
                    "Dir::State::Lists": state / "lists", "Dir::Cache": state / "cache", "APT::Sandbox::User": "root"}
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        self._client(["apt-get", *options, "update", "--quiet", "--quiet"])
        return options

    def _fetch(self, file, command):
        """Runs a registry's client, which must leave `file` among the downloads."""
        if file.exists():
            return
        self._client(command)
        if not file.exists():
            raise Unavailable(f"{command[0]} did not bring {file.name}: the registry has another version")

    def _client(self, command):
        if not shutil.which(command[0]):
            raise Unavailable(f"{command[0]} is not installed")
        try:
            done = subprocess.run(command, cwd=self.downloads, capture_output=True, stdin=subprocess.DEVNULL, timeout=600, check=False)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"{command[0]} did not end in time") from error
        if done.returncode != 0:
            raise Unavailable(f"{command[0]} could not bring what was asked: {tail(done.stderr, 1)}")

    def _unpack_tar(self, file):
        return self._unpack(file, lambda folder: subprocess.run(["tar", "-xf", file, "-C", folder], check=True))

    def _unpack(self, file, unpack):
        """Unpacks into a folder beside the file; a folder that was begun and not finished does not count."""
        folder = self.downloads / f"{file.name}.unpacked"
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            unpack(partial)
            partial.rename(folder)
        return folder

    # Building. What is there stays until something that it is made of is newer, or the command another.

    def needs(self, program, reason):
        """Says that a program of this machine is needed; returns its path."""
        found = shutil.which(program)
        if not found:
            raise Unavailable(f"{program} is not installed ({reason})")
        return found

    def build_c(self, name, sources, both=(), guest=(), guest_sources=(), libraries=("-lm",)):
        """Compiles the same C sources for both machines: (native program, module).

        `both` are options of both compilers, `guest` those of the guest's alone; `guest_sources` are what it has besides.
        """
        self.needs("clang-19", "it compiles C for both machines")
        native, module = self.built(name), self.built(f"{name}.wasm")
        headers = sorted(SUPPORT.rglob("*.h"))
        common = [*C_OPTIONS, *both]
        self.make(native, sources, ["clang-19", *common, *sources, "-o", native, *libraries])
        self.make(module, [*sources, *guest_sources, *headers],
                  ["clang-19", *WASI_OPTIONS, *common, *guest, *sources, *guest_sources, "-o", module, *libraries])
        return native, module

    def artefact(self, module, opt_level=2):
        """The module as `wrt compile` compiles it."""
        file = self.built(f"{module.stem}.so")
        self.make(file, [module, self.wrt], [self.wrt, "compile", "-O", str(opt_level), module, "-o", file])
        return file

    def built(self, name):
        """Where something that is built goes."""
        path = self.folder / "built" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def make(self, target, ingredients, command, environment=None):
        """Runs the command that makes `target`, unless the same command made it already, of ingredients that are no newer."""
        text = " ".join(map(str, command))
        note = target.with_name(f"{target.name}.command")
        if target.exists() and note.exists() and note.read_text() == text and \
                all(target.stat().st_mtime >= path.stat().st_mtime for path in ingredients):
            return
        self.say(f"making {target.name}")
        done = subprocess.run([str(word) for word in command], capture_output=True, env=environment, timeout=3600, check=False)
        if done.returncode != 0:
            target.unlink(missing_ok=True)
            raise Failure(f"{target.name} cannot be built\n{tail(done.stderr, 30)}\nby {text}")
        note.write_text(text)
