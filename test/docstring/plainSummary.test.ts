import { describe, expect, it } from "vitest";
import type { LanguageId } from "../../src/syntax/types.js";
import { document } from "./support.js";

const summaryOf = async (text: string, language: LanguageId = "python"): Promise<string> => {
  const { result } = await document(text, { language });
  return result.functions.at(-1)?.slots.summary ?? "";
};

describe("what a Python name says", () => {
  it.each([
    ["def get_name(x): return x.name", "Return the name."],
    ["def intersects_ray(ray): return test(ray)", "Tell whether it intersects ray."],
    ["def belongs_to(group): return find(group)", "Tell whether it belongs to `group`."],
    ["def contains(x): return find(x)", "Tell whether it contains `x`."],
    ["def same_as(table): return empty(table.shape)", "Return the same as `table`."],
    ["def then(job): return chain(job)", "Return the value of `chain(job)`."],
    ["def storm_surges(x): return x[1:]", "Return the storm surges."],
    ["def storm_surges(x):\n    for y in x: yield y", "Yield the storm surges."],
    ["def iter_nodes(x):\n    for y in x: yield y", "Yield the nodes."],
    ["def all_paths(x): return x", "Return all paths."],
    ["def compute_mean(x): return sum(x)", "Compute the mean."],
    ["def return_level(x): return x", "Return the return level."],
    ["def log_likelihood(x): return x", "Return the log likelihood."],
    ["def log_message(x): print(x)", "Log the message."],
    ["def is_connected(x): return True", "Tell whether `x` is connected."],
    ["def is_connected(x, y): return True", "Tell whether it is connected."],
    ["def is_match(x): return True", "Tell whether `x` is a match."],
    ["def is_directed_graph(x): return True", "Tell whether `x` is a directed graph."],
    ["def is_enabled_for(x): return True", "Tell whether it is enabled for `x`."],
    ["def base_URLs(x): return x.y", "Return the base URLs."],
    ["def get_A(x): return x.y", "Return the A."],
    ["def has_edges(x): return True", "Tell whether it has edges."],
    ["def rgb_to_gray(x): return x", "Convert rgb to gray."],
    ["def add_to_list(x): return x", "Add to list."],
    ["def set_shape(x): x.y = 1", "Set the shape."],
    ["def on_epoch_end(x): print(x)", "Handle the epoch end."],
    ["def get_or_create(x): return x", "Get or create."],
    ["def main(): return 0", "Run the program."],
    ["def setUp(x): x.y = 1", "Set up what is needed."],
    ["def phase1(x): x.y = 1", "Set `x.y`."],
    ["def handler(x):\n    x.open()\n    log(x)", "Call `x.open` and `log`."],
    ["def setup_logger(x): x.y = 1", "Set up logger."],
    ["def _setup(x): x.y = 1", "Set up what is needed."],
    ["@register(int)\ndef _(x):\n    log(x)", "Call `log`."],
    ["def or_where(x):\n    x += 1", "Or where."],
    ["def create_index(x): return x", "Create an index."],
    ["def create_indexes(x): return x", "Create indexes."],
    ["def build_metadata(x): return x", "Build metadata."],
    ["def copy_now(x): return x", "Copy now."],
    ["def try_lock(x): return x", "Try to lock."],
    ["def check_open(): log(1)", "Check whether it is open."],
    ["def ensure_writable(x): log(x)", "Ensure that `x` is writable."],
    ["def check_range(x): log(x)", "Check the range."],
    ["def write_to(x): return x", "Write to `x`."],
    ["def rad2deg(x): return x", "Convert rad to deg."],
    ["def before_save(x): x.y = 1", "Run before save."],
    ["def event_cb(x): x.y = 1", "Handle the event."],
    ["def dgetf2(x): return lapack.getf2(x)", "Return the value of `lapack.getf2(x)`."],
    ["def normalize(x): return x / 2", "Normalize `x`."],
    ["def pointwise_loss(x): return x", "Return the pointwise loss."],
    ["def cleanup(x):\n    x.y = 1", "Clean up."],
    ["def prompt_for_address(x): return x", "Prompt for address."],
    ["def install(x):\n    if x:\n        copy(x)", "Install by calling `copy`."],
    ["def deform_attn_backward(x): return x", "Run the backward pass of the deform attn."],
    ["def grid_subsampling_compute(x): return x", "Compute the grid subsampling."],
    ["def cross_link(x):\n    if x:\n        y = lookup(x)", "Call `lookup`."],
    ["def equals(x, y) -> bool: return x == y", "Tell whether both are equal."],
    ["def matches(x) -> bool: return x == 1", "Tell whether it matches `x`."],
    ["def ready(x) -> bool: return x == 1", "Tell whether it is ready."],
    ["def exists(key) -> bool: return key in rows", "Tell whether `key` exists."],
    ["def contains(a, b) -> bool: return a in b", "Tell whether it contains."],
    ["def num_columns(x): return x[1:]", "Return the number of columns."],
    [
      "def __getattr__(name): return rows[name]",
      "Return an attribute that was not found in the usual places.",
    ],
    ["def on_loaded(x): x.y = 1", "Handle the event `loaded`."],
    ["def pad(x): return x + 1", "Pad `x`."],
    ["class A:\n    def reset(self): self.x = 1", "Reset the A."],
    ["class A:\n    def __init__(self): self.x = 1", "Initialize a new A."],
    ["class A:\n    def __len__(self): return 1", "Return the number of items."],
    [
      "class A:\n    def __radd__(self, o): return 1",
      "Apply the operator `+` with the instance on the right.",
    ],
    ["class A:\n    @property\n    def shape(self): return 1", "The shape."],
    ["class A:\n    @property\n    def is_open(self): return True", "Whether it is open."],
    [
      "class A:\n    @classmethod\n    def from_dict(cls, d): return cls(**d)",
      "Create an instance from dict.",
    ],
    ["class A:\n    def to_dict(self): return 1", "Convert to dict."],
    ["class A:\n    def forward(self, x): return x", "Run the forward pass."],
  ])("%s", async (text, expected) => {
    expect(await summaryOf(text)).toBe(expected);
  });
});

