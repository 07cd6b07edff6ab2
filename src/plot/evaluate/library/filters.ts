/** Filters applied and analysed. */
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
