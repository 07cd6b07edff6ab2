/** Filters: their design, their analysis and their windows. */
export const filterSources = String.raw`
function [h, w] = freqz (varargin)
  [h, w] = frequencyResponse (varargin{:});
  if nargout > 0, return, end
  hertz = nargin > 3 && isnumeric (varargin{4});
  if hertz, along = w; name = 'Frequency (Hz)'; else along = w / pi; name = 'Normalized Frequency (\times\pi rad/sample)'; end
  subplot (2, 1, 1); plot (along, 20 * log10 (abs (h)));
  xlabel (name); ylabel ('Magnitude (dB)'); grid on
  subplot (2, 1, 2); plot (along, unwrap (angle (h)) * 180 / pi);
  xlabel (name); ylabel ('Phase (degrees)'); grid on
end

function [p, w] = phasez (varargin)
  [h, w] = frequencyResponse (varargin{:});
  p = unwrap (angle (h));
end

function [g, w] = grpdelay (b, a, varargin)
  if nargin < 2, a = 1; end
  b = b(:).'; a = a(:).';
  c = conv (b, conj (a(end:-1:1)));
  [cr, w] = frequencyResponse (c .* (0:numel (c) - 1), 1, varargin{:});
  ch = frequencyResponse (c, 1, varargin{:});
  g = real (cr ./ ch) - (numel (a) - 1);
end

function [h, t] = impz (b, a, n, fs)
  if nargin < 2, a = 1; end
  if nargin < 3 || isempty (n)
    if numel (a) > 1, n = valueNotKnown ('impz chooses how many values it gives'); else n = numel (b); end
  end
  if nargin < 4, fs = 1; end
  h = filter (b, a, [1; zeros(n - 1, 1)]);
  t = (0:n - 1)' / fs;
  if nargout == 0, stem (t, h); end
end

function [s, t] = stepz (b, a, n)
  s = filter (b, a, ones (n, 1)); t = (0:n - 1)';
end

function varargout = zplane (z, p)
  if nargin < 2, p = []; end
  if rows (z) == 1 && rows (p) <= 1
    b = z; a = p;
    if isempty (a), a = 1; end
    n = max (numel (b), numel (a));
    z = roots ([b, zeros(1, n - numel (b))]); p = roots ([a, zeros(1, n - numel (a))]);
  end
  angles = linspace (0, 2 * pi, 100)';
  h = plot (cos (angles), sin (angles), 'b:'); set (h, 'Sampled', 'on'); hold on;
  if ~isempty (z), plot (real (z), imag (z), 'bo'); end
  if ~isempty (p), plot (real (p), imag (p), 'bx'); end
  hold off;
  xlabel ('Real Part'); ylabel ('Imaginary Part'); axis equal
end

function y = filtfilt (b, a, x)
  isRow = rows (x) == 1;
  if isRow, x = x(:); end
  n = max (numel (a), numel (b)); edge = 3 * (n - 1);
  b = [b(:); zeros(n - numel (b), 1)] / a(1); a = [a(:); zeros(n - numel (a), 1)] / a(1);
  companion = [-a(2:end), [eye(n - 2); zeros(1, n - 2)]];
  zi = (eye (n - 1) - companion) \ (b(2:end) - a(2:end) * b(1));
  y = zeros (size (x));
  for j = 1:columns (x)
    c = x(:,j);
    c = [2 * c(1) - c(edge+1:-1:2); c; 2 * c(end) - c(end-1:-1:end-edge)];
    c = filter (b, a, c, zi * c(1));
    c = c(end:-1:1);
    c = filter (b, a, c, zi * c(1));
    c = c(end:-1:1);
    y(:,j) = c(edge+1:end-edge);
  end
  if isRow, y = y.'; end
end

function z = filtic (b, a, y, x)
  if nargin < 4, x = 0; end
  n = max (numel (a), numel (b)) - 1;
  b = [b(:); zeros(n + 1 - numel (b), 1)] / a(1); a = [a(:); zeros(n + 1 - numel (a), 1)] / a(1);
  y = [y(:); zeros(n, 1)]; x = [x(:); zeros(n, 1)];
  z = zeros (n, 1);
  for k = 1:n
    z(k) = sum (b(k+1:end) .* x(1:n+1-k)) - sum (a(k+1:end) .* y(1:n+1-k));
  end
end

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

function varargout = transformedPrototype (z, p, k, w, kind, outputs, analog)
  if ~analog, w = 4 * tan (pi * w / 2) ; w = w / 2; end
  degree = numel (p) - numel (z);
  switch kind
    case 'low'
      z = z * w; p = p * w; k = k * w ^ degree;
    case 'high'
      k = real (k * prod (-z) / prod (-p));
      z = [w ./ z; zeros(degree, 1)]; p = w ./ p;
    case 'bandpass'
      centre = w(1) * w(2); width = w(2) - w(1);
      k = k * width ^ degree;
      z = z * width / 2; p = p * width / 2;
      z = [z + sqrt(z .^ 2 - centre); z - sqrt(z .^ 2 - centre); zeros(degree, 1)];
      p = [p + sqrt(p .^ 2 - centre); p - sqrt(p .^ 2 - centre)];
    otherwise
      centre = w(1) * w(2); width = w(2) - w(1);
      k = real (k * prod (-z) / prod (-p));
      z = width / 2 ./ z; p = width / 2 ./ p;
      z = [z + sqrt(z .^ 2 - centre); z - sqrt(z .^ 2 - centre); 1i * sqrt(centre) * ones(degree, 1); -1i * sqrt(centre) * ones(degree, 1)];
      p = [p + sqrt(p .^ 2 - centre); p - sqrt(p .^ 2 - centre)];
  end
  if ~analog, [z, p, k] = bilinearRoots (z, p, k, 1); end
  if outputs > 2
    varargout = {z, p, k};
  else
    b = real (k * poly (z)); a = real (poly (p));
    varargout = {[zeros(1, numel (a) - numel (b)), b], a};
  end
end

function [kind, analog] = filterWords (w, words)
  analog = any (strcmp (words, 's'));
  kind = 'low';
  if numel (w) == 2, kind = 'bandpass'; end
  if any (strcmp (words, 'high')), kind = 'high'; end
  if any (strcmp (words, 'stop')), kind = 'stop'; end
end

function varargout = cheby1 (n, ripple, w, varargin)
  [kind, analog] = filterWords (w, varargin);
  e = sqrt (10 ^ (ripple / 10) - 1); v = asinh (1 / e) / n;
  t = pi * (2 * (1:n)' - 1) / (2 * n);
  p = -sinh (v) * sin (t) + 1i * cosh (v) * cos (t);
  k = real (prod (-p));
  if mod (n, 2) == 0, k = k / sqrt (1 + e ^ 2); end
  [varargout{1:max(2, nargout)}] = transformedPrototype (zeros (0, 1), p, k, w, kind, nargout, analog);
end

function varargout = cheby2 (n, attenuation, w, varargin)
  [kind, analog] = filterWords (w, varargin);
  e = 1 / sqrt (10 ^ (attenuation / 10) - 1); v = asinh (1 / e) / n;
  t = pi * (2 * (1:n)' - 1) / (2 * n);
  p = 1 ./ (-sinh (v) * sin (t) + 1i * cosh (v) * cos (t));
  c = cos (t); c = c(abs (c) > 1e-12);
  z = 1i ./ c;
  k = real (prod (-p) / prod (-z));
  [varargout{1:max(2, nargout)}] = transformedPrototype (z, p, k, w, kind, nargout, analog);
end

function [n, wn] = buttord (wp, ws, rp, rs, domain)
  if numel (wp) > 1, valueNotKnown ('buttord of two edges is not evaluated here'); end
  if nargin > 4, tp = wp; ts = ws; else tp = tan (pi * wp / 2); ts = tan (pi * ws / 2); end
  if tp < ts, ratio = ts / tp; else ratio = tp / ts; end
  n = ceil (log10 ((10 ^ (rs / 10) - 1) / (10 ^ (rp / 10) - 1)) / (2 * log10 (ratio)));
  if tp < ts, wn = ts / (10 ^ (rs / 10) - 1) ^ (1 / (2 * n)); else wn = ts * (10 ^ (rs / 10) - 1) ^ (1 / (2 * n)); end
  if nargin < 5, wn = 2 / pi * atan (wn); end
end

function [n, wn] = cheb1ord (wp, ws, rp, rs, domain)
  if numel (wp) > 1, valueNotKnown ('cheb1ord of two edges is not evaluated here'); end
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

function y = medfilt1 (x, n)
  if nargin < 2, n = 3; end
  padded = [zeros(floor (n / 2), 1); x(:); zeros(floor (n / 2), 1)];
  y = zeros (size (x));
  for i = 1:numel (x), y(i) = median (padded(i:i+n-1)); end
end

function y = sgolayfilt (x, order, n)
  isRow = rows (x) == 1;
  x = x(:); half = (n - 1) / 2;
  V = (-half:half)' .^ (0:order);
  B = V * pinv (V);
  middle = conv (x, B(half+1,end:-1:1).', 'valid');
  y = [B(1:half,:) * x(1:n); middle; B(half+2:end,:) * x(end-n+1:end)];
  if isRow, y = y.'; end
end
`;