describe("other languages speak of the function in the third person", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ["java", "class A { int getSize() { return 1; } }", "Returns the size."],
    ["java", "class A { Row create(int x) { return a; } }", "Creates a Row."],
    [
      "php",
      "<?php class A { function orWhereKeyNot($id) { return $this->where($id, 'or'); } }",
      "Returns the value of `$this->where($id, 'or')`.",
    ],
    [
      "rust",
      "impl A { fn with_size(self, n: u8) -> Self { self.n(n) } }",
      "Returns an instance with the size.",
    ],
    ["c", "int uv_tcp_init(int x) { return x; }", "Initializes the tcp."],
    ["c", "int sax_push_parser_allocate(int x) { return x; }", "Allocates a push parser."],
    [
      "php",
      "<?php class A { static function dueToType($x): self { return make($x); } }",
      "Creates an instance due to type.",
    ],
    ["java", "class A { A(int x) {} }", "Initializes a new A."],
    ["java", "class A { public boolean equals(Object o) { return true; } }", "Tells whether both are equal."],
    ["typescript", "function applyFilter(x: number): void { x; }", "Applies the filter."],
    ["java", "class A { int indexOf(int x) { return 1; } }", "Returns the index of {@code x}."],
    [
      "rust",
      "impl fmt::Debug for A { fn fmt(&self, f: &mut F) -> R { f.done() } }",
      "Writes the value as text.",
    ],
    ["java", "class A { A factory(F f) { this.f = f; return this; } }", "Sets {@code this.f}."],
    [
      "typescript",
      "async function treeExists(n: string): Promise<boolean> { return n; }",
      "Tells whether the tree exists.",
    ],
    ["php", "<?php class A { function createUser() { return $this->b(); } }", "Creates a user."],
    [
      "php",
      "<?php class A { function parse($parser) { $parser->match(1); } }",
      "Parses by calling `$parser->match`.",
    ],
    [
      "ruby",
      "def do_not_document?\n  inheritable(1) == true\nend",
      "Tells whether `do_not_document?` holds.",
    ],
    ["matlab", "function p = geo_create_point(x)\np = x;\nend", "Creates a point."],
    ["ruby", "def scoped_views?\n  @views\nend", "Tells whether `scoped_views?` holds."],
    ["c", "static size_t read_cb(void *u) { return fetch(u); }", "Handles the read."],
    ["csharp", "class A { Task<int> ExecuteAsync() { return callback(1); } }", "Executes the A."],
    ["csharp", "class A { Texture PlatformGetTexture() { return video.Get(); } }", "Returns the texture."],
    ["rust", "impl State { fn new(a: u8) -> Self { State { a } } }", "Creates a new State."],
    ["rust", "impl State { fn handle(&self) -> &Handle { self.base.handle() } }", "Returns the handle."],
    [
      "go",
      "package a\nfunc NewUserActions(a int) *UserActions { return &UserActions{} }",
      "Creates a new UserActions.",
    ],
    ["go", "package a\nfunc (w *watcher) stop() { w.wait() }", "Stops the watcher."],
    ["go", "package a\nfunc (p IDs) String() string { return p.text() }", "Returns the value as text."],
    ["c", "mesh *lv_gltf_get_mesh(model *m) { return m->mesh; }", "Returns the mesh."],
    ["c", "void DG_PushKeyEvent(int k) { next(k); }", "Pushes the key event."],
    ["cpp", "display * lv_tft_espi_create(int w) { return make(w); }", "Creates a tft espi."],
    ["cpp", "Tensor lin_to_tensor(const LinOp &lin) { return make(lin); }", "Converts lin to tensor."],
    ["cpp", "udp_server::udp_server(int port) { open(port); }", "Initializes a new udp_server."],
    [
      "csharp",
      "class A { public static implicit operator int(A a) { return a.x; } }",
      "Converts to <c>int</c>.",
    ],
    ["java", "class A { A newReader(int x) { return a; } }", "Creates a new reader."],
    ["c", "bool SDL_ClearError(void) { return true; }", "Clears the error."],
    ["matlab", "function y = on_boundary(x)\ny = any(x, 2);\nend\n", "Returns the value of any(x, 2)."],
    ["csharp", "class A { void Should_keep_order() { x = 1; } }", "Should keep order."],
    ["cpp", "bool operator<(const A& a, const A& b) { return true; }", "Defines the operator `<`."],
    ["php", "<?php class A { function setName($n) { $this->n = $n; } }", "Sets the name."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});

