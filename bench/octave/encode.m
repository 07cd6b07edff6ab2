% Writes a value as one line of JSON: class, size, and numbers with 17 digits as texts, so that Inf and NaN survive.
function s = encode (x)
  if (iscell (x))
    s = sprintf ('{"c":"cell","s":%s,"e":[%s]}', dims (x), strjoin (cellfun (@encode, x(:).', 'UniformOutput', false), ','));
  elseif (isstruct (x))
    n = fieldnames (x);
    f = cell (1, numel (n));
    for k = 1:numel (n)
      f{k} = sprintf ('"%s":%s', n{k}, encode ({x.(n{k})}));
    end
    s = sprintf ('{"c":"struct","s":%s,"f":{%s}}', dims (x), strjoin (f, ','));
  elseif (is_function_handle (x))
    s = '{"c":"function_handle","s":[1,1]}';
  else
    s = sprintf ('{"c":"%s","s":%s,"r":%s', class (x), dims (x), numbers (real (double (full (x)))));
    if (iscomplex (x))
      s = [s sprintf(',"i":%s', numbers (imag (double (full (x)))))];
    end
    s = [s '}'];
  end
end

function s = dims (x)
  s = ['[' strjoin(arrayfun (@(n) sprintf ('%d', n), size (x), 'UniformOutput', false), ',') ']'];
end

function s = numbers (x)
  if (isempty (x))
    s = '[]';
  else
    s = sprintf ('"%.17g",', x);
    s = ['[' s(1:end-1) ']'];
  end
end
