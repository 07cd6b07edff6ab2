/** Linear systems: structures with `num` and `den`, or with `A` to `D`, and the sample time `Ts` (0: continuous). */
export const controlSources = String.raw`
function sys = tf (varargin)
  % Its operators are in systemOperation.
  Ts = 0;
  first = varargin{1};
  if nargin == 1 && isstruct (first)
    [num, den, Ts] = systemPolynomials (first);
  elseif ischar (first) || isstring (first)
    if nargin > 1, Ts = varargin{2}; end
    num = [1 0]; den = 1;
  else
    num = first; den = 1;
    if nargin > 1 && isnumeric (varargin{2}), den = varargin{2}; end
    if nargin > 2 && isnumeric (varargin{3}), Ts = varargin{3}; end
  end
  if iscell (num) && numel (num) > 1, valueNotKnown ('systems of several inputs or outputs are not evaluated here'); end
  if iscell (num), num = num{1}; end
  if iscell (den), den = den{1}; end
  num = [zeros(1, numel (den) - numel (num)), num(:).'];
  sys = struct ('num', {{num}}, 'den', {{den(:).'}}, 'Ts', Ts);
end

function sys = zpk (z, p, k, Ts)
  % Its operators are in systemOperation.
  if nargin < 4, Ts = 0; end
  sys = tf (k * real (poly (z)), real (poly (p)), Ts);
end

function sys = ss (A, B, C, D, Ts)
  % Its operators are in systemOperation.
  if nargin == 1
    [A, B, C, D, Ts] = systemMatrices (A);
  elseif nargin < 5
    Ts = 0;
  end
  if isscalar (D) && D == 0, D = zeros (rows (C), columns (B)); end
  sys = struct ('A', A, 'B', B, 'C', C, 'D', D, 'Ts', Ts);
end

function sys = filt (num, den, Ts)
  if nargin < 3, Ts = -1; end
  n = max (numel (num), numel (den));
  sys = tf ([num(:).', zeros(1, n - numel (num))], [den(:).', zeros(1, n - numel (den))], Ts);
end

function [num, den, Ts] = systemPolynomials (sys)
  Ts = 0;
  if ~isstruct (sys)
    num = sys; den = 1;
  elseif isfield (sys, 'num')
    num = sys.num{1}; den = sys.den{1}; Ts = sys.Ts;
  else
    if numel (sys.D) > 1, valueNotKnown ('systems of several inputs or outputs are not evaluated here'); end
    [num, den] = ss2tf (sys.A, sys.B, sys.C, sys.D);
    Ts = sys.Ts;
  end
end

function [A, B, C, D, Ts] = systemMatrices (sys)
  Ts = 0;
  if ~isstruct (sys)
    A = []; B = zeros (0, columns (sys)); C = zeros (rows (sys), 0); D = sys;
  elseif isfield (sys, 'A')
    A = sys.A; B = sys.B; C = sys.C; D = sys.D; Ts = sys.Ts;
  else
    [A, B, C, D] = tf2ss (sys.num{1}, sys.den{1});
    Ts = sys.Ts;
  end
end

function sys = systemOperation (operator, a, b)
  [p, q, Ta] = systemPolynomials (a);
  [u, v, Tb] = systemPolynomials (b);
  switch operator
    case {'*', '.*'}
      num = conv (p, u); den = conv (q, v);
    case {'/', './'}
      num = conv (p, v); den = conv (q, u);
    case '+'
      num = polynomialSum (conv (p, v), conv (u, q)); den = conv (q, v);
    case '-'
      num = polynomialSum (conv (p, v), -conv (u, q)); den = conv (q, v);
    case {'^', '.^'}
      num = 1; den = 1;
      for k = 1:abs (u), num = conv (num, p); den = conv (den, q); end
      if u < 0, held = num; num = den; den = held; end
    otherwise
      valueNotKnown ('this operation on systems is not evaluated here');
  end
  sys = tf (num, den, max (Ta, Tb));
end

function s = polynomialSum (a, b)
  n = max (numel (a), numel (b));
  s = [zeros(1, n - numel (a)), a] + [zeros(1, n - numel (b)), b];
end

function [num, den] = ss2tf (A, B, C, D, k)
  if nargin == 1, [A, B, C, D] = systemMatrices (A); end
  if nargin < 5, k = 1; end
  den = poly (A);
  num = zeros (rows (C), numel (den));
  for i = 1:rows (C)
    num(i,:) = real (poly (A - B(:,k) * C(i,:)) + (D(i,k) - 1) * den);
  end
end

function [A, B, C, D] = tf2ss (num, den)
  if isstruct (num), [num, den] = systemPolynomials (num); end
  num = num(find (num, 1):end); den = den(find (den, 1):end);
  if isempty (num), num = 0; end
  n = numel (den) - 1;
  num = [zeros(1, n + 1 - numel (num)), num] / den(1);
  den = den / den(1);
  D = num(1);
  if n == 0
    A = []; B = zeros (0, 1); C = zeros (1, 0);
  else
    A = [-den(2:end); eye(n - 1, n)];
    B = [1; zeros(n - 1, 1)];
    C = num(2:end) - D * den(2:end);
  end
end

function [z, p, k] = tf2zp (num, den)
  num = num(find (num, 1):end);
  z = roots (num); p = roots (den); k = num(1) / den(find (den, 1));
end

function [num, den] = zp2tf (z, p, k)
  num = k * real (poly (z(:))); den = real (poly (p(:)));
  num = [zeros(1, numel (den) - numel (num)), num];
end

function [A, B, C, D] = zp2ss (z, p, k)
  [num, den] = zp2tf (z, p, k);
  [A, B, C, D] = tf2ss (num, den);
end

function [z, p, k] = ss2zp (A, B, C, D)
  [num, den] = ss2tf (A, B, C, D);
  num(abs (num) < 1e-10 * max (abs (num))) = 0;
  [z, p, k] = tf2zp (num, den);
end

function [z, p, k] = zpkdata (sys, flag)
  [num, den] = systemPolynomials (sys);
  [z, p, k] = tf2zp (num, den);
end

function [num, den, Ts] = tfdata (sys, flag)
  [num, den, Ts] = systemPolynomials (sys);
  if nargin < 2, num = {num}; den = {den}; end
end

function [A, B, C, D, Ts] = ssdata (sys)
  [A, B, C, D, Ts] = systemMatrices (sys);
end

function p = pole (sys)
  if isfield (sys, 'A')
    p = eig (sys.A);
  else
    p = roots (sys.den{1});
  end
end

function z = zero (sys)
  [num, den] = systemPolynomials (sys);
  z = roots (num(find (num, 1):end));
end

function z = tzero (sys)
  z = zero (sys);
end

function r = isstable (sys)
  p = pole (sys);
  if sys.Ts == 0, r = all (real (p) < 0); else r = all (abs (p) < 1); end
end

function k = dcgain (sys)
  [num, den, Ts] = systemPolynomials (sys);
  at = double (Ts ~= 0);
  k = polyval (num, at) / polyval (den, at);
end

function [wn, zeta, p] = damp (sys)
  p = pole (sys);
  wn = abs (p); zeta = -real (p) ./ wn;
  [wn, order] = sort (wn); zeta = zeta(order); p = p(order);
end

function sys = series (a, b)
  sys = systemOperation ('*', a, b);
end

function sys = parallel (a, b)
  sys = systemOperation ('+', a, b);
end

function sys = feedback (a, b, sign)
  if nargin < 2, b = 1; end
  if nargin < 3, sign = -1; end
  [p, q, Ta] = systemPolynomials (a);
  [u, v, Tb] = systemPolynomials (b);
  sys = tf (conv (p, v), polynomialSum (conv (q, v), -sign * conv (p, u)), max (Ta, Tb));
end

function sys = minreal (sys, tolerance)
  if nargin < 2, tolerance = sqrt (eps); end
  [num, den, Ts] = systemPolynomials (sys);
  z = roots (num); p = roots (den);
  k = num(find (num, 1)) / den(find (den, 1));
  for i = numel (z):-1:1
    [distance, at] = min (abs (p - z(i)));
    if ~isempty (p) && distance <= tolerance * max (1, abs (z(i)))
      z(i) = []; p(at) = [];
    end
  end
  sys = tf (k * real (poly (z)), real (poly (p)), Ts);
end

function sys = c2d (sys, Ts, method)
  if nargin < 3, method = 'zoh'; end
  isTransfer = isfield (sys, 'num');
  [A, B, C, D] = systemMatrices (sys);
  n = rows (A); m = columns (B);
  switch lower (method)
    case 'zoh'
      E = expm ([A, B; zeros(m, n + m)] * Ts);
      A = E(1:n,1:n); B = E(1:n,n+1:end);
    case {'tustin', 'bilinear'}
      left = eye (n) - A * Ts / 2;
      D = D + C * (left \ B) * Ts / 2;
      C = C / left;
      A = left \ (eye (n) + A * Ts / 2);
      B = left \ B * Ts;
    otherwise
      valueNotKnown (['c2d with the method ', method, ' is not evaluated here']);
  end
  if isTransfer
    [num, den] = ss2tf (A, B, C, D);
    sys = tf (num, den, Ts);
  else
    sys = ss (A, B, C, D, Ts);
  end
end

function C = ctrb (A, B)
  if isstruct (A), [A, B] = systemMatrices (A); end
  C = B; part = B;
  for k = 2:rows (A), part = A * part; C = [C, part]; end
end

function O = obsv (A, C)
  if isstruct (A), [A, B, C] = systemMatrices (A); end
  O = ctrb (A', C')';
end

function W = gram (sys, which)
  [A, B, C] = systemMatrices (sys);
  if which == 'c', W = lyap (A, B * B'); else W = lyap (A', C' * C); end
end

function X = lyap (A, Q)
  n = rows (A);
  x = (kron (eye (n), A) + kron (A, eye (n))) \ -Q(:);
  X = reshape (x, n, n);
end

function [X, L, G] = care (A, B, Q, R)
  if nargin < 4, R = eye (columns (B)); end
  n = rows (A);
  [V, L] = eig ([A, -B * (R \ B'); -Q, -A']);
  stable = real (diag (L)) < 0;
  V = V(:,stable);
  X = real (V(n+1:end,:) / V(1:n,:));
  X = (X + X') / 2;
  G = R \ (B' * X);
  L = eig (A - B * G);
end

function [K, S, e] = lqr (A, B, Q, R, N)
  if isstruct (A)
    if nargin > 3, valueNotKnown ('lqr with a cross term is not evaluated here'); end
    R = Q; Q = B;
    [A, B] = systemMatrices (A);
  elseif nargin > 4
    valueNotKnown ('lqr with a cross term is not evaluated here');
  end
  [S, e, K] = care (A, B, Q, R);
end

function [L, P, E] = lqe (A, G, C, Q, R)
  [P, E, K] = care (A', C', G * Q * G', R);
  L = K';
end

function K = place (A, B, p)
  if columns (B) > 1, valueNotKnown ('place with several inputs is not evaluated here'); end
  K = acker (A, B, p);
end

function K = acker (A, B, p)
  n = rows (A);
  K = [zeros(1, n - 1), 1] / ctrb (A, B) * real (polyvalm (poly (p(:)), A));
end

function Y = polyvalm (p, X)
  Y = zeros (size (X));
  for k = 1:numel (p), Y = Y * X + p(k) * eye (rows (X)); end
end

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
