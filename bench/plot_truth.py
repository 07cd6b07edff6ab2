"""Runs a matplotlib script without a screen and writes what it drew, in the shape of `codepatch plots --json`.

    python plot_truth.py SCRIPT OUT

Only for scripts that may be run: it runs them.
"""

import functools
import json
import os
import runpy
import signal
import sys
import traceback

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D

script, out = os.path.abspath(sys.argv[1]), sys.argv[2]
drawn = {}  # axes -> calls in their order: what each drew is described at the end, as it is seen then


def line_of_script():
    """Of the statement that draws, in the function that it stands in."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename == script:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def stats(values):
    values = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel(order="F")
    finite = values[np.isfinite(values)]
    found = {"n": int(values.size), "nfinite": int(finite.size)}
    if finite.size:
        found.update(min=float(finite.min()), max=float(finite.max()), mean=float(finite.mean()))
    return found


def shape(x, y):
    """Trend, peaks, crossings and places of the extremes, as plot-truth counts them."""
    x, y = np.asarray(x, float).ravel(), np.asarray(y, float).ravel()
    finite = y[np.isfinite(y)]
    if finite.size == 0:
        return None
    tolerance = 1e-9 * max(1e-300, np.abs(finite).max())
    steps = np.diff(finite)
    signs = np.sign(steps[np.abs(steps) > tolerance])
    turns = signs[1:] != signs[:-1]
    nonzero = np.sign(finite[finite != 0])
    if finite.size == 1:
        trend = "single"
    elif finite.max() - finite.min() <= tolerance:
        trend = "constant"
    elif not (signs < 0).any():
        trend = "increasing"
    elif not (signs > 0).any():
        trend = "decreasing"
    else:
        trend = "mixed"
    found = {
        "trend": trend,
        "n_peaks": int((turns & (signs[:-1] > 0)).sum()),
        "n_zero_cross": int((nonzero[1:] != nonzero[:-1]).sum()),
    }
    if x.size == y.size:
        found["x_at_max"] = float(x[np.nanargmax(y)])
        found["x_at_min"] = float(x[np.nanargmin(y)])
    return found


def described(kind, fn, line, name="", **data):
    name = name if name and not name.startswith("_") else ""
    found = {"kind": kind, "line": line, "fn": fn, "displayname": name}
    for key, values in data.items():
        if values is not None:
            found[key] = stats(values)
    if kind in ("line", "markers", "bar", "barh", "scatter", "stem", "stairs", "errorbar", "area"):
        found["shape"] = shape(data["xdata"], data["ydata"])
    return found


def of_line(line, fn, at, name=None):
    kind = "markers" if line.get_linestyle() in ("None", "") else "line"
    x, y = line.get_data(orig=True) if not hasattr(line, "get_data_3d") else line.get_data_3d()[:2]
    z = line.get_data_3d()[2] if hasattr(line, "get_data_3d") else None
    x, y = line.convert_xunits(np.asarray(x)), line.convert_yunits(np.asarray(y))
    if line.axes is not None and line.axes.name == "polar":
        x, y = np.asarray(y) * np.cos(x), np.asarray(y) * np.sin(x)
    label = line.get_label() if name is None else name
    return described("line3" if z is not None else kind, fn, at, str(label), xdata=x, ydata=y, zdata=z)


def objects_of(axes, fn, at, result, args, kwargs):
    label = str(kwargs.get("label", ""))
    if fn in ("plot", "semilogx", "semilogy", "loglog", "fill_between_lines", "plot3D"):
        return [of_line(each, fn, at) for each in result if each.axes is not None]
    if fn == "step":
        return [{**of_line(each, fn, at), "kind": "stairs"} for each in result]
    if fn in ("axhline", "axvline"):
        return [{**of_line(result, "yline" if fn == "axhline" else "xline", at), "kind": "line"}]
    if fn in ("bar", "barh"):
        along = [p.get_x() + p.get_width() / 2 if fn == "bar" else p.get_y() + p.get_height() / 2 for p in result]
        length = [p.get_height() if fn == "bar" else p.get_width() for p in result]
        return [described(fn, fn, at, label, xdata=along, ydata=length)]
    if fn == "scatter":
        points = np.asarray(result.get_offsets(), float)
        if hasattr(result, "_offsets3d"):
            x, y, z = result._offsets3d
            return [described("scatter3", fn, at, label, xdata=x, ydata=y, zdata=z)]
        return [described("scatter", fn, at, label, xdata=points[:, 0], ydata=points[:, 1])]
    if fn == "stem":
        x, y = result.markerline.get_data()
        return [described("stem", fn, at, label, xdata=x, ydata=y)]
    if fn == "errorbar":
        return [{**of_line(result.lines[0], fn, at, label), "kind": "errorbar"}]
    if fn == "hist":
        return [described("histogram", fn, at, label, ydata=result[0])]
    if fn in ("imshow", "matshow"):
        return [described("image", fn, at, "", cdata=result.get_array())]
    if fn in ("contour", "contourf"):
        z = args[2] if len(args) > 2 else args[0]
        return [described("contour", fn, at, "", zdata=z)]
    if fn in ("pcolormesh", "pcolor"):
        return [described("surface", "pcolor", at, "", cdata=result.get_array())]
    if fn in ("plot_surface", "plot_wireframe"):
        return [described("surface", fn, at, "", xdata=args[0], ydata=args[1], zdata=args[2])]
    if fn == "quiver":
        return [described("quiver", fn, at, "", xdata=result.X, ydata=result.Y)]
    if fn == "pie":
        return [described("pie", fn, at) for _ in result[0]]
    if fn in ("boxplot", "violinplot"):
        return [described("boxplot", "boxplot", at)]
    if fn == "hist2d":
        return [described("surface", "pcolor", at, "", cdata=result[3].get_array())]
    if fn == "stackplot":
        heights = np.vstack(args[1:] if len(args) > 2 else list(args[1]))
        labels = [str(each.get_label()) for each in result]
        return [described("area", fn, at, label, xdata=args[0], ydata=y) for label, y in zip(labels, heights)]
    if fn in ("fill_between", "fill"):
        return [described("patch", fn, at, label) for _ in (result if fn == "fill" else [0])]
    return []


def watched(owner, fn):
    original = getattr(owner, fn, None)
    if original is None:
        return

    @functools.wraps(original)
    def call(axes, *args, **kwargs):
        at = line_of_script()
        watched.depth += 1
        try:
            result = original(axes, *args, **kwargs)
        finally:
            watched.depth -= 1
        # What a drawing function draws with others is its own.
        if watched.depth == 0 and at:
            # Arrays that are given may be changed afterwards, which what was drawn of them is not.
            kept = [each.copy() if isinstance(each, np.ndarray) else each for each in args]
            drawn.setdefault(axes, []).append((fn, at, result, kept, kwargs))
        return result

    setattr(owner, fn, call)


def drawn_in(axes):
    found = []
    for call in drawn.get(axes, []):
        try:
            found.extend(objects_of(axes, *call))
        except Exception:
            traceback.print_exc()
    return found


def forgetting(original):
    """What is cleared is not to be seen any more."""

    @functools.wraps(original)
    def clear(axes, *args, **kwargs):
        drawn.pop(axes, None)
        return original(axes, *args, **kwargs)

    return clear


for fn in ("clear", "cla"):
    setattr(Axes, fn, forgetting(getattr(Axes, fn)))
watched.depth = 0
names = (
    "plot semilogx semilogy loglog step axhline axvline bar barh scatter stem errorbar hist imshow matshow "
    "contour contourf pcolormesh pcolor quiver pie boxplot violinplot stackplot hist2d fill_between fill"
).split()
for owner in (Axes, Axes3D):
    for fn in names:
        if fn in vars(owner):
            watched(owner, fn)
for fn in ("plot_surface", "plot_wireframe"):
    watched(Axes3D, fn)

error = ""
signal.alarm(120)
sys.argv = [script]
os.chdir(os.path.dirname(script))
try:
    runpy.run_path(script, run_name="__main__")
except SystemExit:
    pass
except BaseException as raised:
    error = repr(raised)

import matplotlib.pyplot as plt

figures = []
for number in plt.get_fignums():
    figure: Figure = plt.figure(number)
    axes_list = []
    for axes in figure.axes:
        if axes.get_label() == "<colorbar>":
            continue
        legend = axes.get_legend()
        axes_list.append(
            {
                "title": axes.get_title(),
                "xlabel": axes.get_xlabel(),
                "ylabel": axes.get_ylabel(),
                "zlabel": axes.get_zlabel() if hasattr(axes, "get_zlabel") else "",
                "legend": [each.get_text() for each in legend.get_texts()] if legend else [],
                "objects": drawn_in(axes),
            }
        )
    figures.append({"axes": axes_list})
with open(out, "w") as file:
    json.dump({"error": error, "figures": figures}, file, allow_nan=False, default=float)
