/** Matrices of linear algebra, and rotations. */
export const matrixSources = `
function H = hadamard (n)
  H = 1;
  while rows (H) < n, H = [H, H; H, -H]; end
end

function W = wilkinson (n)
  W = diag (abs (-(n - 1) / 2:(n - 1) / 2)) + diag (ones (n - 1, 1), 1) + diag (ones (n - 1, 1), -1);
end

function R = rosser ()
  R = [611, 196, -192, 407, -8, -52, -49, 29; 196, 899, 113, -192, -71, -43, -8, -44; ...
    -192, 113, 899, 196, 61, 49, 8, 52; 407, -192, 196, 611, 8, 44, 59, -23; ...
    -8, -71, 61, 8, 411, -599, 208, 208; -52, -43, 49, 44, -599, 411, 208, 208; ...
    -49, -8, 8, 59, 208, 208, 99, -911; 29, -44, 52, -23, 208, 208, -911, 99];
end

function H = invhilb (n)
  H = round (inv (hilb (n)));
end

function R = rotx (a)
  c = cosd (a); s = sind (a);
  R = [1 0 0; 0 c -s; 0 s c];
end

function R = roty (a)
  c = cosd (a); s = sind (a);
  R = [c 0 s; 0 1 0; -s 0 c];
end

function R = rotz (a)
  c = cosd (a); s = sind (a);
  R = [c -s 0; s c 0; 0 0 1];
end

function [AA, BB, Q, Z] = qz (A, B, varargin)
  AA = valueNotKnown ('the generalised Schur form is not evaluated here', size (A));
  BB = AA; Q = AA; Z = AA;
end

function [U, T] = schur (A, varargin)
  U = valueNotKnown ('the Schur form is not evaluated here', size (A));
  T = U;
  if nargout < 2, U = T; end
end

function y = asec (x)
  y = acos (1 ./ x);
end

function y = acsc (x)
  y = asin (1 ./ x);
end

function y = secd (x)
  y = 1 ./ cosd (x);
end

function at = strmatch (s, texts, exact)
  if ischar (texts), texts = cellstr (texts); end
  if nargin > 2, found = strcmp (texts, s); else found = strncmp (texts, s, numel (s)); end
  at = find (found(:));
end

function [x, fval, flag, output] = fminunc (f, x0, options)
  [x, fval] = fminsearch (f, x0);
  flag = 1;
  output = struct ('iterations', valueNotKnown ('the iterations are not those of MATLAB'));
end

function pp = mkpp (breaks, coefs)
  pp = struct ('form', 'pp', 'breaks', breaks(:).', 'coefs', reshape (coefs, numel (breaks) - 1, []), 'pieces', numel (breaks) - 1, 'order', numel (coefs) / (numel (breaks) - 1), 'dim', 1);
end

function [breaks, coefs, pieces, order, dim] = unmkpp (pp)
  breaks = pp.breaks; coefs = pp.coefs; pieces = pp.pieces; order = pp.order; dim = pp.dim;
end
`;
