/** Regression and discriminant analysis. */
export const regressionSources = `
function [b, bint, r, rint, stats] = regress (y, X, alpha)
  b = X  y;
  r = y - X * b;
  n = rows (X); p = columns (X);
  bint = valueNotKnown ('the intervals of regress are not evaluated here', [p, 2]);
  rint = valueNotKnown ('the intervals of regress are not evaluated here', [n, 2]);
  R2 = 1 - sum (r .^ 2) / sum ((y - mean (y)) .^ 2);
  s2 = sum (r .^ 2) / (n - p);
  F = (R2 / (p - 1)) / ((1 - R2) / (n - p));
  stats = [R2, F, NaN, s2];
end

function b = ridge (y, X, k, scaled)
  if nargin < 4, scaled = 1; end
  mu = mean (X); sigma = std (X);
  Z = (X - mu) ./ sigma;
  b = zeros (columns (X), numel (k));
  for j = 1:numel (k)
    b(:,j) = (Z.' * Z + k(j) * eye (columns (X)))  (Z.' * (y - mean (y)));
  end
  if ~scaled
    b = b ./ sigma.';
    b = [mean(y) - mu * b; b];
  end
end

function [b, stats] = robustfit (X, y, method, tune, withConstant)
  % Weights anew until they stay (Holland & Welsch, 1977), with MATLAB's leverage and scale.
  if nargin < 3 || isempty (method), method = 'bisquare'; end
  if nargin < 5, withConstant = 'on'; end
  [weigh, usual] = robustWeights (method);
  if nargin < 4 || isempty (tune), tune = usual; end
  if strcmp (withConstant, 'on'), X = [ones(rows (X), 1), X]; end
  y = y(:); p = columns (X);
  [~, R] = qr (X, 0);
  leverage = min (0.9999, sum ((X / R) .^ 2, 2));
  factor = 1 ./ sqrt (1 - leverage);
  least = max (1e-6 * std (y), realmin);
  b = X \\ y;
  for round_ = 1:50
    r = (y - X * b) .* factor;
    sorted = sort (abs (r));
    s = median (sorted(max (1, p):end)) / 0.6745;
    w = weigh (r / (max (s, least) * tune));
    before = b;
    b = (sqrt (w) .* X) \\ (sqrt (w) .* y);
    if all (abs (b - before) <= sqrt (eps) * max (abs (b), abs (before))), break, end
  end
  stats = struct ('resid', y - X * b, 'w', w, 'rstud', valueNotKnown ('it is not computed here', size (y)), 'robust_s', s, 'mad_s', s, 'dfe', rows (X) - p, 'h', leverage);
end

function [weigh, tune] = robustWeights (method)
  switch method
    case 'bisquare', weigh = @(r) (abs (r) < 1) .* (1 - r .^ 2) .^ 2; tune = 4.685;
    case 'huber', weigh = @(r) 1 ./ max (1, abs (r)); tune = 1.345;
    case 'cauchy', weigh = @(r) 1 ./ (1 + r .^ 2); tune = 2.385;
    case 'fair', weigh = @(r) 1 ./ (1 + abs (r)); tune = 1.4;
    case 'logistic', weigh = @(r) tanh (max (sqrt (eps), abs (r))) ./ max (sqrt (eps), abs (r)); tune = 1.205;
    case 'welsch', weigh = @(r) exp (-r .^ 2); tune = 2.985;
    case 'andrews', weigh = @(r) (abs (r) < pi) .* sin (max (sqrt (eps), abs (r))) ./ max (sqrt (eps), abs (r)); tune = 1.339;
    case 'talwar', weigh = @(r) double (abs (r) < 1); tune = 2.795;
    case 'ols', weigh = @(r) ones (size (r)); tune = 1;
    otherwise, notHandled (['the weights ', method, ' are not evaluated here']);
  end
end

function [class, err, posterior, logp, coeff] = classify (sample, training, group, type, prior)
  if isstruct (sample) || isa (sample, 'function_handle'), notHandled ('a network is not evaluated here'); end
  if nargin < 4, type = 'linear'; end
  isSeparate = any (strcmp (type, {'quadratic', 'diagquadratic', 'mahalanobis'}));
  if ischar (group), group = cellstr (group); end
  [names, ~, g] = unique (group);
  k = numel (names); d = columns (training); n = rows (training);
  means = zeros (k, d); covariance = cell (1, k); pooled = zeros (d); counts = zeros (1, k);
  for i = 1:k
    own = training(g == i,:);
    counts(i) = rows (own);
    means(i,:) = mean (own, 1);
    covariance{i} = cov (own);
    pooled = pooled + (counts(i) - 1) / (n - k) * covariance{i};
  end
  if nargin < 5 || isempty (prior), prior = ones (1, k) / k; end
  if ischar (prior), prior = counts / n; end
  scores = zeros (rows (sample), k); own = zeros (n, k);
  for i = 1:k
    S = pooled;
    if isSeparate, S = covariance{i}; end
    if strncmp (type, 'diag', 4), S = diag (diag (S)); end
    inverse{i} = inv (S);
    constant(i) = log (prior(i)) - log (det (S)) / 2;
    if strcmp (type, 'mahalanobis'), constant(i) = 0; end
    scores(:,i) = constant(i) - sum (((sample - means(i,:)) * inverse{i}) .* (sample - means(i,:)), 2) / 2;
    own(:,i) = constant(i) - sum (((training - means(i,:)) * inverse{i}) .* (training - means(i,:)), 2) / 2;
  end
  [best, at] = max (scores, [], 2);
  class = names(at); class = class(:);
  [~, found] = max (own, [], 2);
  err = 0;
  for i = 1:k, err = err + prior(i) * mean (found(g(:) == i) ~= i); end
  if strcmp (type, 'mahalanobis')
    posterior = valueNotKnown ('it has none', size (scores)); logp = posterior;
  else
    posterior = exp (scores - best);
    total = sum (posterior, 2);
    posterior = posterior ./ total;
    logp = best + log (total) - d * log (2 * pi) / 2;
  end
  if nargout < 5, return, end
  for i = 1:k
    for j = 1:k
      coeff(i,j).type = type; coeff(i,j).name1 = names(i); coeff(i,j).name2 = names(j);
      coeff(i,j).const = constant(i) - constant(j) - (means(i,:) * inverse{i} * means(i,:).' - means(j,:) * inverse{j} * means(j,:).') / 2;
      coeff(i,j).linear = inverse{i} * means(i,:).' - inverse{j} * means(j,:).';
      if isSeparate, coeff(i,j).quadratic = (inverse{j} - inverse{i}) / 2; end
    end
  end
end
`;
