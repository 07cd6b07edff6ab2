import { Draw } from "../../src/base/random.js";

const number = (d: Draw): string =>
  d.of([
    () => String(d.int(0, 9)),
    () => String(d.int(-9, 9)),
    () => (d.int(-400, 400) / 100).toFixed(2),
    () => (d.int(1, 99) / 10).toFixed(1),
  ])();

const list = (n: number, make: () => string): string => Array.from({ length: n }, make).join(", ");

function matrix(d: Draw, rows: number, columns: number): string {
  return `[${Array.from({ length: rows }, () => list(columns, () => number(d))).join("; ")}]`;
}

const vector = (d: Draw, n = d.int(2, 7)): string =>
  d.of([
    () => matrix(d, 1, n),
    () => matrix(d, n, 1),
    () => `(${d.int(-3, 3)}:${d.int(4, 9)})`,
    () => `linspace(${d.int(-2, 1)}, ${d.int(2, 5)}, ${n})`,
    () => `(${d.int(0, 2)}:0.${d.int(1, 9)}:${d.int(3, 5)})`,
  ])();

const row = (d: Draw, n = d.int(2, 7)): string => matrix(d, 1, n);

const array = (d: Draw): string =>
  d.of([
    () => number(d),
    () => vector(d),
    () => matrix(d, d.int(1, 4), d.int(1, 4)),
    () => `magic(${d.int(3, 6)})`,
    () => `reshape(1:${12}, ${d.of(["3, 4", "2, 6", "2, 3, 2", "4, 3"])})`,
    () => `${d.of(["ones", "zeros", "eye"])}(${d.int(1, 4)}, ${d.int(1, 4)})`,
  ])();

const complex = (d: Draw): string => `(${array(d)} + ${number(d)}i)`;
const text = (d: Draw): string =>
  `'${d.of(["abc", "Hello World", "x = 3", "a,b;c", "  pad  ", "MATLAB", "it''s", "q1w2e3", "one two  three"])}'`;

const elementwise =
  "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp expm1 log log1p log2 log10 sqrt abs sign floor ceil fix round real imag conj angle gamma erf erfc isnan isinf isfinite sec csc cot sech sind cosd tand factorial gammaln".split(
    " ",
  );
const reductions =
  "sum prod mean median max min any all cumsum cumprod std var mode range sumsq cummax cummin".split(" ");
const shapes =
  "size numel length ndims isempty isscalar isvector isrow iscolumn ismatrix issquare fliplr flipud transpose rot90 squeeze columns rows triu tril diag sort unique find isreal islogical class circshift1".split(
    " ",
  );
const binary = ["+", "-", ".*", "./", ".^", "==", "~=", "<", "<=", ">", ">=", "&", "|", ".\\"];

type Family = (d: Draw) => string;