describe("what a test is about", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ["python", "def test_name_is_kept():\n    check(1)", "Test that name is kept."],
    ["python", "def test_raises_for_no_file():\n    check(1)", "Test that it raises for no file."],
    ["python", "def test_circle_overlap():\n    check(1)", "Test circle overlap."],
    ["java", "class A { @Test public void nullFails() { check(1); } }", "Tests that null fails."],
    ["java", "class A { @Test void emptyList() { check(1); } }", "Tests empty list."],
    ["java", "class A { void emptyList() { check(1); } }", "Calls {@code check}."],
    ["rust", "#[tokio::test]\nasync fn rows_are_kept() { check(1); }", "Tests that rows are kept."],
    ["csharp", "class A { [Fact] void RowsAreKept() { Check(1); } }", "Tests that rows are kept."],
    ["php", "<?php class A { function testItReadsRows() { check(1); } }", "Tests that it reads rows."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});

describe("what a body says that a name does not", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ["python", "def close(x):\n    pass", "Do nothing."],
    ["python", 'def close(x):\n    """\n    Args:\n        x: A path.\n    """\n    pass', "Do nothing."],
    ["java", "class A { void start() { // Nothing to start.\n } }", "Does nothing."],
    ["ruby", "class A\n  def scope\n  end\nend", "Does nothing."],
    ["java", "class A { A() {} }", "Initializes a new A."],
    [
      "java",
      "class A { void remove() { throw new UnsupportedOperationException(); } }",
      "Throws {@code UnsupportedOperationException} always.",
    ],
    ["python", "def draw(canvas):\n    raise NotImplementedError()", "Draw."],
    [
      "rust",
      "impl A { fn ignore_case(&self) -> bool { self.ignore_case } }",
      "Tells whether to ignore the case.",
    ],
    ["rust", "impl A { fn format(&self) -> u8 { self.format } }", "Returns the format."],
    ["ruby", "class A\n  def message(note)\n    out.puts note.text\n  end\nend", "Calls `out.puts`."],
    ["ruby", "class A\n  def title\n    @text\n  end\nend", "Returns the title."],
    ["javascript", "const Tint = function (image) { image.a = 2; };", "Sets `image.a`."],
    ["javascript", "function Gauge(size) { this.size = size; }", "Initializes a new Gauge."],
    ["javascript", "module.exports = function (x) { return x + 1; };", "Returns the value of `x + 1`."],
    [
      "javascript",
      "function create(rule) { const a = 1; return { leave: a, enter: a }; }",
      "Creates an object with `leave` and `enter`.",
    ],
    [
      "go",
      "package a\nfunc (q *Queue) Peek() Item { return q.items[q.last] }",
      "Returns the value of `q.items[q.last]`.",
    ],
    [
      "go",
      "package a\nfunc (w *W) Write(b []byte, n int) { w.mu.Lock()\n w.fill(b)\n }",
      "Writes by calling `w.fill`.",
    ],
    [
      "go",
      "package a\nfunc Open(a int, b int) File { f := openAll(a)\n g := wide(b)\n return f.with(g)\n }",
      "Opens by calling `openAll`.",
    ],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});

