"""Judges of validate-docstrings.mjs: removes docstrings, and reads written ones with the checkers that Python projects use.

    python validate_docstrings.py strip CHECKOUT FOLDER
    python validate_docstrings.py judge BEFORE AFTER google|numpy

Needs ruff, numpydoc and pydoclint in the same environment. Prints JSON.
"""

import ast
import json
import re
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Only functions that have a docstring are judged: those of modules and classes are their authors'.
# Extended summaries, examples and references to other functions (ES01, SA01, EX01)
# are an author's to write. PR04 and PR07: a type or description that the code does not give is left open on purpose; so is
# the name of a result (RT02) and its text (RT03).
# GL01, and D212 of ruff: whether text begins on the line of the quotes is a project's choice, which its files are asked.
NUMPYDOC_IGNORED = {"ES01", "SA01", "EX01", "PR04", "PR07", "RT02", "RT03", "GL01"}
# DOC105 to DOC111 ask for the types of all parameters or of none; CodePatch writes those that the code states.
PYDOCLINT_IGNORED = {f"DOC{number}" for number in range(105, 112)}


def functions_of(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def strip(checkout: Path, folder: Path) -> dict:
    """Copies the Python files that parse, without the docstrings of functions; tests and vendored code are left out."""
    count = 0
    for source in sorted(checkout.rglob("*.py")):
        path = source.relative_to(checkout)
        if re.search(r"(^|/)(tests?|testing|docs?|_?vendor(ed)?|examples?|\.[^/]*)/|(^|/)(test_[^/]*|conftest)\.py$", path.as_posix()):
            continue
        try:
            text = source.read_bytes().decode()
            tree = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError, ValueError):
            continue
        data = text.encode().splitlines(keepends=True)
        starts = [0]
        for line in data:
            starts.append(starts[-1] + len(line))
        content = text.encode()
        spans = []
        for function in functions_of(tree):
            if ast.get_docstring(function, clean=False) is None:
                continue
            first = function.body[0]
            start, end = (starts[line - 1] + column for line, column in ((first.lineno, first.col_offset), (first.end_lineno, first.end_col_offset)))
            spans.append((start, end, len(function.body) == 1))
        for start, end, is_whole in sorted(spans, reverse=True):
            content = content[:start] + (b"pass" if is_whole else b"") + (content[end:] if is_whole else re.sub(rb"\A[ \t;]*\r?\n[ \t]*", b"", content[end:]))
        stripped = content.decode()
        try:
            tree = ast.parse(stripped)
        except SyntaxError:
            continue
        functions = functions_of(tree)
        if not functions:
            continue
        count += len(functions)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(stripped.encode())
    return {"functions": count, "files": len(list(folder.rglob("*.py")))}


def without_docstrings(tree: ast.Module) -> str:
    """The tree as text; a body of nothing but a docstring equals an empty one."""
    for function in functions_of(tree):
        if ast.get_docstring(function, clean=False) is not None:
            function.body = function.body[1:]
    return ast.dump(tree)


def documented(tree: ast.Module) -> list[Function]:
    return [function for function in functions_of(tree) if ast.get_docstring(function) is not None]


def parameters_of(function: Function, is_method: bool) -> list[str]:
    """Names in the order of the signature; no receiver and no `_`."""
    arguments = function.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
    is_static = any(isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in function.decorator_list)
    if is_method and not is_static:
        names = names[1:]
    names += [arguments.vararg.arg] if arguments.vararg else []
    names += [argument.arg for argument in arguments.kwonlyargs]
    names += [arguments.kwarg.arg] if arguments.kwarg else []
    return [name for name in names if name.strip("_")]


def documented_parameters(docstring: str, style: str) -> list[str]:
    """Names of the section of parameters, read by its plain rules: the entries are its lines of least indentation."""
    lines = docstring.split("\n")
    heads = [i for i, line in enumerate(lines) if line == ("Args:" if style == "google" else "Parameters")]
    if not heads:
        return []
    body = lines[heads[0] + (1 if style == "google" else 2):]
    names = []
    indent = "    " if style == "google" else ""
    for i, line in enumerate(body):
        if style == "google" and line and not line.startswith(" "):
            break
        if style == "numpy" and re.fullmatch(r"-{3,}", body[i + 1] if i + 1 < len(body) else ""):
            break
        if line.startswith(indent) and line[len(indent):] and not line[len(indent)].isspace():
            names.append(re.split(r"[\s:(]", line[len(indent):])[0].lstrip("*"))
    return names


def owners(functions: list[Function]) -> dict[int, Function]:
    """Documented functions by each line from their first decorator to the end of the docstring."""
    lines = {}
    for function in functions:
        start = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
        for line in range(start, (function.body[0].end_lineno or function.lineno) + 1):
            lines[line] = function
    return lines


def own_nodes(function: Function) -> list[ast.AST]:
    """All nodes of its body, those of functions and classes inside of it aside."""
    waiting: list[ast.AST] = list(function.body)
    nodes = []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return nodes


