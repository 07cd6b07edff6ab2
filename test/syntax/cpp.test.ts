import { describe, expect, test } from "vitest";
import { functionOf, patchesOf } from "./support.js";

describe("names and kinds", () => {
  test.each([
    ["template <class T> void A<T>::f() {}", "A.f", "method"],
    ["a::B::B(int x) : x_(x) {}", "a.B.B", "constructor"],
    ["a::B::~B() {}", "a.B.~B", "method"],
    ["bool operator <(const A& a, const A& b);", "operator<", "function"],
    ["A::operator bool() const { return true; }", "A.operator bool", "method"],
    ["template <> int f<int>(int x) { return x; }", "f<int>", "function"],
    ["auto f = [](int x) { return x; };", "f", "lambda"],
    ["class A { explicit A(int x); };", "A.A", "constructor"],
    ["class A { ~A() = default; };", "A.~A", "method"],
    ["class A { operator int() const; };", "A.operator int", "method"],
    ['extern "C" int f(int);', "f", "function"],
    ["namespace n { inline int f() { return 1; } }", "f", "function"],
  ])("%s", async (code, qualifiedName, kind) => {
    expect(await functionOf("cpp", `${code}\n`)).toMatchObject({ qualifiedName, kind, hasErrors: false });
  });

  test("tests and other macros with arguments are no constructors", async () => {
    const { functions } = await patchesOf(
      "cpp",
      "TEST(Suite, Name) { run(); }\nclass A { Q_DISABLE_COPY(A) void f(); };\n",
    );
    expect(functions.map(({ name }) => name)).not.toContain("TEST");
    expect(functions.map(({ name }) => name)).not.toContain("Q_DISABLE_COPY");
  });

  test("declarations in a body are no functions", async () => {
    const { functions } = await patchesOf(
      "cpp",
      "void f() {\n  std::vector<int> v(n);\n  A a();\n  lock_guard<M> g(m);\n}\n",
    );
    expect(functions.map(({ name }) => name)).toEqual(["f"]);
  });
});

test("types of parameters and results as written", async () => {
  const { signature } = await functionOf(
    "cpp",
    "template <typename T, int N = 3, template <class> class C, class... R>\nconst T& f(const std::map<int, T>& m, T (&rows)[N], R&&... rest, std::function<void(int)> g = {}, int = 1);\n",
  );
  expect(signature.typeParameters).toEqual(["T", "N", "C", "R"]);
  expect(signature.returnType).toBe("const T&");
  expect(signature.parameters).toEqual([
    { name: "m", kind: "positional", type: "const std::map<int, T>&" },
    { name: "rows", kind: "positional", type: "T (&)[N]" },
    { name: "rest", kind: "variadic", type: "R&&..." },
    { name: "g", kind: "positional", type: "std::function<void(int)>", default: "{}" },
  ]);
});

test("the templates of a class are not those of its method", async () => {
  const { signature } = await functionOf(
    "cpp",
    "template <class T> template <class U> auto A<T>::f(U u) -> int { return 1; }\n",
  );
  expect(signature).toMatchObject({ typeParameters: ["U"], returnType: "int", returns: "value" });
});

describe("returns", () => {
  test.each([
    ["void f();", "nothing"],
    ["void* f();", "value"],
    ["auto f() { return 1; }", "value"],
    ["auto f() { g(); }", "nothing"],
    ["auto f();", "unknown"],
    ["auto f() -> void;", "nothing"],
  ])("%s", async (code, returns) => {
    expect((await functionOf("cpp", `${code}\n`)).signature.returns).toBe(returns);
  });
});

test("errors, without those that are caught", async () => {
  const { signature } = await functionOf(
    "cpp",
    'void f(int n) {\n  if (n < 0) { throw std::out_of_range("n"); }\n  if (n == 0) throw Zero{n};\n  try { throw A(); } catch (const A& a) {}\n  try { throw B(); } catch (...) { throw; }\n  auto g = [] { throw C(); };\n}\n',
    "f",
  );
  expect(signature.raises).toEqual([
    { type: "std::out_of_range", condition: "n < 0" },
    { type: "Zero", condition: "n == 0" },
    { type: "B" },
  ]);
});

test("visibility of members", async () => {
  const { functions } = await patchesOf(
    "cpp",
    "class A {\n  void a();\npublic:\n  void b();\nprivate:\n  void c();\n  struct I { void d(); };\n};\nstruct S { void e(); };\nnamespace { void g(); }\nstatic void h() {}\nvoid A::b() {}\n",
  );
  expect(functions.filter(({ isPublic }) => isPublic).map(({ qualifiedName }) => qualifiedName)).toEqual([
    "A.b",
    "S.e",
    "A.b",
  ]);
});

test("documentation stands above templates", async () => {
  const text = "/// F.\ntemplate <class T>\nvoid f();\n";
  const patch = await functionOf("cpp", text);
  expect(patch.docstring?.raw).toBe("/// F.");
  expect(patch.range.start).toBe(text.indexOf("template"));
});

test("Qt and export macros leave a class whole", async () => {
  const { functions, classes, hasErrors } = await patchesOf(
    "cpp",
    "class GUI_EXPORT Window : public QWidget {\n  Q_OBJECT\npublic slots:\n  void open();\nsignals:\n  void changed(int x);\n};\nvoid Window::open() {\n  connect(this, SIGNAL(changed(int)), SLOT(open()));\n  foreach (const Item *item, items())\n    item->show();\n}\n",
  );
  expect(hasErrors).toBe(false);
  expect(classes.map(({ name, header }) => [name, header])).toEqual([
    ["Window", "class GUI_EXPORT Window : public QWidget"],
  ]);
  expect(functions.map(({ qualifiedName }) => qualifiedName)).toEqual([
    "Window.open",
    "Window.changed",
    "Window.open",
  ]);
});
