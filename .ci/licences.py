#!/usr/bin/env python3
"""licences.py < metadata.json: whether every crate that is built in may be used and given on under the MIT licence.

Reads what `cargo metadata --format-version 1 --locked` prints. A licence expression holds when every part joined by AND
does, and one part of those joined by OR. Exit 1 where a crate holds to none that is allowed."""
import json
import re
import sys

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",  # MIT without the duty to repeat its text.
    "MPL-2.0",
    "OpenSSL",
    "PostgreSQL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
}
# Crate: why it may stay although its expression is not allowed. None today.
EXCEPTIONS: dict[str, str] = {}


def holds(expression: str) -> bool:
    """Whether an SPDX expression holds; "/" is the old way to write OR."""
    text = re.sub(r"\s+WITH\s+", " WITH ", expression.replace("/", " OR "))
    tokens = re.findall(r"\(|\)|\bAND\b|\bOR\b|[\w.+-]+(?: WITH [\w.-]+)?", text)

    def alternatives() -> bool:
        value = conjunction()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            value = conjunction() or value
        return value

    def conjunction() -> bool:
        value = single()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            value = single() and value
        return value

    def single() -> bool:
        token = tokens.pop(0)
        if token != "(":
            return token in ALLOWED
        value = alternatives()
        tokens.pop(0)
        return value

    value = alternatives()
    return value and not tokens


def check() -> int:
    for expression, wanted in [
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("GPL-3.0 OR MIT", True),
        ("MIT AND GPL-3.0", False),
        ("MIT/Apache-2.0", True),
        ("ISC AND (GPL-2.0 OR Apache-2.0)", True),
        ("MIT OR GPL-3.0 AND ISC", True),
        ("(MIT OR ISC) AND LGPL-2.1-or-later", False),
        ("Apache-2.0 WITH LLVM-exception", True),
    ]:
        assert holds(expression) is wanted, expression
    refused = 0
    packages = json.load(sys.stdin)["packages"]
    for package in packages:
        licence = package["license"] or "none"
        if not holds(licence) and package["name"] not in EXCEPTIONS:
            refused += 1
            print(f"{package['name']} {package['version']}: {licence}")
    print(f"{len(packages)} crates, {refused} without an allowed licence")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(check())
