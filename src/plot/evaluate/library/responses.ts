/** What linear systems answer in time and in frequency, and the diagrams of it. */
export const responseSources = `
function [t, given] = responseTimes (args, who)
  times = args(cellfun (@isnumeric, args));
  given = numel (times) > 0 && numel (times{1}) > 1;
  if given
    t = times{1}(:);
  else
    t = valueNotKnown ([who, ' chooses the times when it draws']);
  end
end

function [y, x] = simulate (A, B, C, D, Ts, u, t, x0, isLinear)
  n = rows (A); m = columns (B); k = numel (t);
  if Ts == 0
    dt = t(2) - t(1);
    E = expm ([A, B, zeros(n, m); zeros(m, n + m), eye(m) / dt; zeros(m, n + 2 * m)] * dt);
    Ad = E(1:n,1:n); B1 = E(1:n,n+1:n+m); B2 = E(1:n,n+m+1:end);
    if ~isLinear, B2 = zeros (n, m); end
  else
    Ad = A; B1 = B; B2 = zeros (n, m);
  end
  x = zeros (k, n);
  state = x0(:);
  for i = 1:k
    x(i,:) = state.';
    if i < k
      state = Ad * state + B1 * u(i,:).' + B2 * (u(i+1,:) - u(i,:)).';
    end
  end
  y = x * C.' + u * D.';
end

function drawResponse (t, y, sys, what)
  h = plot (t, y);
  title (what); xlabel ('Time (seconds)'); ylabel ('Amplitude');
  if isstruct (sys) && isfield (sys, 'num')
    set (h, 'Note', systemWords (sys));
  end
end

function words = systemWords (sys)
  p = pole (sys);
  if isstable (sys), words = sprintf ('a stable system of order %d', numel (p));
  else words = sprintf ('a system of order %d that is not stable', numel (p)); end
  if isstable (sys), words = [words, sprintf(', gain %.3g for constant input', dcgain (sys))]; end
end

function varargout = step (sys, varargin)
  [t, given] = responseTimes (varargin, 'step');
  if given
    [A, B, C, D, Ts] = systemMatrices (sys);
    [y, x] = simulate (A, B(:,1), C, D(:,1), Ts, ones (numel (t), 1), t, zeros (rows (A), 1), false);
  else
    y = t; x = t;
  end
  if nargout == 0, drawResponse (t, y, sys, 'Step Response'); else varargout = {y, t, x}; end
end

function varargout = impulse (sys, varargin)
  [t, given] = responseTimes (varargin, 'impulse');
  if given
    [A, B, C, D, Ts] = systemMatrices (sys);
    if Ts == 0
      [y, x] = simulate (A, B(:,1), C, 0 * D(:,1), 0, zeros (numel (t), 1), t, B(:,1), false);
    else
      u = [1 / Ts; zeros(numel (t) - 1, 1)];
      [y, x] = simulate (A, B(:,1), C, D(:,1), Ts, u, t, zeros (rows (A), 1), false);
    end
  else
    y = t; x = t;
  end
  if nargout == 0, drawResponse (t, y, sys, 'Impulse Response'); else varargout = {y, t, x}; end
end

function varargout = initial (sys, x0, varargin)
  [t, given] = responseTimes (varargin, 'initial');
  if given
    [A, B, C, D, Ts] = systemMatrices (sys);
    [y, x] = simulate (A, B, C, D, Ts, zeros (numel (t), columns (B)), t, x0, false);
  else
    y = t; x = t;
  end
  if nargout == 0, drawResponse (t, y, sys, 'Response to Initial Conditions'); else varargout = {y, t, x}; end
end

function varargout = lsim (sys, u, t, x0, method)
  [A, B, C, D, Ts] = systemMatrices (sys);
  if nargin < 4 || isempty (x0), x0 = zeros (rows (A), 1); end
  if nargin < 3 || isempty (t), t = (0:max (size (u)) - 1)' * abs (Ts); end
  if isvector (u), u = u(:); end
  if rows (u) ~= numel (t), u = u.'; end
  jumps = max (abs (diff (u))) > 0.75 * (max (u) - min (u));
  [y, x] = simulate (A, B, C, D, Ts, u, t, x0, ~any (jumps));
  t = t(:);
  if nargout == 0
    drawResponse (t, y, sys, 'Linear Simulation Results');
  else
    varargout = {y, t, x};
  end
end

function h = freqresp (sys, w)
  [num, den, Ts] = systemPolynomials (sys);
  if Ts == 0, at = 1i * w(:); else at = exp (1i * w(:) * Ts); end
  h = polyval (num, at) ./ polyval (den, at);
end

function varargout = bode (varargin)
  sys = varargin{1};
  given = varargin(cellfun (@isnumeric, varargin));
  given = given(cellfun (@numel, given) > 1);
  if isempty (given)
    w = valueNotKnown ('bode chooses the frequencies when it draws');
    mag = w; phase = w;
  else
    w = given{1}(:);
    h = freqresp (sys, w);
    mag = abs (h); phase = unwrap (angle (h)) * 180 / pi;
  end
  if nargout > 0
    varargout = {reshape(mag, 1, 1, numel (mag)), reshape(phase, 1, 1, numel (phase)), w};
    return
  end
  subplot (2, 1, 1); a = semilogx (w, 20 * log10 (mag));
  title ('Bode Diagram'); ylabel ('Magnitude (dB)');
  subplot (2, 1, 2); b = semilogx (w, phase);
  xlabel ('Frequency (rad/s)'); ylabel ('Phase (deg)');
  if isfield (sys, 'num'), set (a, 'Note', systemWords (sys)); end
end

function bodemag (sys, w)
  if nargin < 2, w = valueNotKnown ('bodemag chooses the frequencies when it draws'); end
  if nargin < 2, mag = w; else mag = abs (freqresp (sys, w)); end
  semilogx (w, 20 * log10 (mag));
  title ('Bode Diagram'); xlabel ('Frequency (rad/s)'); ylabel ('Magnitude (dB)');
end

function varargout = nyquist (sys, w)
  if nargin < 2
    w = valueNotKnown ('nyquist chooses the frequencies when it draws');
    re = w; im = w;
  else
    h = freqresp (sys, w);
    re = real (h); im = imag (h);
  end
  if nargout > 0, varargout = {re, im, w}; return, end
  plot (re, im); hold on; plot (re, -im); plot (-1, 0, 'r+'); hold off;
  title ('Nyquist Diagram'); xlabel ('Real Axis'); ylabel ('Imaginary Axis');
end

function varargout = pzmap (sys)
  p = pole (sys); z = zero (sys);
  if nargout > 0, varargout = {p, z}; return, end
  plot (real (p), imag (p), 'x'); hold on;
  if ~isempty (z), plot (real (z), imag (z), 'o'); end
  hold off;
  title ('Pole-Zero Map'); xlabel ('Real Axis'); ylabel ('Imaginary Axis');
end

function pzplot (sys)
  pzmap (sys);
end

function varargout = rlocus (sys, k)
  if nargin < 2
    r = valueNotKnown ('rlocus chooses the gains when it draws');
    k = r;
  else
    [num, den] = systemPolynomials (sys);
    r = zeros (numel (den) - 1, numel (k));
    for i = 1:numel (k), r(:,i) = roots (polynomialSum (den, k(i) * num)); end
  end
  if nargout > 0, varargout = {r, k}; return, end
  plot (real (r.'), imag (r.'));
  title ('Root Locus'); xlabel ('Real Axis'); ylabel ('Imaginary Axis');
end

function varargout = margin (sys, varargin)
  w = logspace (-4, 6, 20001)';
  h = freqresp (sys, w);
  mag = abs (h); phase = unwrap (angle (h)) * 180 / pi;
  phase = phase - 360 * round (phase(1) / 360);
  Gm = Inf; Wcg = NaN; Pm = Inf; Wcp = NaN;
  at = find (diff (sign (phase + 180)), 1);
  if ~isempty (at)
    Wcg = 10 ^ interp1 (phase(at:at+1), log10 (w(at:at+1)), -180);
    Gm = 1 / abs (freqresp (sys, Wcg));
  end
  at = find (diff (sign (mag - 1)), 1);
  if ~isempty (at)
    Wcp = 10 ^ interp1 (log (mag(at:at+1)), log10 (w(at:at+1)), 0);
    Pm = 180 + interp1 (w(at:at+1), phase(at:at+1), Wcp);
  end
  if nargout > 0, varargout = {Gm, Pm, Wcg, Wcp}; return, end
  bode (sys);
end

function sgrid (varargin)
end

function zgrid (varargin)
end
`;
