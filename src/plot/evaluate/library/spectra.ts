/** Transforms, spectra, correlation and pulses. */
export const spectrumSources = `
function y = cconv (a, b, n)
  if nargin < 3, n = numel (a) + numel (b) - 1; end
  full = conv (a, b);
  full = [full(:); zeros(mod (-numel (full), n), 1)];
  y = sum (reshape (full, n, []), 2);
  if rows (a) == 1, y = y.'; end
end

function [c, lags] = xcov (x, varargin)
  if numel (varargin) > 0 && isnumeric (varargin{1}) && numel (varargin{1}) > 1
    varargin{1} = varargin{1} - mean (varargin{1});
  end
  [c, lags] = xcorr (x - mean (x), varargin{:});
end

function y = dct (x, n)
  isRow = rows (x) == 1;
  if isRow, x = x.'; end
  if nargin > 1, x = [x(1:min(n, end),:); zeros(n - rows (x), columns (x))]; end
  n = rows (x);
  k = (0:n - 1)';
  w = [sqrt(1 / n); sqrt(2 / n) * ones(n - 1, 1)];
  y = w .* (cos (pi * k * (2 * k.' + 1) / (2 * n)) * x);
  if isRow, y = y.'; end
end

function x = idct (y, n)
  isRow = rows (y) == 1;
  if isRow, y = y.'; end
  n = rows (y);
  k = (0:n - 1)';
  w = [sqrt(1 / n); sqrt(2 / n) * ones(n - 1, 1)];
  x = cos (pi * (2 * k + 1) * k.' / (2 * n)) * (w .* y);
  if isRow, x = x.'; end
end

function y = dct2 (x)
  y = dct (dct (x).').';
end

function x = idct2 (y)
  x = idct (idct (y).').';
end

function X = czt (x, m, w, a)
  n = numel (x);
  if nargin < 2, m = n; end
  if nargin < 3, w = exp (-2i * pi / m); end
  if nargin < 4, a = 1; end
  k = (0:m - 1)';
  X = (a .^ -(0:n - 1) .* w .^ (k * (0:n - 1))) * x(:);
  if rows (x) == 1, X = X.'; end
end

function y = pulstran (t, d, f, varargin)
  if isrow (d), d = d(:); end
  y = zeros (size (t));
  for i = 1:rows (d)
    gain = 1;
    if columns (d) > 1, gain = d(i,2); end
    y = y + gain * feval (f, t - d(i,1), varargin{:});
  end
end

function y = gauspuls (t, fc, bw)
  if nargin < 2, fc = 1e3; end
  if nargin < 3, bw = 0.5; end
  fv = -(bw * fc) ^ 2 / (8 * log (10 ^ (-6 / 20)));
  tv = 1 / (4 * pi ^ 2 * fv);
  y = exp (-t .^ 2 / (2 * tv)) .* cos (2 * pi * fc * t);
end

function y = diric (x, n)
  bottom = sin (x / 2);
  y = sin (n * x / 2) ./ (n * bottom);
  whole = abs (bottom) < 1e-12;
  y(whole) = (-1) .^ (round (x(whole) / (2 * pi)) * (n - 1));
end

function [p, w] = periodogram (x, win, nfft, fs)
  n = numel (x);
  if nargin < 2 || isempty (win), win = ones (n, 1); end
  if nargin < 3 || isempty (nfft), nfft = max (256, 2 ^ nextpow2 (n)); end
  hasRate = nargin > 3;
  if ~hasRate, fs = 2 * pi; end
  p = abs (fft (x(:) .* win(:), nfft)) .^ 2 / (fs * sum (win .^ 2));
  [p, w] = oneSided (p, nfft, fs);
  if nargout == 0, plot (w, 10 * log10 (p)); title ('Periodogram'); end
end

function [p, w] = oneSided (p, nfft, fs)
  half = floor (nfft / 2) + 1;
  p = p(1:half);
  if mod (nfft, 2) == 0, inner = 2:half - 1; else inner = 2:half; end
  p(inner) = 2 * p(inner);
  w = (0:half - 1)' * fs / nfft;
end

function [segments, win, starts, nfft, fs] = windowedSegments (x, win, overlap, nfft, fs, varargin)
  % The columns are the segments of x times the window, with the defaults of pwelch and spectrogram.
  x = x(:); n = numel (x);
  if nargin < 2 || isempty (win), win = hamming (floor (n / 4.5)); end
  if isscalar (win), win = hamming (win); end
  win = win(:); m = numel (win);
  if nargin < 3 || isempty (overlap), overlap = floor (m / 2); end
  if nargin < 4 || isempty (nfft), nfft = max (256, 2 ^ nextpow2 (m)); end
  if nargin < 5 || isempty (fs), fs = 2 * pi; end
  starts = 1:m - overlap:n - m + 1;
  segments = reshape (x((0:m - 1)' + starts), m, []) .* win;
end

function [p, w] = pwelch (x, varargin)
  [segments, win, starts, nfft, fs] = windowedSegments (x, varargin{:});
  p = sum (abs (fft (segments, nfft)) .^ 2, 2);
  [p, w] = oneSided (p / (numel (starts) * fs * sum (win .^ 2)), nfft, fs);
  if nargout == 0
    plot (w, 10 * log10 (p));
    title ('Welch Power Spectral Density Estimate'); grid on
  end
end

function [S, f, t] = spectrogram (x, varargin)
  [segments, win, starts, nfft, fs] = windowedSegments (x, varargin{:});
  S = fft (segments, nfft);
  S = S(1:floor (nfft / 2) + 1,:);
  f = (0:rows (S) - 1)' * fs / nfft;
  t = (starts - 1 + numel (win) / 2) / fs;
  if nargout == 0
    imagesc (t, f, 20 * log10 (abs (S))); axis xy
    xlabel ('Time'); ylabel ('Frequency');
  end
end

function y = interpft (x, n)
  m = numel (x);
  X = fft (x(:)); half = ceil (m / 2);
  Y = [X(1:half); zeros(n - m, 1); X(half+1:end)];
  if mod (m, 2) == 0
    Y(half+1+n-m) = X(half+1) / 2; Y(half+1) = X(half+1) / 2;
  end
  y = real (ifft (Y)) * n / m;
  if rows (x) == 1, y = y.'; end
end
`;
