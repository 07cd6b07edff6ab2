/** Linear systems and their conversions: structures with `num` and `den`, or with `A` to `D`, and the sample time `Ts` (0: continuous). */
export const systemSources = String.raw`
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
  if iscell (num) && numel (num) > 1, notHandled ('systems of several inputs or outputs are not evaluated here'); end
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
    if numel (sys.D) > 1, notHandled ('systems of several inputs or outputs are not evaluated here'); end
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
      notHandled ('this operation on systems is not evaluated here');
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
      notHandled (['c2d with the method ', method, ' is not evaluated here']);
  end
  if isTransfer
    [num, den] = ss2tf (A, B, C, D);
    sys = tf (num, den, Ts);
  else
    sys = ss (A, B, C, D, Ts);
  end
end
`;
