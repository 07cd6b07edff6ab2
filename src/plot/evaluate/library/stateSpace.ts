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
`;
