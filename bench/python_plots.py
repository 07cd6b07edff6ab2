"""Makes a data set for `codepatch eval plot` of the matplotlib scripts of git repositories.

    python python_plots.py OUT REPOSITORY…

Taken are scripts that import nothing beyond the standard library, NumPy, SciPy, scikit-learn and matplotlib, read no file and
draw something; each is run alone in an empty folder by plot_truth.py, for half a minute at most. It runs them: only for
repositories whose code may be run.
"""

import ast
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MODULES = {"numpy", "scipy", "sklearn", "matplotlib", "mpl_toolkits", "pylab"} | set(sys.stdlib_module_names)
READS = re.compile(r"\b(input|open|loadtxt|genfromtxt|imread|read_csv|urlopen|fetch_\w+)\s*\(")
DRAWS = re.compile(
    r"\.(plot|scatter|bar|barh|hist|imshow|contourf?|pcolormesh|errorbar|stem|step|semilog[xy]|loglog|pie|boxplot|"
    r"fill_between|fill|plot_surface|quiver)\("
)
TESTS = re.compile(r"(^|/)tests?/|(^|/)(test_|conftest|setup\.py|conf\.py)|_test\.py")


def git(repository, *arguments):
    found = subprocess.run(["git", "-C", repository, *arguments], capture_output=True)
    # 1 is the answer of a search that found nothing.
    if found.returncode > 1 and arguments[0] == "grep":
        sys.exit(f"{repository} is no git repository that can be read: {found.stderr.decode('utf-8', 'replace').strip()}")
    return found.stdout.decode("utf-8", "replace")


def modules_of(text):
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level else node.module.split(".")[0])
    return found


def is_taken(path, text):
    if TESTS.search(path) or READS.search(text) or not DRAWS.search(text):
        return False
    try:
        modules = modules_of(text)
    except (SyntaxError, ValueError):
        return False
    return modules <= MODULES and bool(modules & {"matplotlib", "pylab"})


def drawn_by(script):
    """What a script draws; nothing where it takes too long."""
    program = Path(__file__).with_name("plot_truth.py")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "program.py")
        copy.write_bytes(script.read_bytes())
        out = Path(folder, "truth.json")
        try:
            subprocess.run([sys.executable, program, copy, out], cwd=folder, timeout=30, capture_output=True)
        except subprocess.TimeoutExpired:
            pass
        return json.loads(out.read_text()) if out.exists() else None


if len(sys.argv) < 3:
    sys.exit("Name a folder for the results and git repositories: python python_plots.py OUT REPOSITORY…")
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
with open(out / "plots.jsonl", "w") as dataset:
    for number, repository in enumerate(sys.argv[2:], 1):
        for path in git(repository, "grep", "-lzE", "matplotlib|pylab", "HEAD", "--", "*.py").split("\0"):
            text = git(repository, "show", path) if path else ""
            if not is_taken(path.removeprefix("HEAD:"), text):
                continue
            # Numbered, since folders of repositories may bear the same name.
            script = out / f"{number}_{Path(repository).name}__{path.removeprefix('HEAD:').replace('/', '__')}"
            script.write_text(text, encoding="utf-8")
            truth = drawn_by(script)
            if truth and any(axes["objects"] for figure in truth["figures"] for axes in figure["axes"]):
                line = {"file": script.name, "truth": truth, "repository": repository}
                dataset.write(json.dumps(line) + "\n")
                print(script.name, flush=True)
