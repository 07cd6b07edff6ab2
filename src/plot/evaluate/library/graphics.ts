/** Drawing functions that are made of others. */
export const graphicsSources = `
function [tout, rout] = rose (theta, n)
  if nargin < 2, n = 20; end
  theta = mod (theta(:), 2 * pi);
  if isscalar (n), centres = (0:n - 1) * 2 * pi / n + pi / n; else centres = sort (mod (n(:).', 2 * pi)); end
  between = (centres(1:end-1) + centres(2:end)) / 2;
  first = (centres(end) - 2 * pi + centres(1)) / 2;
  edges = [first, between, first + 2 * pi];
  counts = histc (mod (theta - first, 2 * pi) + first, edges);
  counts = counts(:); counts = counts(1:end-1);
  m = numel (counts);
  tout = zeros (4 * m, 1); rout = zeros (4 * m, 1);
  tout(1:4:end) = edges(1:end-1); tout(2:4:end) = edges(1:end-1);
  tout(3:4:end) = edges(2:end); tout(4:4:end) = edges(2:end);
  rout(2:4:end) = counts; rout(3:4:end) = counts;
  if nargout < 2
    h = polar (tout, rout);
    set (h, 'Note', sprintf ('a histogram of %d angles in %d sectors; the longest, %d, is centred on %.3g rad', numel (theta), m, max (counts), centres(find (counts == max (counts), 1))));
    tout = h;
  end
end

function h = polarhistogram (theta, bins, varargin)
  theta = mod (theta(:), 2 * pi);
  if nargin < 2 || ischar (bins)
    h = polar (valueNotKnown ('polarhistogram chooses its bins'), 0);
  else
    if isscalar (bins), edges = linspace (0, 2 * pi, bins + 1); else edges = bins(:).'; end
    counts = histc (theta, edges);
    counts = counts(:); counts(end-1) = counts(end-1) + counts(end); counts = counts(1:end-1);
    m = numel (counts);
    t = zeros (4 * m, 1); r = zeros (4 * m, 1);
    t(1:4:end) = edges(1:end-1); t(2:4:end) = edges(1:end-1);
    t(3:4:end) = edges(2:end); t(4:4:end) = edges(2:end);
    r(2:4:end) = counts; r(3:4:end) = counts;
    h = polar (t, r);
    set (h, 'Note', sprintf ('a histogram of %d angles in %d sectors', numel (theta), m));
  end
end

function h = polarscatter (theta, rho, varargin)
  h = polar (theta, rho, 'o');
end

function h = bubblechart (x, y, sizes, varargin)
  h = scatter (x, y, sizes);
end

function h = slice (varargin)
  if nargin > 4
    [X, Y, Z, V] = varargin{1:4}; planes = varargin(5:7);
  else
    V = varargin{1}; planes = varargin(2:4);
    [X, Y, Z] = meshgrid (1:size (V, 2), 1:size (V, 1), 1:size (V, 3));
  end
  if isvector (X), [X, Y, Z] = meshgrid (X, Y, Z); end
  x = squeeze (X(1,:,1)); y = squeeze (Y(:,1,1)); z = squeeze (Z(1,1,:));
  x = x(:); y = y(:); z = z(:);
  axes_ = gca ();
  held = ishold ();
  hold on
  for at = planes{1}(:).'
    [i, w] = planeBetween (x, at);
    [b, a] = meshgrid (z, y);
    surface (at * ones (size (a)), a, b, squeeze ((1 - w) * V(:,i,:) + w * V(:,i+(w>0),:)));
  end
  for at = planes{2}(:).'
    [i, w] = planeBetween (y, at);
    [b, a] = meshgrid (z, x);
    surface (a, at * ones (size (a)), b, squeeze ((1 - w) * V(i,:,:) + w * V(i+(w>0),:,:)));
  end
  for at = planes{3}(:).'
    [i, w] = planeBetween (z, at);
    [a, b] = meshgrid (x, y);
    surface (a, b, at * ones (size (a)), (1 - w) * V(:,:,i) + w * V(:,:,i+(w>0)));
  end
  if ~held, hold off, end
  grid on
  h = get (axes_, 'children');
end

function [i, w] = planeBetween (values, at)
  i = find (values <= at, 1, 'last');
  if isempty (i), notHandled ('a plane lies outside of the volume'); end
  w = 0;
  if i < numel (values), w = (at - values(i)) / (values(i+1) - values(i)); end
end

function h = trisurf (T, x, y, z, varargin)
  if nargin == 1
    notHandled ('a triangulation object is not evaluated here');
  end
  h = patch ('Faces', T, 'Vertices', [x(:), y(:), z(:)], 'Note', sprintf ('a surface of %d triangles over %d points', rows (T), numel (x)));
  grid on
end

function h = trimesh (T, x, y, z, varargin)
  if nargin < 4 || ischar (z)
    h = triplot (T, x, y);
  else
    h = patch ('Faces', T, 'Vertices', [x(:), y(:), z(:)], 'Note', sprintf ('a mesh of %d triangles over %d points', rows (T), numel (x)));
    grid on
  end
end

function h = triplot (T, x, y, varargin)
  around = T(:, [1 2 3 1]).';
  n = columns (around);
  xs = reshape (x(around), 4, n); ys = reshape (y(around), 4, n);
  xs = [xs; NaN(1, n)]; ys = [ys; NaN(1, n)];
  h = plot (xs(:), ys(:), varargin{:});
  set (h, 'Note', sprintf ('a net of %d triangles', n));
end

function varargout = spy (S, varargin)
  [i, j] = find (S);
  h = plot (j, i, '.');
  axis ij
  axis ([0, columns(S) + 1, 0, rows(S) + 1]);
  xlabel (sprintf ('nz = %d', nnz (S)));
end

function varargout = gplot (A, xy, varargin)
  [j, i] = find (A.');
  n = numel (i);
  x = [xy(i,1), xy(j,1), NaN(n, 1)].'; y = [xy(i,2), xy(j,2), NaN(n, 1)].';
  x = x(:); y = y(:);
  if nargout == 0, plot (x, y, varargin{:}); else varargout = {x, y}; end
end

function h = pareto (y, names, varargin)
  [values, order] = sort (y(:), 'descend');
  share = cumsum (values) / sum (values);
  shown = 1:min (10, find (share >= 0.95, 1));
  a = bar (shown, values(shown));
  hold on
  b = plot (shown, cumsum (values(shown)));
  hold off
  h = [a; b];
  if nargin > 1 && iscell (names), set (gca, 'XTickLabel', names(order(shown))); end
end

function h = fplot3 (x, y, z, limits, varargin)
  if nargin < 4 || ~isnumeric (limits), limits = [-5 5]; end
  t = linspace (limits(1), limits(2), 201);
  h = plot3 (arrayfun (x, t), arrayfun (y, t), arrayfun (z, t));
  set (h, 'Sampled', 'on');
end

function h = ezplot3 (x, y, z, limits)
  if nargin < 4, limits = [0, 2 * pi]; end
  if ischar (x), x = str2func (['@(t) ', vectorize(x)]); end
  if ischar (y), y = str2func (['@(t) ', vectorize(y)]); end
  if ischar (z), z = str2func (['@(t) ', vectorize(z)]); end
  h = fplot3 (x, y, z, limits);
  xlabel ('x'); ylabel ('y'); zlabel ('z'); grid on
end

function [x, y, z] = sombrero (n)
  if nargin < 1, n = 41; end
  [x, y] = meshgrid (linspace (-8, 8, n));
  r = sqrt (x .^ 2 + y .^ 2) + eps;
  z = sin (r) ./ r;
  if nargout == 0, surf (x, y, z); elseif nargout == 1, x = z; end
end

function fv = isosurface (varargin)
  why = 'the surface of one value in a volume is not followed here';
  fv = struct ('vertices', valueNotKnown (why), 'faces', valueNotKnown (why));
  if nargout == 0, patch (valueNotKnown (why), valueNotKnown (why), 'r'); end
end

function isonormals (varargin)
end

function h = streamline (varargin)
  why = 'stream lines are not followed here';
  h = plot (valueNotKnown (why), valueNotKnown (why));
end

function h = streamslice (varargin)
  why = 'stream lines are not followed here';
  h = plot (valueNotKnown (why), valueNotKnown (why));
end

function h = viscircles (centres, radii, varargin)
  t = linspace (0, 2 * pi, 181).';
  held = ishold ();
  hold on
  h = plot (centres(:,1).' + cos (t) * radii(:).', centres(:,2).' + sin (t) * radii(:).', 'r');
  if ~held, hold off, end
end

function h = lsline (varargin)
  why = 'lsline looks at what is drawn';
  h = plot (valueNotKnown (why), valueNotKnown (why));
end

function h = refline (m, b)
  if nargin < 2, b = 0; end
  if numel (m) == 2, b = m(2); m = m(1); end
  x = xlim ();
  h = line (x, m * x + b);
end

function [T, varargout] = delaunay (x, y)
  T = valueNotKnown ('a triangulation is not evaluated here');
end

function k = convhull (x, y)
  [unused, order] = sortrows ([x(:), y(:)]);
  lower = halfHull (x, y, order);
  upper = halfHull (x, y, order(end:-1:1));
  k = [lower(1:end-1); upper];
end

function k = halfHull (x, y, order)
  k = [];
  for i = order(:).'
    while numel (k) > 1 && (x(k(end)) - x(k(end-1))) * (y(i) - y(k(end-1))) <= (y(k(end)) - y(k(end-1))) * (x(i) - x(k(end-1)))
      k(end) = [];
    end
    k = [k; i];
  end
end

function varargout = plotmatrix (X, Y, varargin)
  if nargin < 2, Y = X; end
  m = columns (Y); n = columns (X);
  for i = 1:m
    for j = 1:n
      subplot (m, n, (i - 1) * n + j);
      if nargin < 2 && i == j, hist (X(:,j)); else plot (X(:,j), Y(:,i), '.'); end
    end
  end
end

function varargout = normplot (x)
  x = sort (x(:)); n = numel (x);
  p = ((1:n)' - 0.5) / n;
  plot (x, norminv (p), '+');
  title ('Normal Probability Plot'); xlabel ('Data'); ylabel ('Probability'); grid on
end

function varargout = qqplot (x, y)
  x = sort (x(:)); n = numel (x);
  if nargin < 2
    plot (norminv (((1:n)' - 0.5) / n), x, '+');
    xlabel ('Standard Normal Quantiles'); ylabel ('Quantiles of Input Sample');
    title ('QQ Plot of Sample Data versus Standard Normal');
  else
    plot (x, quantile (y(:), ((1:n)' - 0.5) / n), '+');
    xlabel ('X Quantiles'); ylabel ('Y Quantiles');
  end
end
`;
