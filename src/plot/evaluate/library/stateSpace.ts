/** Controllers and observers designed in the state space. */
export const stateSpaceSources = String.raw`
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
  [A, B, C, D, Ts] = systemMatrices (sys);
  if which ~= 'c', A = A'; B = C'; end
  if Ts == 0, W = lyap (A, B * B'); else W = dlyap (A, B * B'); end
end

function X = dlyap (A, Q)
  n = rows (A);
  X = reshape ((eye (n ^ 2) - kron (conj (A), A)) \ Q(:), n, n);
end

function [sys, g, T, Ti] = balreal (sys)
  [A, B, C, D, Ts] = systemMatrices (sys);
  R = chol (gram (sys, 'c'))';
  [U, S] = svd (R' * gram (sys, 'o') * R);
  g = sqrt (diag (S));
  Ti = R * U / diag (sqrt (g)); T = inv (Ti);
  sys = ss (T * A * Ti, T * B, C * Ti, D, Ts);
end

function g = hsvd (sys)
  g = sort (sqrt (abs (eig (gram (sys, 'c') * gram (sys, 'o')))), 'descend');
end

function sys = balred (sys, order)
  [A, B, C, D, Ts] = systemMatrices (balreal (sys));
  if order >= rows (A), return, end
  % What is left out keeps its gain for constant input.
  k = 1:order; m = order + 1:rows (A);
  rest = A(m,m) - (Ts ~= 0) * eye (numel (m));
  A12 = A(k,m) / rest; C2 = C(:,m) / rest;
  sys = ss (A(k,k) - A12 * A(m,k), B(k,:) - A12 * B(m,:), C(:,k) - C2 * A(m,k), D - C2 * B(m,:), Ts);
end

function sys = drss (n, p, m)
  if nargin < 2, p = 1; end
  if nargin < 3, m = 1; end
  why = 'the system is made at random';
  sys = ss (valueNotKnown (why, [n, n]), valueNotKnown (why, [n, m]), valueNotKnown (why, [p, n]), valueNotKnown (why, [p, m]), -1);
end

function sys = rss (varargin)
  sys = drss (varargin{:}); sys.Ts = 0;
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
    if nargin > 3, notHandled ('lqr with a cross term is not evaluated here'); end
    R = Q; Q = B;
    [A, B] = systemMatrices (A);
  elseif nargin > 4
    notHandled ('lqr with a cross term is not evaluated here');
  end
  [S, e, K] = care (A, B, Q, R);
end

function [L, P, E] = lqe (A, G, C, Q, R)
  [P, E, K] = care (A', C', G * Q * G', R);
  L = K';
end

function K = place (A, B, p)
  if columns (B) > 1, notHandled ('place with several inputs is not evaluated here'); end
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
`;
