"""Write what Vierstap is made of, as CycloneDX JSON.

write_sbom.py dist/vierstap.cdx.json             the libraries of the wheel
write_sbom.py --image dist/image.cdx.json        and what the image has besides: dpkg's list, on stdin
write_sbom.py --licences                         the same libraries and their licences, to read
"""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).parents[1]
LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)[^\n]*((?:\\\n\s+--hash=sha256:\w+ ?)+)", re.MULTILINE)

STATED_ELSEWHERE = {"colorama": "BSD-3-Clause", "pyreqwest": "MIT", "resvg-py": "MIT"}
"""Of libraries that say nothing in their metadata, or are not installed here: what their licence file is."""


def write_sbom(system: Iterable[str] = ()) -> str:
    """The bill of materials of what `requirements.txt` installs, and of a system by its list of packages."""
    bom = Bom()
    bom.metadata.component = Component(name="vierstap", version=version(), type=ComponentType.APPLICATION)
    parts = [*libraries(), *system_packages(system)]
    bom.components.update(parts)
    bom.register_dependency(bom.metadata.component, parts)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def version() -> str:
    """Ours, as it is built."""
    found = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    if found is None:
        raise ValueError("pyproject.toml: has no version")
    return found[1]


def libraries() -> Iterator[Component]:
    """Each library that is locked, with its hashes and licence."""
    for name, number, hashes in LOCKED.findall((ROOT / "requirements.txt").read_text()):
        yield Component(
            name=name,
            version=number,
            type=ComponentType.LIBRARY,
            bom_ref=f"{name}=={number}",
            purl=PackageURL("pypi", name=name.lower(), version=number),
            licenses=[LicenseFactory().make_with_name(licence_of(name))],
            hashes=[
                HashType(alg=HashAlgorithm.SHA_256, content=one)
                for one in re.findall(r"sha256:(\w+)", hashes)
            ],
        )


def licence_of(name: str) -> str:
    """What a library says of its licence, in one line."""
    try:
        said = metadata(name).json
    except PackageNotFoundError:
        said = {}  # Of another platform: locked, and not installed here
    classified = [each.rpartition(" :: ")[2] for each in said.get("classifier", ()) if "License ::" in each]
    first, *_ = str(said.get("license", "")).splitlines() or [""]
    stated = str(said.get("license_expression", "")) or ", ".join(classified) or first
    return stated or STATED_ELSEWHERE.get(name, "") or unknown(name)


def unknown(name: str) -> str:
    """No licence goes unnamed."""
    raise ValueError(f"{name}: its metadata names no licence: add it to STATED_ELSEWHERE in {__file__}")


def system_packages(listed: Iterable[str]) -> Iterator[Component]:
    """The packages of a Debian system, from lines `name version architecture` of dpkg-query."""
    for line in listed:
        name, number, architecture = line.split()
        url = PackageURL("deb", "debian", name, number, qualifiers={"arch": architecture})
        yield Component(name=name, version=number, type=ComponentType.LIBRARY, bom_ref=str(url), purl=url)


def licences() -> str:
    """Each library that runs with its licence, a line each."""
    return "".join(f"{part.name:24} {licence_of(part.name)}\n" for part in libraries())


def main(*arguments: str) -> None:
    """Write what is asked for."""
    if arguments == ("--licences",):
        sys.stdout.write(licences())
        return
    *options, target = arguments
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    system = sys.stdin if "--image" in options else ()
    Path(target).write_text(write_sbom(system) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
