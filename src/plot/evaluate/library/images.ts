/** Images as matrices. */
export const imageSources = `
function g = rgb2gray (x)
  if ndims (x) < 3
    g = 0.2989 * x(:,1) + 0.5870 * x(:,2) + 0.1140 * x(:,3);
    g = [g, g, g];
  else
    kind = class (x); x = double (x);
    g = 0.2989 * x(:,:,1) + 0.5870 * x(:,:,2) + 0.1140 * x(:,:,3);
    g = cast (g, kind);
  end
end

function g = im2gray (x)
  if ndims (x) == 3, g = rgb2gray (x); else g = x; end
end

function y = mat2gray (x, limits)
  x = double (x);
  if nargin < 2, limits = [min(x(:)), max(x(:))]; end
  y = min (max ((x - limits(1)) / (limits(2) - limits(1)), 0), 1);
end

function y = im2double (x)
  if isa (x, 'uint8'), y = double (x) / 255;
  elseif isa (x, 'uint16'), y = double (x) / 65535;
  else y = double (x); end
end

function y = im2uint8 (x)
  if isa (x, 'uint8'), y = x;
  elseif isa (x, 'uint16'), y = uint8 (double (x) / 257);
  else y = uint8 (round (double (x) * 255)); end
end

function y = im2bw (x, level)
  if nargin < 2, level = 0.5; end
  if ndims (x) == 3, x = rgb2gray (x); end
  y = im2double (x) > level;
end

function y = imresize (x, scale, method)
  if isscalar (scale)
    wanted = ceil (scale * [size(x, 1), size(x, 2)]);
  else
    wanted = scale;
    if isnan (wanted(1)), wanted(1) = ceil (wanted(2) * size (x, 1) / size (x, 2)); end
    if isnan (wanted(2)), wanted(2) = ceil (wanted(1) * size (x, 2) / size (x, 1)); end
  end
  if nargin > 2 && strcmp (method, 'nearest')
    i = round ((((1:wanted(1)) - 0.5) * size (x, 1) / wanted(1)) + 0.5);
    j = round ((((1:wanted(2)) - 0.5) * size (x, 2) / wanted(2)) + 0.5);
    y = x(min (max (i, 1), size (x, 1)), min (max (j, 1), size (x, 2)), :);
  else
    y = valueNotKnown ('the values of a resized image are interpolated', [wanted, size(x, 3)]);
  end
end

function y = imrotate (x, angle, method, extent)
  if mod (angle, 90) == 0
    y = rot90 (x, angle / 90);
  elseif nargin > 3 && strcmp (extent, 'crop')
    y = valueNotKnown ('the values of a turned image are interpolated', size (x));
  else
    [m, n] = deal (size (x, 1), size (x, 2));
    c = abs (cosd (angle)); s = abs (sind (angle));
    wanted = ceil ([m * c + n * s, n * c + m * s] - 1e-9);
    y = valueNotKnown ('the values of a turned image are interpolated', [wanted, size(x, 3)]);
  end
end

function h = fspecial (kind, a, b)
  switch lower (kind)
    case 'average'
      if nargin < 2, a = 3; end
      if isscalar (a), a = [a, a]; end
      h = ones (a) / prod (a);
    case 'gaussian'
      if nargin < 2, a = 3; end
      if nargin < 3, b = 0.5; end
      if isscalar (a), a = [a, a]; end
      [x, y] = meshgrid (-(a(2) - 1) / 2:(a(2) - 1) / 2, -(a(1) - 1) / 2:(a(1) - 1) / 2);
      h = exp (-(x .^ 2 + y .^ 2) / (2 * b ^ 2));
      h(h < eps * max (h(:))) = 0;
      h = h / sum (h(:));
    case 'laplacian'
      if nargin < 2, a = 0.2; end
      h = 4 / (a + 1) * [a / 4, (1 - a) / 4, a / 4; (1 - a) / 4, -1, (1 - a) / 4; a / 4, (1 - a) / 4, a / 4];
    case 'prewitt'
      h = [1 1 1; 0 0 0; -1 -1 -1];
    case 'sobel'
      h = [1 2 1; 0 0 0; -1 -2 -1];
    otherwise
      h = valueNotKnown (['the filter ', kind, ' is not evaluated here']);
  end
end

function y = filter2 (h, x, varargin)
  y = conv2 (x, rot90 (h, 2), varargin{:});
  if nargin < 3, y = conv2 (x, rot90 (h, 2), 'same'); end
end

function y = imfilter (x, h, varargin)
  words = varargin(cellfun (@ischar, varargin));
  if any (strcmp (words, 'conv')), h = rot90 (h, 2); end
  border = floor (size (h) / 2);
  method = 0;
  for i = 1:numel (words)
    if any (strcmp (words{i}, {'replicate', 'symmetric', 'circular'})), method = words{i}; end
  end
  kind = class (x);
  y = conv2 (padarray (double (x), border, method), rot90 (h, 2), 'valid');
  y = cast (y(1:rows (x), 1:columns (x)), kind);
end

function y = padarray (x, pad, value, direction)
  if nargin < 3, value = 0; end
  if nargin < 4, direction = 'both'; end
  if ischar (value) && any (strcmp (value, {'pre', 'post', 'both'})), direction = value; value = 0; end
  if isscalar (pad), pad = [pad, 0]; end
  before = pad; after = pad;
  if strcmp (direction, 'pre'), after = 0 * pad; elseif strcmp (direction, 'post'), before = 0 * pad; end
  [m, n] = size (x);
  i = 1 - before(1):m + after(1); j = 1 - before(2):n + after(2);
  if ischar (value)
    switch value
      case 'replicate'
        i = min (max (i, 1), m); j = min (max (j, 1), n);
      case 'circular'
        i = mod (i - 1, m) + 1; j = mod (j - 1, n) + 1;
      otherwise
        i = mod (i - 1, 2 * m) + 1; i(i > m) = 2 * m + 1 - i(i > m);
        j = mod (j - 1, 2 * n) + 1; j(j > n) = 2 * n + 1 - j(j > n);
    end
    y = x(i, j);
  else
    y = value * ones (numel (i), numel (j));
    y(before(1) + (1:m), before(2) + (1:n)) = x;
  end
end
`;
