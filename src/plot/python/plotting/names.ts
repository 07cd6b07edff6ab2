/** Functions that draw, by the MATLAB function that draws the same. */
export const drawn: Readonly<Record<string, string>> = {
  plot: "plot",
  plot_date: "plot",
  scatter: "scatter",
  bar: "bar",
  barh: "barh",
  stem: "stem",
  step: "stairs",
  semilogx: "semilogx",
  semilogy: "semilogy",
  loglog: "loglog",
  contour: "contour",
  contourf: "contourf",
  pcolormesh: "pcolor",
  pcolor: "pcolor",
  pcolorfast: "pcolor",
  imshow: "imagesc",
  matshow: "imagesc",
  plot_surface: "surf",
  plot_wireframe: "mesh",
  quiver: "quiver",
  pie: "pie",
  polar: "polar",
  hist: "histogram",
  errorbar: "errorbar",
  fill: "fill",
  fill_between: "fill",
  fill_betweenx: "fill",
  boxplot: "boxplot",
  violinplot: "violinplot",
  stackplot: "area",
  hist2d: "pcolor",
  axvline: "xline",
  axhline: "yline",
  hlines: "plot",
  vlines: "plot",
  plot3D: "plot3",
  scatter3D: "scatter3",
  contour3D: "contour",
  axvspan: "fill",
  axhspan: "fill",
};

/** What the same functions are called where the axes have three dimensions. */
export const inSpace: Readonly<Record<string, string>> = { plot: "plot3", scatter: "scatter3" };

const decorations = new Set(
  (
    "figure subplots subplot subplot2grid subplot_mosaic axes gca gcf sca show savefig tight_layout pause draw suptitle close clf cla title xlabel ylabel " +
    "xlim ylim xscale yscale grid legend colorbar axis text annotate xticks yticks twinx twiny setp rc ion ioff tick_params margins " +
    "subplots_adjust arrow table clabel gray hot jet viridis set_cmap waitforbuttonpress get_cmap figtext"
  ).split(" "),
);

/** Whether pyplot has such a function. */
export const draws = (name: string): boolean => Object.hasOwn(drawn, name) || decorations.has(name);
