/** Filters designed, and windows. */
export const filterDesignSources = String.raw`
function [zd, pd, kd] = bilinear (z, p, k, fs, varargin)
  if nargin == 3 || (nargin == 4 && rows (z) == 1 && rows (p) == 1 && nargout < 3)
    warped = nargin == 4;
    rate = k;
    if warped, rate = 2 * pi * fs / tan (pi * fs / k) / 2; end
    [zs, ps, ks] = tf2zp (z, p);
    [zz, pp, kk] = bilinearRoots (zs, ps, ks, rate);
    [zd, pd] = zp2tf (zz, pp, kk);
    kd = [];
  else
    [zd, pd, kd] = bilinearRoots (z(:), p(:), k, fs);
  end
end

function [zd, pd, kd] = bilinearRoots (z, p, k, fs)
  c = 2 * fs;
  zd = [(c + z) ./ (c - z); -ones(numel (p) - numel (z), 1)];
  pd = (c + p) ./ (c - p);
  kd = real (k * prod (c - z) / prod (c - p));
end

function [b, a] = impinvar (b, a, fs, tolerance)
  if nargin < 3, fs = 1; end
  [r, p] = residue (b, a);
  p = exp (p / fs); r = r / fs;
  a = real (poly (p));
  b = zeros (1, numel (p));
  for i = 1:numel (p), b = b + r(i) * poly (p([1:i-1, i+1:end])); end
  b = real (b);
end

function [b, a] = lp2lp (b, a, w)
  n = max (numel (a), numel (b));
  b = [zeros(1, n - numel (b)), b(:).']; a = [zeros(1, n - numel (a)), a(:).'];
  powers = w .^ (n - 1:-1:0);
  b = b ./ powers; a = a ./ powers;
  b = b / a(1); a = a / a(1);
end

function [b, a] = lp2hp (b, a, w)
  n = max (numel (a), numel (b));
  b = [zeros(1, n - numel (b)), b(:).']; a = [zeros(1, n - numel (a)), a(:).'];
  powers = w .^ (n - 1:-1:0);
  b = b(end:-1:1) .* powers(end:-1:1); a = a(end:-1:1) .* powers(end:-1:1);
  b = b / a(1); a = a / a(1);
end

function [b, a] = lp2bp (b, a, w, width)
  [b, a] = substituted (b, a, [1 0 w^2], [width 0]);
end

function [b, a] = lp2bs (b, a, w, width)
  [b, a] = substituted (b, a, [width 0], [1 0 w^2]);
end

function [num, den] = substituted (b, a, p, q)
  n = max (numel (a), numel (b)) - 1;
  b = [zeros(1, n + 1 - numel (b)), b(:).']; a = [zeros(1, n + 1 - numel (a)), a(:).'];
  num = 0; den = 0;
  for k = 0:n
    term = 1;
    for i = 1:n - k, term = conv (term, p); end
    for i = 1:k, term = conv (term, q); end
    num = polynomialSum (num, b(k+1) * term); den = polynomialSum (den, a(k+1) * term);
  end
  num = num / den(1); den = den / den(1);
end

function [n, wn] = buttord (wp, ws, rp, rs, domain)
  if numel (wp) > 1, notHandled ('buttord of two edges is not evaluated here'); end
  if nargin > 4, tp = wp; ts = ws; else tp = tan (pi * wp / 2); ts = tan (pi * ws / 2); end
  if tp < ts, ratio = ts / tp; else ratio = tp / ts; end
  n = ceil (log10 ((10 ^ (rs / 10) - 1) / (10 ^ (rp / 10) - 1)) / (2 * log10 (ratio)));
  if tp < ts, wn = ts / (10 ^ (rs / 10) - 1) ^ (1 / (2 * n)); else wn = ts * (10 ^ (rs / 10) - 1) ^ (1 / (2 * n)); end
  if nargin < 5, wn = 2 / pi * atan (wn); end
end

function [n, wn] = cheb1ord (wp, ws, rp, rs, domain)
  if numel (wp) > 1, notHandled ('cheb1ord of two edges is not evaluated here'); end
  if nargin > 4, tp = wp; ts = ws; else tp = tan (pi * wp / 2); ts = tan (pi * ws / 2); end
  if tp < ts, ratio = ts / tp; else ratio = tp / ts; end
  n = ceil (acosh (sqrt ((10 ^ (rs / 10) - 1) / (10 ^ (rp / 10) - 1))) / acosh (ratio));
  wn = wp;
end

function b = fir1 (n, w, varargin)
  kind = 'low'; win = [];
  for i = 1:numel (varargin)
    if ischar (varargin{i})
      if ~any (strcmp (varargin{i}, {'scale', 'noscale'})), kind = varargin{i}; end
    else
      win = varargin{i}(:);
    end
  end
  if isempty (win), win = hamming (n + 1); end
  m = (0:n)' - n / 2;
  low = @(w) w * sinc (w * m);
  delta = sinc (m);
  if numel (w) == 2
    b = low (w(2)) - low (w(1)); centre = mean (w) * pi;
    if strcmp (kind, 'stop'), b = delta - b; centre = 0; end
  else
    b = low (w); centre = 0;
    if strcmp (kind, 'high'), b = delta - b; centre = pi; end
  end
  b = b .* win;
  b = (b / abs (sum (b .* exp (-1i * centre * m)))).';
end

function w = kaiser (n, beta)
  if nargin < 2, beta = 0.5; end
  k = (0:n - 1)';
  w = besseli (0, beta * sqrt (1 - (2 * k / (n - 1) - 1) .^ 2)) / besseli (0, beta);
  w = real (w);
end

function w = tukeywin (n, r)
  if nargin < 2, r = 0.5; end
  t = linspace (0, 1, n)';
  w = ones (n, 1);
  left = t < r / 2; right = t >= 1 - r / 2;
  w(left) = (1 + cos (2 * pi / r * (t(left) - r / 2))) / 2;
  w(right) = (1 + cos (2 * pi / r * (t(right) - 1 + r / 2))) / 2;
end

function w = window (f, n, varargin)
  w = feval (f, n, varargin{:});
end

function [b, err] = firpm (n, f, a, varargin)
  % Parks-McClellan: exchange of extremes (Parks & McClellan, IEEE Trans. Circuit Theory, 1972).
  w = [];
  for i = 1:numel (varargin)
    if isnumeric (varargin{i}), w = varargin{i}(:).'; else notHandled ('only firpm for bands is evaluated here'); end
  end
  if isa (a, 'function_handle') || iscell (f), notHandled ('firpm of functions is not evaluated here'); end
  f = f(:).'; a = a(:).';
  if isempty (w), w = ones (1, numel (f) / 2); end
  isOdd = mod (n, 2) == 1;
  if isOdd && a(end) ~= 0 && f(end) == 1, n = n + 1; isOdd = false; end
  r = floor (n / 2) + 1;
  [at, wanted, weight] = bandGrid (f, a, w, 1 / (16 * r), isOdd);
  x = cos (pi * at);
  places = round (linspace (1, numel (at), r + 1));
  err = 0;
  for round_ = 1:40
    [err, value] = equalRipple (x(places), wanted(places), weight(places));
    error_ = weight .* (wanted - throughPoints (x, x(places), value));
    if max (abs (error_)) < 1e-12, break, end
    next = alternating (error_, r + 1);
    if isequal (next, places) || numel (next) < r + 1, break, end
    places = next;
  end
  k = 0:ceil ((n + 1) / 2) - 1;
  if ~isOdd, k = 0:n / 2; end
  A = throughPoints (cos (2 * pi * k / (n + 1)), x(places), value);
  if isOdd, A = A .* cos (pi * k / (n + 1)); end
  b = (A(1) + 2 * A(2:end) * cos (2 * pi * k(2:end).' * ((0:n) - n / 2) / (n + 1))) / (n + 1);
  err = abs (err);
end

function [at, wanted, weight] = bandGrid (f, a, w, step, isOdd)
  at = []; wanted = []; weight = [];
  for band = 1:numel (f) / 2
    from = f(2*band-1); to = f(2*band);
    if isOdd && to == 1, to = 1 - step; end
    part = [from:step:to - step / 2, to];
    at = [at, part];
    wanted = [wanted, a(2*band-1) + (a(2*band) - a(2*band-1)) * (part - from) / max(f(2*band) - from, eps)];
    weight = [weight, w(band) * ones(1, numel (part))];
  end
  if isOdd
    wanted = wanted ./ cos (pi * at / 2); weight = weight .* cos (pi * at / 2);
  end
end

function [ripple, value] = equalRipple (x, wanted, weight)
  signs = (-1) .^ (0:numel (x) - 1);
  b = barycentric (x);
  ripple = sum (b .* wanted) / sum (b .* signs ./ weight);
  value = wanted - ripple * signs ./ weight;
end

function b = barycentric (x)
  d = 2 * (x.' - x);
  d(1:numel (x) + 1:end) = 1;
  b = 1 ./ prod (d, 2).';
end

function y = throughPoints (at, x, value)
  % The last point follows from the others.
  x = x(1:end-1); value = value(1:end-1);
  b = barycentric (x);
  d = at.' - x;
  parts = b ./ d;
  y = ((parts * value.') ./ sum (parts, 2)).';
  [i, j] = find (abs (d) < 1e-14);
  y(i) = value(j);
end

function places = alternating (e, n)
  % The n extremes of the error that alternate in sign and are largest.
  m = numel (e);
  left = [true, abs(e(2:m)) >= abs(e(1:m-1)) | e(2:m) .* e(1:m-1) < 0];
  right = [abs(e(1:m-1)) > abs(e(2:m)) | e(2:m) .* e(1:m-1) < 0, true];
  candidates = find (left & right);
  places = candidates(1);
  for c = candidates(2:end)
    if e(c) * e(places(end)) < 0
      places(end+1) = c;
    elseif abs (e(c)) > abs (e(places(end)))
      places(end) = c;
    end
  end
  while numel (places) > n
    if numel (places) == n + 1
      if abs (e(places(1))) < abs (e(places(end))), places(1) = []; else places(end) = []; end
    else
      [~, k] = min (abs (e(places(1:end-1))) + abs (e(places(2:end))));
      places(k:k+1) = [];
    end
  end
end
`;
