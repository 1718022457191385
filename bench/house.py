"""The house in figures: sizes of functions and files, circles of imports, words that stand outside their one place.

make figures; for an older state: git worktree add ../before COMMIT && .venv/bin/python bench/house.py ../before
"""

import ast
import sys
from pathlib import Path

import grimp

ROOMS = ("catalog", "iiif", "exhibitions", "portal")
WIDE = 160  # signs of a line in templates


def python_files(root: Path) -> list[Path]:
    return [path for room in ROOMS for path in sorted((root / room).rglob("*.py")) if "migrations" not in path.parts]


def quantile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def sizes(name: str, values: list[int]) -> None:
    shown = "  ".join(f"p{int(100 * share)} {quantile(values, share)}" for share in (0.5, 0.9))
    print(f"{name}: {len(values)}  {shown}  longest {max(values)}")


def function_lengths(files: list[Path]) -> list[int]:
    trees = (ast.parse(path.read_text()) for path in files)
    functions = (
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [node.end_lineno - node.lineno + 1 for node in functions]


def circles(root: Path) -> int:
    """Imports that go the other way round between siblings, in every package of the house."""
    sys.path.insert(0, str(root))
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True)
    packages = {module.rpartition(".")[0] for module in graph.modules if "." in module}
    return sum(len(graph.nominate_cycle_breakers(package)) for package in packages if "migrations" not in package)


def folders(files: list[Path], root: Path) -> list[tuple[int, str]]:
    lines: dict[str, int] = {}
    for path in files:
        room = "/".join(path.relative_to(root).parts[:3][:-1])
        lines[room] = lines.get(room, 0) + path.read_text().count("\n")
    return sorted(((count, room) for room, count in lines.items()), reverse=True)


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    files = python_files(root)
    counts = [path.read_text().count("\n") for path in files]
    sizes("functions", function_lengths(files))
    sizes("files", counts)
    print("files over 300 lines:", sum(count > 300 for count in counts))
    print("imports against the order of siblings:", circles(root))
    tests = sum(path.read_text().count("\n") for path in (root / "tests").rglob("*.py"))
    print(f"lines of code {sum(counts)}, of tests {tests}: {tests / sum(counts):.2f}")
    templates = [path for room in (*ROOMS, "themes") for path in (root / room).rglob("*.html")]
    print(
        f"lines of templates over {WIDE} signs:",
        sum(len(x) > WIDE for p in templates for x in p.read_text().split("\n")),
    )
    print("largest rooms:", ", ".join(f"{room} {count}" for count, room in folders(files, root)[:8]))


if __name__ == "__main__":
    main()
