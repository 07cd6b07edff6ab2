export type { Node as SyntaxNode, Tree as SyntaxTree } from "web-tree-sitter";