def is_mistaken(code: str, function: Function) -> bool:
    """Whether a checker blames what is plainly not so: each of these is looked up in the tree."""
    if code == "DOC403":  # no yield: said of every generator without a return annotation
        return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(function))
    if code == "DOC201":  # a value is returned: said of a bare return too
        return not any(isinstance(node, ast.Return) and node.value is not None for node in own_nodes(function))
    if code == "RT01":  # said of properties, unless their decorator is the built-in one
        return any(ast.unparse(decorator).split(".")[-1].endswith("property") for decorator in function.decorator_list)
    return False


def judge(before: Path, after: Path, style: str) -> dict:
    files = sorted(after.rglob("*.py"))
    trees = {file: ast.parse(file.read_bytes()) for file in files}
    written = {file: documented(tree) for file, tree in trees.items()}
    total = sum(len(functions) for functions in written.values())
    same = parameters = 0
    for file, tree in trees.items():
        methods = {id(child) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for child in node.body}
        for function in written[file]:
            expected = parameters_of(function, id(function) in methods)
            parameters += documented_parameters(ast.get_docstring(function) or "", style) == expected
        same += without_docstrings(ast.parse(file.read_bytes())) == without_docstrings(ast.parse((before / file.relative_to(after)).read_bytes()))

    owner = {file: owners(functions) for file, functions in written.items()}
    faults: dict[str, set[tuple[Path, int]]] = {"ruff": set(), "numpydoc": set(), "pydoclint": set()}
    codes: dict[str, Counter] = {checker: Counter() for checker in faults}
    examples: dict[str, str] = {}

    def blame(checker: str, code: str, file: Path, line: int, message: str) -> None:
        function = owner.get(file, {}).get(line)
        if function is None or is_mistaken(code, function):
            return
        faults[checker].add((file, function.lineno))
        codes[checker][code] += 1
        examples.setdefault(f"{checker} {code}", f"{file.relative_to(after)}:{line}: {message}")

    ruff = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json", "--select", "D",
         "--ignore", "D212", "--config", f"lint.pydocstyle.convention='{style}'", str(after)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for found in json.loads(ruff.stdout):
        file = Path(found["filename"])
        blame("ruff", found["code"], file, found["location"]["row"], found["message"])

    if style == "numpy":
        for file, tree in trees.items():
            for line, code, message in numpydoc_findings(file, tree):
                blame("numpydoc", code, file, line, message)

    lint = subprocess.run(
        [sys.executable, "-m", "pydoclint.main", "--quiet", "--style", style, "--allow-init-docstring", "True", "--check-class-attributes", "False",
         "--arg-type-hints-in-signature", "False", "--arg-type-hints-in-docstring", "False", "--check-return-types", "False",
         "--check-yield-types", "False", "--ignore-underscore-only-args", "True", str(after)],
        capture_output=True, text=True,
    )  # fmt: skip
    file = after
    for line in lint.stdout.splitlines() + lint.stderr.splitlines():
        if line.endswith(".py"):
            file = Path(line)
        elif match := re.match(r"\s+(\d+): (DOC\d+): (.*)", line):
            if match[2] not in PYDOCLINT_IGNORED:
                blame("pydoclint", match[2], file, int(match[1]), match[3])
    share = {checker: round(1 - len(found) / max(1, total), 5) for checker, found in faults.items() if checker != "numpydoc" or style == "numpy"}
    return {
        "documented": total,
        "same code, files": f"{same} of {len(files)}",
        "exactly the parameters": round(parameters / max(1, total), 5),
        "without fault": share,
        "codes": {checker: dict(found.most_common()) for checker, found in codes.items() if found},
        "examples": examples,
    }


def numpydoc_findings(file: Path, tree: ast.Module) -> list[tuple[int, str, str]]:
    from numpydoc.hooks.validate_docstrings import DocstringVisitor
    from numpydoc.validate import ERROR_MSGS

    class Visitor(DocstringVisitor):
        """Looks at functions with a docstring only; numpydoc fails on some docstrings of modules."""

        def _get_numpydoc_issues(self, node: ast.AST) -> None:
            if not isinstance(node, Function) or ast.get_docstring(node) is None:
                return
            try:
                super()._get_numpydoc_issues(node)
            except ValueError as error:
                self.findings.append(["", "", "unreadable", str(error).split("\n")[0]])
            found.extend((node.lineno, code, message) for _, _, code, message in self.findings)
            self.findings.clear()

    found: list[tuple[int, str, str]] = []
    config = {"checks": set(ERROR_MSGS) - NUMPYDOC_IGNORED, "exclude": None, "overrides": {}, "exclude_files": None}
    Visitor(filepath=str(file), config=config).visit(tree)
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of the examined code: invalid escapes, unknown sections
    command, first, second, *rest = sys.argv[1:]
    result = strip(Path(first), Path(second)) if command == "strip" else judge(Path(first), Path(second), *rest)
    print(json.dumps(result))