/** Each writes one expression of its kind. */
export const families: Readonly<Record<string, Family>> = {
  operators: (d) => {
    const [rows, columns] = [d.int(1, 3), d.int(1, 3)];
    const other = d.of([
      () => number(d),
      () => matrix(d, rows, columns),
      () => matrix(d, 1, columns),
      () => matrix(d, rows, 1),
    ])();
    return `${matrix(d, rows, columns)} ${d.of(binary)} ${other}`;
  },
  mixed: (d) => `${array(d)} ${d.of(binary)} ${array(d)}`,
  precedence: (d) =>
    d.of([
      () => `-${d.int(2, 4)}^${d.int(2, 3)} + ${number(d)} * ${number(d)}`,
      () => `2^-${d.int(1, 3)} - ${number(d)}'`,
      () => `~${d.int(0, 1)} == ${d.int(0, 1)}`,
      () => `${number(d)} + ${number(d)} : ${d.int(4, 9)}`,
      () => `${number(d)} < ${number(d)} & ${number(d)} | ${number(d)} > ${number(d)}`,
      () => `[${number(d)} -${d.int(1, 9)}, ${number(d)} - ${d.int(1, 9)}]`,
      () => `${matrix(d, 2, 2)}' * ${matrix(d, 2, 2)} .^ 2`,
      () => `!(${number(d)} > ${number(d)}) + 1`,
      () => `${number(d)} / ${d.int(1, 9)} * ${number(d)} \\ ${number(d)}`,
    ])(),
  matrices: (d) => {
    const n = d.int(2, 4);
    return d.of([
      () => `${matrix(d, n, n)} * ${matrix(d, n, d.int(1, 3))}`,
      () => `${matrix(d, n, n)} \\ ${matrix(d, n, 1)}`,
      () => `${matrix(d, 1, n)} / ${matrix(d, n, n)}`,
      () => `${matrix(d, n + 2, n)} \\ ${matrix(d, n + 2, 1)}`,
      () => `inv(${matrix(d, n, n)} + ${3 * n} * eye(${n}))`,
      () => `det(${matrix(d, n, n)})`,
      () => `${matrix(d, n, n)} ^ ${d.int(0, 4)}`,
      () => `rank(${matrix(d, n, n)})`,
      () => `trace(${matrix(d, n, n)})`,
      () => `svd(${matrix(d, n, d.int(1, 4))})`,
      () => `norm(${matrix(d, n, d.int(1, 3))}${d.of(["", ", 1", ", Inf", ", 'fro'"])})`,
      () => `kron(${matrix(d, 2, 2)}, ${matrix(d, 1, 2)})`,
      () => `pinv(${matrix(d, n, d.int(1, 3))})`,
      () => `expm(${matrix(d, n, n)} / 10)`,
      () => `cross(${matrix(d, 1, 3)}, ${matrix(d, 1, 3)})`,
      () => `dot(${matrix(d, 1, n)}, ${matrix(d, 1, n)})`,
      () => `cond(${matrix(d, n, n)})`,
      () => `sort(eig(${matrix(d, n, n)} + ${matrix(d, n, n)}'))`,
      () => `sort(abs(eig(${matrix(d, n, n)})))`,
      () => `abs(chol(${matrix(d, n, n)}' * eye(${n}) * 0 + ${d.int(2, 9)} * eye(${n}) + ones(${n})))`,
      () => `triu(qr(${matrix(d, n, n)})' * qr(${matrix(d, n, n)})) * 0`,
    ])();
  },
  elementwise: (d) => `${d.of(elementwise)}(${d.next() < 0.2 ? complex(d) : array(d)})`,
  pairs: (d) => {
    const [rows, columns] = [d.int(1, 3), d.int(1, 3)];
    return `${d.of(["mod", "rem", "atan2", "hypot", "max", "min", "plus", "times", "power", "bitand", "bitor", "gcd", "lcm", "xor"])}(${`floor(abs(${matrix(d, rows, columns)}))`}, ${d.of([String(d.int(1, 9)), `floor(abs(${matrix(d, rows, columns)}))`])})`;
  },
  remainders: (d) =>
    `${d.of(["mod", "rem", "atan2", "idivide_"])}(${matrix(d, 1, 3)}, ${number(d)})`.replace(
      "idivide_",
      "mod",
    ),
  reductions: (d) => `${d.of(reductions)}(${array(d)})`,
  alongDimension: (d) => {
    const name = d.of(["sum", "prod", "mean", "median", "cumsum", "cumprod", "any", "all", "mode", "range"]);
    return `${name}(${matrix(d, d.int(1, 4), d.int(1, 4))}, ${d.int(1, 3)})`;
  },
  extremes: (d) =>
    `${d.of(["max", "min", "std", "var"])}(${matrix(d, d.int(1, 4), d.int(1, 4))}, [], ${d.int(1, 2)})`.replace(
      /^(std|var)(.*), \[\],/,
      "$1$2, 0,",
    ),
  shapes: (d) =>
    `${d.of(shapes)}(${array(d)})`
      .replace("circshift1(", "circshift1_(")
      .replace(/circshift1_\((.*)\)$/, `circshift($1, ${d.int(-2, 3)})`),
  constructors: (d) =>
    d.of([
      () => `linspace(${number(d)}, ${number(d)}, ${d.int(1, 9)})`,
      () => `logspace(${d.int(-2, 0)}, ${d.int(1, 3)}, ${d.int(2, 6)})`,
      () => `repmat(${array(d)}, ${d.int(1, 3)}, ${d.int(1, 2)})`,
      () => `reshape(1:24, ${d.of(["4, []", "[2 12]", "2, 3, 4", "[], 8"])})`,
      () => `magic(${d.int(3, 8)})`,
      () => `diag(${matrix(d, 1, d.int(2, 4))}, ${d.int(-2, 2)})`,
      () => `diag(${matrix(d, 3, 3)}, ${d.int(-2, 2)})`,
      () => `tril(${matrix(d, 3, 4)}, ${d.int(-1, 2)})`,
      () => `toeplitz(${row(d)})`,
      () => `vander(${row(d, 4)})`,
      () => `hilb(${d.int(1, 5)})`,
      () => `meshgrid(${row(d)}, ${row(d)})`,
      () => `ndgrid(${row(d)})`,
      () => `eye(${d.int(1, 4)}, ${d.int(1, 4)})`,
      () => `cat(${d.int(1, 3)}, ${matrix(d, 2, 2)}, ${matrix(d, 2, 2)})`,
      () => `permute(reshape(1:24, 2, 3, 4), [${d.of(["3 1 2", "2 1 3", "1 3 2", "3 2 1"])}])`,
      () => `(${d.int(-3, 3)}:${d.of(["0.1", "0.25", "-1", "2", "0.3"])}:${d.int(-5, 9)})`,
      () => `blkdiag(${matrix(d, 2, 1)}, ${matrix(d, 1, 2)})`,
      () => `accumarray([1; 2; 1; 3], [${d.int(1, 9)}; 2; 3; ${d.int(1, 9)}])`,
      () => `peaks(${d.int(3, 9)})`,
      () => `circshift(${matrix(d, 3, 3)}, ${d.int(-2, 2)}, ${d.int(1, 2)})`,
      () => `nchoosek(${d.int(4, 9)}, ${d.int(1, 4)})`,
      () => `primes(${d.int(5, 60)})`,
      () => `cross([1 2 3], ${matrix(d, 1, 3)})`,
      () => `hankel(${row(d, 3)})`,
      () => `colon(${d.int(1, 3)}, ${d.int(4, 8)})`,
    ])(),
  indexing: (d) => {
    const source = d.of(["magic(5)", "reshape(1:25, 5, 5)"]);
    const index = (): string =>
      d.of([
        () => String(d.int(1, 5)),
        () => ":",
        () => "[1 3]",
        () => "2:4",
        () => "logical([1 0 1 0 1])",
        () => "[5 5 1]",
      ])();
    return d.of([
      () => `getfield(struct('a', ${source}), 'a')(${index()}, ${index()})`,
      () => `${source}(${d.int(1, 25)})`,
      () => `${source}([${d.int(1, 25)} ${d.int(1, 25)}])`,
      () => `${source}(${index()}, ${index()})`,
      () => `${source}(:)'`,
      () => `${source}(${source} > ${d.int(5, 22)})`,
    ])();
  },
  concatenation: (d) =>
    d.of([
      () => `[${row(d, 2)}, ${row(d, 3)}]`,
      () => `[${row(d, 3)}; ${row(d, 3)}]`,
      () => `[${matrix(d, 2, 2)}, ${matrix(d, 2, 1)}; ${matrix(d, 1, 3)}]`,
      () => `[[], ${row(d, 2)}, zeros(1, 0)]`,
      () => `['ab', ${text(d)}]`,
      () => `[${row(d, 2)}; ${row(d, 3)}]`,
      () => `[true, ${number(d)}]`,
      () => `['a', ${d.int(66, 90)}]`,
      () => `[int8(${d.int(1, 100)}), ${number(d)}]`,
      () => `horzcat(${row(d)}, ${row(d)})`,
    ])(),
  texts: (d) =>
    d.of([
      () => `upper(${text(d)})`,
      () => `lower(${text(d)})`,
      () => `strrep(${text(d)}, '${d.of(["a", "l", " ", "="])}', '${d.of(["X", "", "yy"])}')`,
      () => `strtrim(${text(d)})`,
      () => `strsplit(${text(d)}, '${d.of([" ", ",", "l"])}')`,
      () => `strjoin({'a', 'bc', 'd'}, '${d.of([", ", "-", ""])}')`,
      () => `strcat(${text(d)}, ${text(d)})`,
      () => `strfind(${text(d)}, '${d.of(["a", "l", "o", "zz"])}')`,
      () => `strcmp(${text(d)}, ${text(d)})`,
      () => `strcmpi({'a', 'MATLAB'}, ${text(d)})`,
      () => `fliplr(${text(d)})`,
      () => `double(${text(d)})`,
      () => `length(${text(d)})`,
      () =>
        `regexprep(${text(d)}, '${d.of(["[aeiou]", "\\\\d+", "(\\\\w)(\\\\w)", "\\\\s+"])}', '${d.of(["_", "$2$1", ""])}')`.replace(
          /\\\\/g,
          "\\",
        ),
      () => `isspace(${text(d)})`,
      () => `blanks(${d.int(0, 4)})`,
      () => `str2double('${d.of(["3.5", "abc", "-1e3", "1,000", "Inf"])}')`,
      () =>
        `num2str(${d.of(["pi", "-3", "1e10", "123456789", "0.1", "1.23456789", "100.5", "1e-5", "NaN", "Inf", "true"])})`,
      () => `num2str(${number(d)})`,
      () => `num2str(${row(d, 3)})`,
      () => `num2str(${d.of(["[1 2 3]", "[10 200 3]", "[1;2]", "magic(3)", "pi*[1 10]"])})`,
      () => `num2str(pi, ${d.int(1, 10)})`,
      () => `num2str(${number(d)}, '%${d.of(["8.3f", "d", "g", "5.1e", "+d"])}')`,
      () => `mat2str(${array(d)})`,
      () => `mat2str(${matrix(d, 2, 2)} > 0)`,
      () => `int2str(${number(d)})`,
      () => `dec2bin(${d.int(0, 99)})`,
      () => `strjust_(${text(d)})`.replace("strjust_", "deblank"),
      () => `ostrsplit('a:b', ':')`,
      () => `regexp(${text(d)}, '[a-z]+', 'match')`,
      () => `strtok(${text(d)})`,
      () => `strncmp(${text(d)}, ${text(d)}, ${d.int(1, 3)})`,
      () => `char(${d.int(65, 90)}, 'ab')`,
      () => `validatestring('r', {'red', 'green'})`,
    ])(),
  formats: (d) => {
    const format = d.of([
      "%d",
      "%5d",
      "%-5d|",
      "%05d",
      "%+d",
      "%f",
      "%.2f",
      "%8.3f",
      "%e",
      "%.3e",
      "%g",
      "%G",
      "%x",
      "%o",
      "%i",
      "%s",
      "%5s",
      "%c",
      "%u",
      "%5.1f%%",
      "a%db",
      "%d, %d;",
      "%s=%g ",
      "x\\n%d",
    ]);
    const value = d.of([
      () => number(d),
      () => row(d, 3),
      () => text(d),
      () => String(d.int(-99, 999)),
      () => "pi",
      () => "1e10",
      () => "[]",
      () => "NaN",
      () => "-Inf",
      () => "true",
      () => `${text(d)}, ${number(d)}`,
      () => `${number(d)}, ${number(d)}`,
    ])();
    return `sprintf('${format}', ${value})`;
  },
  containers: (d) =>
    d.of([
      () => `{${number(d)}, ${text(d)}; ${row(d, 2)}, {}}`,
      () => `numel({${list(d.int(0, 4), () => number(d))}})`,
      () => `struct('a', ${number(d)}, 'b', ${text(d)})`,
      () => `fieldnames(struct('p', 1, 'q', 2))`,
      () => `isfield(struct('a', 1), '${d.of(["a", "b"])}')`,
      () => `cellfun(@numel, {${text(d)}, ${row(d, 2)}, []})`,
      () => `cellfun(@(x) x * 2, {1, ${number(d)}}, 'UniformOutput', false)`,
      () => `arrayfun(@(x) x ^ 2, ${row(d, 3)})`,
      () => `cell2mat({${matrix(d, 1, 2)}, ${matrix(d, 1, 1)}})`,
      () => `num2cell(${row(d, 3)})`,
      () => `isempty({})`,
      () => `cell(${d.int(0, 2)}, ${d.int(1, 2)})`,
      () => `iscellstr({'a', ${d.of(["'b'", "1"])}})`,
      () => `cellfun('isempty', {[], 1, ''})`,
      () => `ismember(${d.int(1, 5)}, ${row(d, 4)})`,
      () => `ismember('a', {'a', 'b'})`,
      () => `feval(@plus, ${number(d)}, ${number(d)})`,
      () => `func2str(@sin)`,
      () => `isequal(${row(d, 2)}, ${row(d, 2)})`,
    ])(),
  classes: (d) => {
    const type = d.of(["int8", "uint8", "int16", "int32", "uint16", "single", "logical", "double"]);
    return d.of([
      () => `${type}(${row(d, 3)})`,
      () => `${type}(${d.int(-300, 300)}) ${d.of(["+", "-", ".*", "./"])} ${number(d)}`,
      () => `class(${type}(1) + ${d.of(["1", "true", "'a'"])})`,
      () => `isa(${type}(1), '${d.of(["numeric", "float", "integer", type])}')`,
      () => `-${type}(${d.int(0, 9)})`,
      () => `bitshift(${d.int(1, 30)}, ${d.int(-3, 3)})`,
      () => `intmax('${d.of(["int8", "uint8", "int32"])}')`,
      () => `'a' + ${d.int(0, 5)}`,
      () => `true + ${type}(1)`,
    ])();
  },
  polynomials: (d) =>
    d.of([
      () => `polyfit(1:6, ${matrix(d, 1, 6)}, ${d.int(1, 3)})`,
      () => `polyval(${row(d)}, ${vector(d)})`,
      () => `sort(abs(roots(${matrix(d, 1, d.int(2, 5))})))`,
      () => `poly(${row(d, 3)})`,
      () => `conv(${row(d)}, ${row(d)}${d.of(["", ", 'same'", ", 'valid'"])})`,
      () => `deconv(conv([1 ${d.int(1, 9)}], ${row(d)}), [1 ${d.int(1, 9)}])`,
      () => `polyder(${row(d)})`,
      () => `polyint(${row(d)})`,
    ])(),
  signals: (d) =>
    d.of([
      () => `fft(${vector(d, d.int(2, 12))})`,
      () => `ifft(fft(${row(d)}))`,
      () => `fft(${row(d)}, ${d.int(2, 11)})`,
      () => `abs(fft2(${matrix(d, 3, 4)}))`,
      () => `fftshift(${vector(d)})`,
      () => `ifftshift(${matrix(d, 3, 4)})`,
      () => `filter(${row(d, 3)}, [1 ${(d.int(-5, 5) / 10).toFixed(1)}], ${row(d, 8)})`,
      () => `conv2(${matrix(d, 3, 3)}, ${matrix(d, 2, 2)}${d.of(["", ", 'same'", ", 'valid'"])})`,
      () => `unwrap(${matrix(d, 1, 6)} * 2)`,
      () => `sinc(${vector(d)})`,
      () => `square(${vector(d)})`,
      () => `sawtooth(${vector(d)}${d.of(["", ", 0.5"])})`,
      () => `hamming(${d.int(2, 9)})`,
      () => `hanning(${d.int(2, 9)})`,
      () => `blackman(${d.int(2, 9)})`,
      () => `hann(${d.int(2, 9)})`,
      () => `bartlett(${d.int(3, 9)})`,
      () => `triang(${d.int(3, 9)})`,
      () => `detrend(${matrix(d, 6, 1)})`,
      () => `upsample(${row(d, 4)}, ${d.int(2, 3)})`,
      () => `downsample(${row(d, 7)}, ${d.int(2, 3)})`,
      () => `butter(${d.int(1, 4)}, 0.${d.int(1, 9)}${d.of(["", ", 'high'"])})`,
      () => `freqz(${row(d, 3)}, [1 0.5], ${d.int(2, 8)})`,
      () => `rectpuls(${vector(d)})`,
      () => `chirp(0:0.1:0.5, ${d.int(1, 3)}, 1, ${d.int(4, 9)})`,
      () => `nextpow2(${d.int(1, 300)})`,
      () => `xcorr(${row(d, 4)}, ${row(d, 4)})`,
    ])(),
  calculus: (d) =>
    d.of([
      () => `diff(${array(d)})`,
      () => `diff(${row(d, 6)}, ${d.int(1, 3)})`,
      () => `trapz(${row(d, 5)})`,
      () => `trapz(1:5, ${matrix(d, 1, 5)})`,
      () => `cumtrapz(${row(d, 5)})`,
      () => `gradient(${row(d, 6)})`,
      () => `gradient(${row(d, 6)}, 0.${d.int(1, 9)})`,
      () => `gradient(${matrix(d, 3, 4)})`,
      () => `del2(magic(${d.int(4, 6)}))`,
      () =>
        `interp1(1:5, ${matrix(d, 1, 5)}, [1.5 2.25 ${d.int(1, 5)}]${d.of(["", ", 'linear'", ", 'nearest'", ", 'spline'", ", 'pchip'", ", 'cubic'", ", 'previous'", ", 'linear', 'extrap'", ", 'linear', 0"])})`,
      () => `interp1(1:5, ${matrix(d, 1, 5)}, [0 6])`,
      () => `spline(1:6, ${matrix(d, 1, 6)}, ${number(d)})`,
      () => `pchip(1:6, ${matrix(d, 1, 6)}, 1.5:0.5:5)`,
      () => `interp2(magic(5), 2.5, 3.25)`,
      () => `interp2(1:3, 1:3, ${matrix(d, 3, 3)}, [1.5 2.5], [1.25 2.75])`,
      () => `integral(@(x) ${d.of(["x .^ 2", "sin(x)", "exp(-x .^ 2)", "1 ./ (1 + x)"])}, 0, ${d.int(1, 5)})`,
      () => `quad(@(x) x .* cos(x), 0, ${d.int(1, 4)})`,
      () => `fzero(@(x) x ^ 2 - ${d.int(2, 9)}, [0 5])`,
      () => `fzero(@cos, 1)`,
      () => `round(fminsearch(@(x) (x - ${d.int(1, 5)}) ^ 2, 0) * 1000) / 1000`,
      () => `round(fminbnd(@(x) (x - ${d.int(1, 4)}) ^ 2, 0, 5) * 1e4) / 1e4`,
    ])(),
  sets: (d) =>
    d.of([
      () => `unique([${list(6, () => String(d.int(1, 4)))}])`,
      () => `union([${list(3, () => String(d.int(1, 6)))}], [${list(3, () => String(d.int(1, 6)))}])`,
      () => `intersect([${list(4, () => String(d.int(1, 6)))}], [${list(4, () => String(d.int(1, 6)))}])`,
      () => `setdiff([${list(4, () => String(d.int(1, 6)))}], [${list(3, () => String(d.int(1, 6)))}])`,
      () => `sort(${matrix(d, 3, 3)}, ${d.int(1, 2)}, '${d.of(["ascend", "descend"])}')`,
      () =>
        `sortrows([${list(2, () => String(d.int(1, 3)))}; ${list(2, () => String(d.int(1, 3)))}; ${list(2, () => String(d.int(1, 3)))}])`,
      () => `find(${matrix(d, 3, 3)} > 0, ${d.int(1, 3)})`,
      () => `histc([${list(8, () => String(d.int(0, 5)))}], 0:5)`,
      () => `nnz(${matrix(d, 3, 3)} > 1)`,
      () => `cumsum(${matrix(d, 3, 3)}, ${d.int(1, 2)})`,
      () => `fliplr(unique({'b', 'a', 'b'}))`,
      () => `any(${matrix(d, 2, 3)} > 2)`,
      () => `sub2ind([3 4], ${d.int(1, 3)}, ${d.int(1, 4)})`,
      () => `ind2sub([3 4], ${d.int(1, 12)})`,
      () => `corrcoef(${matrix(d, 1, 6)}, ${matrix(d, 1, 6)})`,
      () => `cov(${matrix(d, 6, 1)})`,
      () => `prctile(${matrix(d, 1, 8)}, ${d.int(10, 90)})`,
      () => `mean(${matrix(d, 3, 3)}(:))`,
    ])(),
  special: (d) =>
    d.of([
      () => `gamma(${(d.int(-35, 60) / 10).toFixed(1)})`,
      () => `beta(${d.int(1, 5)}, ${d.int(1, 5)})`,
      () => `erf(${number(d)})`,
      () => `erfinv(${(d.int(-95, 95) / 100).toFixed(2)})`,
      () => `besselj(${d.int(0, 4)}, ${(d.int(0, 200) / 10).toFixed(1)})`,
      () => `legendre(${d.int(0, 4)}, [-0.5 0 ${(d.int(0, 9) / 10).toFixed(1)}])`,
      () => `gammainc(${(d.int(1, 50) / 10).toFixed(1)}, ${d.int(1, 5)})`,
      () => `normpdf(${number(d)}, 0, 1)`,
      () => `normcdf(${number(d)})`,
      () => `factor(${d.int(2, 200)})`,
      () => `isprime(${d.int(0, 60)})`,
      () =>
        `${d.of(["jet", "gray", "hot", "cool", "hsv", "bone", "copper", "pink", "spring", "summer", "autumn", "winter"])}(${d.int(2, 20)})`,
      () => `nthroot(${d.int(-27, 27)}, 3)`,
      () => `erfc(${number(d)})`,
    ])(),
};

/** `n` expressions, spread over the families; the same ones for the same seed. */
export function expressions(n: number, seed: number): { family: string; text: string }[] {
  const d = new Draw(seed);
  const names = Object.keys(families);
  return Array.from({ length: n }, (_, i) => {
    const family = names[i % names.length] ?? "operators";
    return { family, text: families[family]?.(d) ?? "0" };
  });
}
