#!/usr/bin/python3
"""check.py extracted LANGUAGE | complete LANGUAGE: whether a .ts file is up to date with the sources, and fully translated."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent


def messages(path):
    """The messages of a .ts file by what identifies them: context, source text, disambiguation."""
    found = {}
    for context in xml.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            found[key] = message
    return found


def not_extracted(name):
    """Differences between the .ts file and what lupdate finds in the sources now."""
    with tempfile.TemporaryDirectory() as folder:
        for ts in HERE.glob("*.ts"):
            shutil.copy(ts, folder)
        subprocess.run([HERE / "update", folder], check=True)
        now = messages(pathlib.Path(folder) / name)
    recorded = messages(HERE / name)
    for context, source, _ in now.keys() - recorded.keys():
        yield f"not extracted: {context}: {source!r}"
    for context, source, _ in recorded.keys() - now.keys():
        yield f"no longer in the sources: {context}: {source!r}"


def places(text):
    return sorted(re.findall(r"%L?[1-9n]", text))


def incomplete(name):
    """Messages without a finished translation, or whose translation lost a %1 or its closing punctuation."""
    for (context, source, _), message in messages(HERE / name).items():
        translation = message.find("translation")
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        if translation.get("type") == "unfinished" or not all(forms):
            yield f"unfinished: {context}: {source!r}"
        elif any(set(places(form)) - {"%n"} != set(places(source)) - {"%n"} for form in forms):
            yield f"other places than the source: {context}: {source!r} -> {forms}"
        elif any(source.endswith("…") != form.endswith("…") for form in forms):
            yield f"other ending than the source: {context}: {source!r} -> {forms}"


def main():
    check = {"extracted": not_extracted, "complete": incomplete}[sys.argv[1]]
    name = f"sessionbook_{sys.argv[2]}.ts"
    wrong = sorted(check(name))
    for line in wrong:
        print(f"{name}: {line}")
    if wrong:
        print("Run translations/update, then translate what is unfinished.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
