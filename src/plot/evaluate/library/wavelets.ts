/** Discrete wavelet transforms, extended symmetrically at the ends as MATLAB does unless told otherwise. */
export const waveletSources = `
function varargout = wfilters (name, kind)
  order = str2double (regexprep (name, '^(db|sym)', ''));
  if strcmp (name, 'haar'), order = 1; end
  isKnown = order >= 1 && order <= 10 && (order <= 3 || strncmp (name, 'db', 2));
  if ~isKnown, notHandled (['the wavelet ', name, ' is not evaluated here']); end
  % Daubechies: roots of the maximally flat half-band polynomial inside the unit circle.
  flat = arrayfun (@(k) nchoosek (order - 1 + k, k), order - 1:-1:0);
  y = roots (flat);
  z = 1 - 2 * y + sqrt ((1 - 2 * y) .^ 2 - 1);
  z(abs (z) > 1) = 1 ./ z(abs (z) > 1);
  lowR = real (poly ([-ones(order, 1); z(:)]));
  lowR = lowR / sum (lowR) * sqrt (2);
  highR = fliplr (lowR); highR(2:2:end) = -highR(2:2:end);
  all = {fliplr(lowR), fliplr(highR), lowR, highR};
  if nargin > 1
    switch kind
      case 'd', all = all([1 2]);
      case 'r', all = all([3 4]);
      case 'l', all = all([1 3]);
      case 'h', all = all([2 4]);
    end
  end
  varargout = all;
end

function [a, d] = dwt (x, varargin)
  [low, high] = analysisFilters (varargin);
  a = halved (x(:), low); d = halved (x(:), high);
  if rows (x) == 1, a = a.'; d = d.'; end
end

function [low, high] = analysisFilters (args)
  if ischar (args{1}), [low, high] = wfilters (args{1}, 'd'); else low = args{1}; high = args{2}; end
end

function [low, high] = synthesisFilters (args)
  if ischar (args{1}), [low, high] = wfilters (args{1}, 'r'); else low = args{1}; high = args{2}; end
end

function y = halved (X, f)
  % Filters the columns and keeps every second value.
  n = rows (X); m = numel (f);
  at = mod ((2 - m:n + m - 1) - 1, 2 * n);
  at(at >= n) = 2 * n - 1 - at(at >= n);
  z = conv2 (X(at+1,:), f(:), 'valid');
  y = z(2:2:end,:);
end

function y = doubled (X, f, n)
  % The middle n values of the columns with zeros between their values, filtered.
  z = zeros (2 * rows (X) - 1, columns (X));
  z(1:2:end,:) = X;
  z = conv2 (z, f(:));
  first = floor ((rows (z) - n) / 2);
  y = z(first+1:first+n,:);
end

function x = idwt (a, d, varargin)
  [low, high] = synthesisFilters (varargin);
  given = varargin(cellfun (@isnumeric, varargin));
  n = 2 * numel (a) - numel (low) + 2;
  if numel (given) > 0 && isscalar (given{end}), n = given{end}; end
  x = doubled (a(:), low, n) + doubled (d(:), high, n);
  if rows (a) == 1, x = x.'; end
end

function [c, l] = wavedec (x, n, varargin)
  isRow = rows (x) == 1;
  x = x(:); c = []; l = numel (x);
  for k = 1:n
    [x, d] = dwt (x, varargin{:});
    c = [d; c]; l = [numel(d), l];
  end
  c = [x; c]; l = [numel(x), l];
  if isRow, c = c.'; else l = l.'; end
end

function d = detcoef (c, l, k)
  if nargin < 3, k = numel (l) - 2; end
  i = numel (l) - k;
  first = sum (l(1:i-1));
  d = c(first+1:first+l(i));
end

function a = appcoef (c, l, varargin)
  level = numel (l) - 2; k = level;
  if isnumeric (varargin{end}) && isscalar (varargin{end}), k = varargin{end}; end
  a = c(1:l(1));
  for i = level:-1:k + 1
    a = idwt (a, detcoef (c, l, i), varargin{1:1 + isnumeric (varargin{1})}, l(numel (l) - i + 1));
  end
end

function x = waverec (c, l, varargin)
  x = appcoef (c, l, varargin{:}, 0);
end

function [A, H, V, D] = dwt2 (X, varargin)
  [low, high] = analysisFilters (varargin);
  X = double (X);
  across = halved (X.', low).';
  A = halved (across, low); H = halved (across, high);
  across = halved (X.', high).';
  V = halved (across, low); D = halved (across, high);
end

function X = idwt2 (A, H, V, D, varargin)
  [low, high] = synthesisFilters (varargin);
  n = 2 * size (D) - numel (low) + 2;
  if isnumeric (varargin{end}) && numel (varargin{end}) == 2, n = varargin{end}; end
  if isempty (A), A = zeros (size (D)); end
  X = doubled ((doubled (A, low, n(1)) + doubled (H, high, n(1))).', low, n(2)).';
  X = X + doubled ((doubled (V, low, n(1)) + doubled (D, high, n(1))).', high, n(2)).';
end

function [c, s] = wavedec2 (X, n, varargin)
  c = []; s = size (X);
  for k = 1:n
    [X, H, V, D] = dwt2 (X, varargin{:});
    c = [H(:).', V(:).', D(:).', c]; s = [size(X); s];
  end
  c = [X(:).', c]; s = [size(X); s];
end

function varargout = detcoef2 (which, c, s, k)
  i = rows (s) - k;
  n = prod (s(i,:));
  first = prod (s(1,:)) + 3 * sum (prod (s(2:i-1,:), 2));
  parts = cell (1, 3);
  for j = 1:3, parts{j} = reshape (c(first+(j-1)*n+1:first+j*n), s(i,:)); end
  switch lower (which(1))
    case 'a', varargout = parts;
    case 'c', varargout = {[parts{1}(:).', parts{2}(:).', parts{3}(:).']};
    otherwise, varargout = parts('hvd' == lower (which(1)));
  end
end

function A = appcoef2 (c, s, varargin)
  level = rows (s) - 2; k = level;
  if isnumeric (varargin{end}) && isscalar (varargin{end}), k = varargin{end}; end
  A = reshape (c(1:prod (s(1,:))), s(1,:));
  for i = level:-1:k + 1
    [H, V, D] = detcoef2 ('all', c, s, i);
    A = idwt2 (A, H, V, D, varargin{1:1 + isnumeric (varargin{1})}, s(rows (s) - i + 1,:));
  end
end

function X = waverec2 (c, s, varargin)
  X = appcoef2 (c, s, varargin{:}, 0);
end

function y = wcodemat (x, n, along, absolute)
  if nargin < 2, n = 16; end
  if nargin < 3, along = 'mat'; end
  if nargin < 4 || absolute, x = abs (x); end
  switch lower (along(1))
    case 'r', low = min (x, [], 2); high = max (x, [], 2);
    case 'c', low = min (x, [], 1); high = max (x, [], 1);
    otherwise, low = min (x(:)); high = max (x(:));
  end
  y = min (1 + fix (n * (x - low) ./ (high - low)), n);
end

function y = wthresh (x, kind, t)
  if strcmp (kind, 'h'), y = x .* (abs (x) > t); else y = sign (x) .* max (abs (x) - t, 0); end
end
`;
