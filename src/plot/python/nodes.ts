import type { SyntaxNode } from "../../syntax/parser.js";

/** A node of the tree whose parts are read once: reading them in the WebAssembly memory costs more than evaluating them. */
export class PyNode {
  readonly type: string;
  readonly line: number;
  readonly startIndex: number;
  readonly endIndex: number;
  private readonly byField = new Map<string, PyNode | undefined>();
  private readonly allByField = new Map<string, readonly PyNode[]>();
  private ownSigns: readonly string[] | undefined;
  private ownText: string | undefined;
  private parts: readonly PyNode[] | undefined;

  constructor(private readonly node: SyntaxNode) {
    this.type = node.type;
    this.line = node.startPosition.row;
    this.startIndex = node.startIndex;
    this.endIndex = node.endIndex;
  }

  get text(): string {
    this.ownText ??= this.node.text;
    return this.ownText;
  }

  /** Children with a name, comments left out. */
  get named(): readonly PyNode[] {
    this.parts ??= this.node.namedChildren.flatMap((each) =>
      each === null || each.type === "comment" ? [] : [new PyNode(each)],
    );
    return this.parts;
  }

  /** Words and signs among the children: `not`, `in`, `:`. */
  get signs(): readonly string[] {
    this.ownSigns ??= this.node.children.flatMap((each) =>
      each === null || each.isNamed ? [] : [each.text],
    );
    return this.ownSigns;
  }

  /** Of every child with a field of that name. */
  all(field: string): readonly PyNode[] {
    let found = this.allByField.get(field);
    if (!found) {
      const nodes = this.node.childrenForFieldName(field);
      found = nodes.flatMap((each) => (each === null ? [] : [new PyNode(each)]));
      this.allByField.set(field, found);
    }
    return found;
  }

  field(name: string): PyNode | undefined {
    if (!this.byField.has(name)) {
      const found = this.node.childForFieldName(name);
      this.byField.set(
        name,
        found
          ? (this.named.find((each) => each.startIndex === found.startIndex && each.type === found.type) ??
              new PyNode(found))
          : undefined,
      );
    }
    return this.byField.get(name);
  }

  /** The nodes below that are of one of these types. */
  below(types: readonly string[]): PyNode[] {
    return this.node
      .descendantsOfType([...types])
      .flatMap((each) => (each === null ? [] : [new PyNode(each)]));
  }
}