describe("names that are no sentences", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    [
      "php",
      "<?php class A { function isCacheEnabled(): bool { return a(); } }",
      "Tells whether the cache is enabled.",
    ],
    ["python", "def is_fully_connected(x, y): return g(x)", "Tell whether it is fully connected."],
    [
      "java",
      "class A { boolean isValidKey(int a, int b) { return b(); } }",
      "Tells whether it is a valid key.",
    ],
    [
      "rust",
      "fn equivalent(lhs: &K, rhs: &K) -> bool { eq(lhs, rhs) }",
      "Tells whether both are equivalent.",
    ],
    ["rust", "fn rows_equal(a: &K, b: &K) -> bool { eq(a, b) }", "Tells whether the rows are equal."],
    ["javascript", "function looksLikeName(x) { return y(x); }", "Tells whether it looks like name."],
    ["matlab", "function y = isempty(x)\ny = g(x);\nend\n", "Tells whether x is empty."],
    ["matlab", "function y = cumsum(x)\ny = g(x);\nend\n", "Returns the cumulative sum."],
    ["matlab", "function y = mldivide(a, b)\ny = g(a, b);\nend\n", "Applies the operator \\."],
    ["rust", "impl A { fn count(self) -> usize { self.n() } }", "Returns the count."],
    [
      "php",
      "<?php class Gap { static function new(string $n): self { return new self($n); } }",
      "Creates a new Gap.",
    ],
    ["cpp", "Dialog::~Dialog() { delete ui; }", "Destroys the Dialog."],
    ["cpp", "void MatchAndExplain(int a, int b) { run(a); }", "Matches and explains."],
    [
      "go",
      "package a\nfunc getOrCreateLRSStream(a int) int { return b(a) }",
      "Gets or creates an LRS stream.",
    ],
    ["java", "class A { int doCompare(int a, int b) { int c = 1; return c + a; } }", "Compares."],
    ["php", "<?php class A { function exec(string $sql) { $this->run($sql); } }", "Executes `sql`."],
    [
      "java",
      "class A { String _customEncodeKey(int a) { int b = 2; return g(b); } }",
      "Encodes the custom key.",
    ],
    ["php", "<?php class A { function jsonEncode($data) { $a = 1; return f($a); } }", "Encodes the json."],
    ["csharp", "class A { void OnNodeRemoved(int a) { x = 1; } }", "Handles the event <c>NodeRemoved</c>."],
    [
      "php",
      "<?php class A { function dontRelease() { $this->after = null; return $this; } }",
      "Sets `$this->after`.",
    ],
    [
      "java",
      "class A { static Range below(int p) { return outside(p, 1); } }",
      "Returns the value of {@code outside(p, 1)}.",
    ],
    [
      "java",
      "class A { Object writeReplace() { return B; } }",
      "Returns what is serialized in place of the instance.",
    ],
    [
      "typescript",
      "class Panel { ngOnDestroy(): void { this.stop(); } }",
      "Cleans up before the component is destroyed.",
    ],
    [
      "typescript",
      "function treeIsComplete(tree: Tree): boolean { return !tree.error; }",
      "Tells whether the tree is complete.",
    ],
    [
      "typescript",
      "function isLedger(x: unknown): x is Ledger<number> { return f(x); }",
      "Tells whether `x` is a ledger.",
    ],
    ["java", "class A { static Answer returnsSecond() { return f(1); } }", "Returns the second."],
    ["csharp", "class A { Row NewRow => row; }", "A new row."],
    ["csharp", "class A { Span AsSpan(int n) { x = 1; return g(n); } }", "Returns the instance as span."],
    ["javascript", "export default {\n  'number | string': () => true,\n};", "Returns `true`."],
    ["python", "def array_reduce(x): return f(x)", "Reduce the array."],
    [
      "php",
      "<?php class A { function lookupColor(int $i) { $x = 1; return f($i, $x); } }",
      "Looks up color.",
    ],
    [
      "ruby",
      "class A\n  def example_started(note)\n    @groups[note] = 1\n  end\nend",
      "Sets `@groups[note]`.",
    ],
    ["ruby", "def is_navigational_format?\n  f(1)\nend", "Tells whether it is a navigational format."],
    [
      "ruby",
      "class A\n  def is_a?(other)\n    f(other)\n  end\nend",
      "Tells whether it is an instance of a class.",
    ],
    ["cpp", "void AxisToMatrix(const double* a, double* b) { run(a); }", "Converts axis to matrix."],
    [
      "go",
      "package a\nfunc OnFatal(action Action) Option { return WithHook(action) }",
      "Returns the value of `WithHook(action)`.",
    ],
    [
      "go",
      "package a\nfunc (n *Names) Println(args ...any) string { return base.Sprintln(args...) }",
      "Returns the value of `base.Sprintln(args...)`.",
    ],
    ["go", "package a\nfunc (g *giphy) GetRaw() any { return g.gif }", "Returns the raw value."],
    ["javascript", "export default {\n  Complex: (x) => x.re,\n};", "Returns the value of `x.re`."],
    ["csharp", "class A { static A() { x = 1; } }", "Initializes the class."],
    [
      "php",
      "<?php class A { function hasFlag(string $f): bool { return a($f); } }",
      "Tells whether it has a flag.",
    ],
    ["ruby", "def synced(a)\n  save(a)\nend", "Returns the value of `save(a)`."],
    [
      "csharp",
      "class A { int Read(int n) { CheckOpen(); Fill(n); return x.y; } }",
      "Reads by calling <c>Fill</c>.",
    ],
    ["javascript", "const toPolar = function (src, dst) { dst.a = 1; };", "Converts to polar."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});

