/** Statistics and clustering. */
export const statisticsSources = String.raw`
function [z, mu, sigma] = zscore (x, flag, dimension)
  if nargin < 2 || isempty (flag), flag = 0; end
  if nargin < 3, dimension = find (size (x) ~= 1, 1); end
  if isempty (dimension), dimension = 1; end
  mu = mean (x, dimension); sigma = std (x, flag, dimension);
  safe = sigma; safe(safe == 0) = 1;
  z = (x - mu) ./ safe;
end

function d = pdist (x, metric, varargin)
  if nargin < 2, metric = 'euclidean'; end
  n = rows (x);
  d = zeros (1, n * (n - 1) / 2);
  at = 0;
  for i = 1:n - 1
    k = n - i;
    d(at+1:at+k) = rowDistances (x(i+1:end,:), x(i,:), metric).';
    at = at + k;
  end
end

function d = pdist2 (x, y, metric)
  if nargin < 3, metric = 'euclidean'; end
  d = zeros (rows (x), rows (y));
  for j = 1:rows (y), d(:,j) = rowDistances (x, y(j,:), metric); end
end

function d = rowDistances (x, y, metric)
  switch lower (metric)
    case 'euclidean'
      d = sqrt (sum ((x - y) .^ 2, 2));
    case 'squaredeuclidean'
      d = sum ((x - y) .^ 2, 2);
    case 'cityblock'
      d = sum (abs (x - y), 2);
    case 'chebychev'
      d = max (abs (x - y), [], 2);
    case 'cosine'
      d = 1 - (x * y.') ./ (sqrt (sum (x .^ 2, 2)) * norm (y));
    otherwise
      d = valueNotKnown (['distances of the kind ', metric, ' are not evaluated here'], [rows(x), 1]);
  end
end

function s = squareform (d)
  if rows (d) == 1 || columns (d) == 1
    n = (1 + sqrt (1 + 8 * numel (d))) / 2;
    s = zeros (n);
    s(tril (true (n), -1)) = d;
    s = s + s.';
  else
    s = d(tril (true (rows (d)), -1)).';
  end
end

function Z = linkage (y, method, metric)
  if nargin < 2, method = 'single'; end
  if nargin < 3, metric = 'euclidean'; end
  if rows (y) > 1, y = pdist (y, metric); end
  n = (1 + sqrt (1 + 8 * numel (y))) / 2;
  Z = clusterTree (y, n, method);
end

function [idx, C, sumd, D] = kmeans (X, k, varargin)
  why = 'kmeans begins with points chosen at random';
  idx = valueNotKnown (why, [rows(X), 1]);
  C = valueNotKnown (why, [k, columns(X)]);
  sumd = valueNotKnown (why, [k, 1]);
  D = valueNotKnown (why, [rows(X), k]);
end

function [coeff, score, latent, t2, explained, mu] = pca (X, varargin)
  mu = mean (X);
  [U, S, coeff] = svd (X - mu, 0);
  s = diag (S);
  for j = 1:columns (coeff)
    [unused, at] = max (abs (coeff(:,j)));
    if coeff(at,j) < 0, coeff(:,j) = -coeff(:,j); end
  end
  score = (X - mu) * coeff;
  latent = s .^ 2 / (rows (X) - 1);
  explained = 100 * latent / sum (latent);
  t2 = sum ((score ./ sqrt (latent.')) .^ 2, 2);
end

function [coeff, score, latent] = princomp (X)
  [coeff, score, latent] = pca (X);
end

function [f, x] = ecdf (y, varargin)
  y = sort (y(~isnan (y)));
  [x, last] = unique (y(:), 'last');
  f = [0; last / numel(y)];
  x = [x(1); x];
  if nargout == 0
    stairs (x, f); xlabel ('x'); ylabel ('F(x)');
  end
end

function [h, stats] = cdfplot (y)
  [f, x] = ecdf (y);
  h = stairs (x, f);
  title ('Empirical CDF'); xlabel ('x'); ylabel ('F(x)'); grid on
  stats = struct ('min', min (y), 'max', max (y), 'mean', mean (y), 'median', median (y), 'std', std (y));
end

function h = histfit (x, bins)
  x = x(:);
  if nargin < 2, bins = ceil (sqrt (numel (x))); end
  [counts, centres] = hist (x, bins);
  bars = bar (centres, counts, 1);
  held = ishold ();
  hold on
  mu = mean (x); sigma = std (x);
  t = linspace (mu - 3 * sigma, mu + 3 * sigma, 100);
  curve = plot (t, numel (x) * (centres(2) - centres(1)) * normpdf (t, mu, sigma), 'r-');
  if ~held, hold off, end
  h = [bars; curve];
end

function [counts, edges, bin] = histcounts (x, varargin)
  x = x(:).'; x = x(isfinite (x));
  if numel (varargin) > 0 && isnumeric (varargin{1})
    if numel (varargin{1}) > 1
      edges = varargin{1};
    else
      edges = valueNotKnown ('histcounts rounds the edges of its bins', [1, varargin{1} + 1]);
    end
  else
    edges = valueNotKnown ('histcounts chooses its bins');
  end
  counts = histc (x, edges);
  counts(end-1) = counts(end-1) + counts(end);
  counts = counts(1:end-1);
  for i = 1:2:numel (varargin)
    if ischar (varargin{i}) && strcmpi (varargin{i}, 'Normalization')
      switch lower (varargin{i+1})
        case 'probability', counts = counts / numel (x);
        case 'pdf', counts = counts / numel (x) ./ diff (edges);
        case 'countdensity', counts = counts ./ diff (edges);
      end
    end
  end
  bin = discretize (x, edges);
end

function bin = discretize (x, edges)
  bin = NaN (size (x));
  for k = 1:numel (edges) - 1
    bin(x >= edges(k) & x < edges(k+1)) = k;
  end
  bin(x == edges(end)) = numel (edges) - 1;
end

function y = movingValues (x, k, f)
  if isscalar (k)
    before = floor (k / 2); after = floor ((k - 1) / 2);
  else
    before = k(1); after = k(2);
  end
  y = zeros (size (x)); n = numel (x);
  if rows (x) > 1 && columns (x) > 1
    for j = 1:columns (x), y(:,j) = movingValues (x(:,j), k, f); end
    return
  end
  for i = 1:n, y(i) = f (x(max (1, i - before):min (n, i + after))); end
end

function y = movmean (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @mean);
end

function y = movmedian (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @median);
end

function y = movsum (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @sum);
end

function y = movmax (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @max);
end

function y = movmin (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @min);
end

function y = movstd (x, k, varargin)
  if nargin > 2, notHandled ('this form of a moving window is not evaluated here'); end
  y = movingValues (x, k, @std);
end

function y = smooth (x, span, method)
  if nargin < 2, span = 5; end
  if nargin > 2 && ~strcmp (method, 'moving'), notHandled (['smoothing by ', method, ' is not evaluated here']); end
  span = span - 1 + mod (span, 2);
  x = x(:); n = numel (x); y = zeros (n, 1);
  for i = 1:n
    half = min ([(span - 1) / 2, i - 1, n - i]);
    y(i) = mean (x(i-half:i+half));
  end
end

function y = rescale (x, a, b)
  if nargin < 2, a = 0; b = 1; end
  low = min (x(:)); high = max (x(:));
  y = a + (x - low) / (high - low) * (b - a);
end

function [low, high] = bounds (x)
  low = min (x); high = max (x);
end

function n = vecnorm (x, p, dimension)
  if nargin < 2 || isempty (p), p = 2; end
  if nargin < 3, dimension = find (size (x) ~= 1, 1); end
  n = sum (abs (x) .^ p, dimension) .^ (1 / p);
end

function y = lognpdf (x, mu, sigma)
  if nargin < 2, mu = 0; end
  if nargin < 3, sigma = 1; end
  y = zeros (size (x)); at = x > 0;
  y(at) = exp (-(log (x(at)) - mu) .^ 2 / (2 * sigma ^ 2)) ./ (x(at) * sigma * sqrt (2 * pi));
end

function y = raylpdf (x, b)
  y = x / b ^ 2 .* exp (-x .^ 2 / (2 * b ^ 2)) .* (x >= 0);
end

function y = wblpdf (x, a, b)
  y = zeros (size (x)); at = x >= 0;
  y(at) = b / a * (x(at) / a) .^ (b - 1) .* exp (-(x(at) / a) .^ b);
end

function y = betapdf (x, a, b)
  y = x .^ (a - 1) .* (1 - x) .^ (b - 1) / beta (a, b) .* (x >= 0 & x <= 1);
end

function y = fpdf (x, a, b)
  y = zeros (size (x)); at = x > 0;
  y(at) = sqrt ((a * x(at)) .^ a * b ^ b ./ (a * x(at) + b) .^ (a + b)) ./ (x(at) * beta (a / 2, b / 2));
end

function [f, xi, bw] = ksdensity (x, xi, varargin)
  x = x(:);
  sigma = median (abs (x - median (x))) / 0.6745;
  bw = sigma * (4 / (3 * numel (x))) ^ (1 / 5);
  if nargin < 2, xi = linspace (min (x) - 3 * bw, max (x) + 3 * bw, 100); end
  f = mean (exp (-((xi(:).' - x) / bw) .^ 2 / 2), 1) / (bw * sqrt (2 * pi));
  if columns (xi) == 1, f = f.'; end
  if nargout == 0, plot (xi, f); end
end
`;