describe("what an action is done to", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    [
      "go",
      "package a\nfunc (l *Logs) FilterMessageSnippet(snippet string) *Logs { return l.f(snippet) }",
      "Filters by the message snippet.",
    ],
    ["ruby", "def find_parent_containing(dir)\n  up(dir)\nend", "Finds the parent containing `dir`."],
    ["go", "package a\nfunc redirectLogAt(l *Logger, level int) { g(l) }", "Redirects the log."],
    ["go", "package a\nfunc (h *Handler) Sort(ctx context.Context, l any, n int) { h.f(l) }", "Sorts `l`."],
    ["go", "package a\nfunc (c *lister) Init(cd *Root) error { return c.f(cd) }", "Initializes the lister."],
    ["python", "def add(a, b): return a + b", "Add `a` and `b`."],
    [
      "java",
      "class Wrapper1 { String translate(String input) { return t(input); } }",
      "Translates {@code input}.",
    ],
    ["python", "class A:\n    def translate(self, dx: float):\n        self.x += dx", "Translate."],
    ["python", "class Error:\n    def compute(self):\n        return self.a / self.b", "Compute the Error."],
    [
      "rust",
      "impl Timer { fn poll(self, cx: &mut Context) -> Poll { let a = f(cx); g(a) } }",
      "Polls the Timer.",
    ],
    ["php", "<?php class RowBuilder { function build() { $a = 1; return f($a); } }", "Builds."],
    ["ruby", "def wrap(text, code)\n  a = 1\n  f(a)\nend", "Wraps `text`."],
    ["java", "class Task { Task call() { this.x = 1; return this; } }", "Calls the Task."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});

describe("what the code says of results and parameters", () => {
  it.each([
    ["def f(x):\n    yield from x", "yields", "The items of `x`."],
    ["def f(x): return 1", "returns", "`1`."],
    ["def storm_surges(x):\n    y = x\n    return y", "returns", "The value of `x`."],
    [
      "def return_level(x): return [value for value in range(3000) if value > x and value]",
      "returns",
      "A list.",
    ],
    ["def is_open(x): return x", "returns", "The given `x`."],
  ] as const)("%s", async (text, slot, expected) => {
    const { result } = await document(text);
    expect(result.functions[0]?.slots[slot]).toBe(expected);
  });

  it.each([
    ["def f(x): return x()", "Called as `x()`."],
    ["def f(x): return x is None", "Checked for `None`."],
    ["def f(x, y): return x and y > 1", "Used in `x and y > 1`."],
    ["def f(x): raise NotImplementedError", "Left to implementations."],
    ["def f(x): return 1", "Not used."],
  ])("%s", async (text, expected) => {
    const { result } = await document(text);
    expect(result.functions[0]?.slots.parameters.x).toBe(expected);
  });
});

describe("what a verb that stands alone is done by", () => {
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    [
      "python",
      "def prune(study, n):\n    steps.sort()\n    if n:\n        y = inner.prune(study)\n    return y",
      "Prune by calling `inner.prune`.",
    ],
    ["python", "def prune(study, n):\n    steps.sort()\n    return n", "Prune."],
    ["rust", "impl A { fn select(self, c: B, o: C) -> A { let a = c; A::new_unchecked(a, o) } }", "Selects."],
  ];
  it.each(cases)("%s: %s", async (language, text, expected) => {
    expect(await summaryOf(text, language)).toBe(expected);
  });
});
