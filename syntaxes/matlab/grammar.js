/// <reference types="tree-sitter-cli/dsl" />
// The tree-sitter grammar of MATLAB, with what GNU Octave adds. What depends on white space is decided in scanner.c.

/** https://www.mathworks.com/help/matlab/matlab_prog/operator-precedence.html */
const PREC = {
  lambda: 0,
  orElse: 10,
  andAlso: 20,
  or: 30,
  and: 40,
  compare: 50,
  range: 60,
  rangeWithStep: 65,
  add: 70,
  multiply: 80,
  unary: 90,
  power: 100,
  unaryInPower: 110,
  access: 120,
};

/** Left associative binary operators; powers have a rule of their own. */
const OPERATORS = [
  [PREC.orElse, "||"],
  [PREC.andAlso, "&&"],
  [PREC.or, "|"],
  [PREC.and, "&"],
  [PREC.compare, ["<", "<=", "==", ">=", ">", "~=", "!="]],
  [PREC.add, ["+", "-"]],
  [PREC.multiply, ["*", ".*", "/", "./", "\\", ".\\"]],
];
const POWERS = ["^", ".^", "**", ".**"];
const UNARY = ["+", "-", "~", "!"];
const ASSIGNMENTS = ["=", "+=", "-=", "*=", "/=", "\\=", "^=", "|=", "&=", ".*=", "./=", ".^=", ".\\="];

/** Reserved by MATLAB; Octave's own keywords are names in MATLAB and reserved only where they can stand. */
const KEYWORDS = [
  "break",
  "case",
  "catch",
  "classdef",
  "continue",
  "else",
  "elseif",
  "end",
  "for",
  "global",
  "if",
  "otherwise",
  "parfor",
  "persistent",
  "return",
  "switch",
  "try",
  "while",
];

const newlines = ($) => repeat($._newline);
const list = ($, rule) =>
  seq(newlines($), rule, newlines($), repeat(seq(",", newlines($), rule, newlines($))));
const terminators = ($) => repeat($._terminator);

/** The body of a block after a keyword. */
const body = ($) => seq(terminators($), optional(field("body", $.block)));
/** The body after an expression: it ends at a terminator, or where the next word cannot belong to it. */
const bodyAfterExpression = ($) =>
  seq(choice($._terminator, $._implicit_terminator), terminators($), optional(field("body", $.block)));

const ends = (...words) => choice("end", ...words);

/** A block of declarations: `properties (Constant) … end`. */
const declarations = ($, keyword, item, ...otherEnds) =>
  seq(
    keyword,
    optional(field("attributes", $.attributes)),
    repeat($._terminator),
    optional(seq(item, repeat(seq(repeat1($._terminator), item)), repeat($._terminator))),
    ends(...otherEnds),
  );

const signature = ($) =>
  seq(
    optional(seq(field("outputs", $.outputs), "=")),
    field("name", $._function_name),
    optional(field("parameters", $.parameters)),
  );

module.exports = grammar({
  name: "matlab",

  externals: ($) => [
    $.comment,
    $.block_comment,
    $.line_continuation,
    $.number,
    $.string,
    $.double_quoted_string,
    $.end_index,
    $.command_name,
    $.command_argument,
    $.shell_command,
    $._transpose,
    $._element_separator,
    $._implicit_terminator,
    $._outputs_open,
    $._function_with_end,
    $._function_without_end,
    $._arguments_keyword,
    $._do_keyword,
    $._exception_name,
    $._error_recovery,
  ],

  // biome-ignore lint/suspicious/noControlCharactersInRegex: old DOS files end with one
  extras: ($) => [/[ \t\f\v\u00a0\ufeff\u001a]/, $.comment, $.block_comment, $.line_continuation],

  word: ($) => $.identifier,

  reserved: {
    global: () => KEYWORDS,
    fields: () => [],
  },

  supertypes: ($) => [$._expression, $._statement],

  inline: ($) => [$._simple, $._compound],

  rules: {
    source_file: ($) =>
      seq(
        terminators($),
        repeat(choice(seq($._simple, repeat1($._terminator)), seq($._compound, repeat($._terminator)))),
        optional($._simple),
        repeat(alias($._open_function, $.function_definition)),
      ),

    block: ($) =>
      choice(
        seq(
          repeat1(choice(seq($._simple, repeat1($._terminator)), seq($._compound, repeat($._terminator)))),
          optional($._simple),
        ),
        $._simple,
      ),

    _newline: () => /\r\n|\n|\r/,
    _terminator: ($) => choice(";", ",", $._newline),

    _statement: ($) => choice($._simple, $._compound),

    _simple: ($) =>
      choice(
        $.expression_statement,
        $.assignment,
        $.update_statement,
        $.command,
        $.shell_command,
        $.global_statement,
        $.persistent_statement,
        $.return_statement,
        $.break_statement,
        $.continue_statement,
        $.do_statement,
      ),

    _compound: ($) =>
      choice(
        $.if_statement,
        $.switch_statement,
        $.for_statement,
        $.while_statement,
        $.try_statement,
        $.unwind_protect_statement,
        $.spmd_statement,
        $.arguments_block,
        $.function_definition,
        $.class_definition,
      ),

    // Simple statements

    expression_statement: ($) => $._expression,

    assignment: ($) =>
      seq(
        field("left", choice($._assignable, $.output_list)),
        field("operator", choice(...ASSIGNMENTS)),
        field("right", choice($._expression, $.assignment)),
      ),

    output_list: ($) =>
      seq(
        alias($._outputs_open, "["),
        optional(
          seq(
            choice($._assignable, $.ignored),
            repeat(seq(choice(",", $._element_separator), choice($._assignable, $.ignored))),
            optional(","),
          ),
        ),
        "]",
      ),

    ignored: () => choice("~", "!"),

    update_statement: ($) =>
      choice(
        seq(field("operand", $._assignable), field("operator", choice("++", "--"))),
        seq(field("operator", choice("++", "--")), field("operand", $._assignable)),
      ),

    command: ($) => seq(field("name", $.command_name), repeat1(field("argument", $.command_argument))),

    global_statement: ($) => seq("global", repeat1($._declared)),
    persistent_statement: ($) => seq("persistent", repeat1($._declared)),
    _declared: ($) => seq(field("name", $.identifier), optional(seq("=", field("value", $._expression)))),

    return_statement: () => "return",
    break_statement: () => "break",
    continue_statement: () => "continue",

    // Blocks

    if_statement: ($) =>
      seq(
        "if",
        field("condition", $._condition),
        bodyAfterExpression($),
        repeat($.elseif_clause),
        optional($.else_clause),
        ends("endif"),
      ),
    elseif_clause: ($) => seq("elseif", field("condition", $._condition), bodyAfterExpression($)),
    // Octave assigns in conditions.
    _condition: ($) => choice($._expression, $.assignment),
    else_clause: ($) => seq("else", body($)),

    switch_statement: ($) =>
      seq(
        "switch",
        field("value", $._expression),
        choice($._terminator, $._implicit_terminator),
        terminators($),
        repeat($.case_clause),
        optional($.otherwise_clause),
        ends("endswitch"),
      ),
    case_clause: ($) => seq("case", field("value", $._expression), bodyAfterExpression($)),
    otherwise_clause: ($) => seq("otherwise", body($)),

    for_statement: ($) =>
      seq(
        choice("for", "parfor"),
        choice(
          $._for_header,
          seq("(", $._for_header, optional(seq(",", field("workers", $._expression))), ")"),
        ),
        bodyAfterExpression($),
        ends("endfor", "endparfor"),
      ),
    _for_header: ($) => prec(1, seq(field("variable", $._assignable), "=", field("iterable", $._expression))),

    while_statement: ($) =>
      seq("while", field("condition", $._condition), bodyAfterExpression($), ends("endwhile")),

    do_statement: ($) => seq(alias($._do_keyword, "do"), body($), "until", field("condition", $._expression)),

    try_statement: ($) => seq("try", body($), optional($.catch_clause), ends("end_try_catch")),
    catch_clause: ($) =>
      seq("catch", optional(field("exception", alias($._exception_name, $.identifier))), body($)),

    unwind_protect_statement: ($) =>
      seq(
        "unwind_protect",
        body($),
        "unwind_protect_cleanup",
        terminators($),
        optional(field("cleanup", $.block)),
        ends("end_unwind_protect"),
      ),

    spmd_statement: ($) =>
      seq("spmd", optional(field("arguments", $.arguments)), bodyAfterExpression($), ends("endspmd")),

    // Functions and classes

    function_definition: ($) =>
      seq(
        alias($._function_with_end, "function"),
        signature($),
        $._after_signature,
        body($),
        ends("endfunction"),
      ),
    _open_function: ($) =>
      seq(alias($._function_without_end, "function"), signature($), $._after_signature, body($)),
    _after_signature: ($) => choice($._terminator, $._implicit_terminator),

    outputs: ($) => choice($.identifier, seq("[", repeat(choice($.identifier, ",")), "]")),

    // The methods of a class that overload indexing are called `end`.
    _function_name: ($) =>
      choice(
        reserved("fields", $.identifier),
        $.qualified_name,
        alias(choice("get", "set"), $.identifier),
        $.property_accessor,
      ),
    property_accessor: ($) =>
      seq(field("kind", choice("get", "set")), ".", field("name", reserved("fields", $.identifier))),

    parameters: ($) => seq("(", choice(newlines($), list($, $._parameter)), ")"),
    _parameter: ($) => choice($.identifier, $.ignored, $.default_parameter),
    default_parameter: ($) => seq(field("name", $.identifier), "=", field("value", $._expression)),

    arguments_block: ($) =>
      declarations($, alias($._arguments_keyword, "arguments"), $.property, "endarguments"),

    class_definition: ($) =>
      seq(
        "classdef",
        optional(field("attributes", $.attributes)),
        field("name", $._name),
        optional(field("superclasses", $.superclasses)),
        repeat1($._terminator),
        repeat(
          seq(
            choice($.properties_block, $.methods_block, $.events_block, $.enumeration_block),
            repeat($._terminator),
          ),
        ),
        ends("endclassdef"),
      ),

    superclasses: ($) => seq("<", $._name, repeat(seq("&", $._name))),

    attributes: ($) => seq("(", list($, $.attribute), ")"),
    attribute: ($) =>
      seq(
        optional(choice("~", "!")),
        field("name", $.identifier),
        optional(seq("=", field("value", $._expression))),
      ),

    properties_block: ($) => declarations($, "properties", $.property, "endproperties"),
    property: ($) =>
      seq(
        field(
          "name",
          choice($.identifier, $.ignored, alias($._dotted, $.field_expression), $.class_properties),
        ),
        optional(field("size", $.size)),
        optional(seq(optional("@"), field("type", $._name), optional(field("shape", $.identifier)))),
        optional(field("validators", $.validators)),
        optional(seq("=", field("default", $._expression))),
      ),
    _dotted: ($) => seq(field("object", $.identifier), ".", field("field", reserved("fields", $.identifier))),
    class_properties: ($) => seq(field("object", $.identifier), ".", "?", field("class", $._name)),
    size: ($) => seq("(", list($, choice($.number, $.colon, $.identifier)), ")"),
    validators: ($) => seq("{", list($, $._expression), "}"),

    methods_block: ($) =>
      seq(
        "methods",
        optional(field("attributes", $.attributes)),
        repeat(choice($._terminator, $.function_definition, seq($.method_signature, $._terminator))),
        ends("endmethods"),
      ),
    method_signature: ($) => signature($),

    events_block: ($) => declarations($, "events", $.event, "endevents"),
    event: ($) => field("name", $.identifier),

    enumeration_block: ($) => declarations($, "enumeration", $.enumerator, "endenumeration"),
    enumerator: ($) => seq(field("name", $.identifier), optional(field("arguments", $.arguments))),

    // Expressions

    _expression: ($) =>
      choice(
        $._assignable,
        $.number,
        $.string,
        $.double_quoted_string,
        $.end_index,
        $.parenthesized_expression,
        $.matrix,
        $.cell,
        $.unary_operator,
        $.binary_operator,
        $.postfix_operator,
        $.range,
        $.lambda,
        $.function_handle,
        $.metaclass,
        $.superclass_call,
      ),

    _assignable: ($) => choice($.identifier, $.call, $.cell_index, $.field_expression),

    identifier: () => /[A-Za-z_][A-Za-z0-9_]*/,

    _name: ($) => choice($.identifier, $.qualified_name),
    qualified_name: ($) => seq($.identifier, repeat1(seq(".", reserved("fields", $.identifier)))),

    parenthesized_expression: ($) =>
      seq("(", newlines($), choice($._expression, $.assignment), newlines($), ")"),

    _indexable: ($) =>
      choice($._assignable, $.parenthesized_expression, $.matrix, $.cell, $.double_quoted_string),

    call: ($) => prec(PREC.access, seq(field("function", $._indexable), field("arguments", $.arguments))),

    cell_index: ($) =>
      prec(
        PREC.access,
        seq(field("object", $._indexable), field("arguments", alias($._cell_arguments, $.arguments))),
      ),

    field_expression: ($) =>
      prec(
        PREC.access,
        seq(
          field("object", $._indexable),
          ".",
          field("field", choice(reserved("fields", $.identifier), $.dynamic_field)),
        ),
      ),
    dynamic_field: ($) => seq("(", $._expression, ")"),

    arguments: ($) => seq("(", choice(newlines($), list($, $._argument)), ")"),
    _cell_arguments: ($) => seq("{", choice(newlines($), list($, $._argument)), "}"),
    _argument: ($) => choice($._expression, $.colon, $.named_argument),
    named_argument: ($) => seq(field("name", $.identifier), "=", field("value", $._expression)),
    colon: () => ":",

    superclass_call: ($) =>
      prec.right(
        PREC.access,
        seq(
          field("method", $.identifier),
          token.immediate("@"),
          field("superclass", $._name),
          optional(field("arguments", $.arguments)),
        ),
      ),

    unary_operator: ($) =>
      prec(PREC.unary, seq(field("operator", choice(...UNARY)), field("operand", $._expression))),

    binary_operator: ($) =>
      choice(
        ...OPERATORS.map(([precedence, operators]) =>
          prec.left(
            precedence,
            seq(
              field("left", $._expression),
              field("operator", typeof operators === "string" ? operators : choice(...operators)),
              field("right", $._expression),
            ),
          ),
        ),
        prec.left(
          PREC.power,
          seq(
            field("left", $._expression),
            field("operator", choice(...POWERS)),
            field("right", choice($._expression, alias($._unary_in_power, $.unary_operator))),
          ),
        ),
      ),

    // In 2^-1^2 the minus binds closer than the second power.
    _unary_in_power: ($) =>
      prec(
        PREC.unaryInPower,
        seq(
          field("operator", choice(...UNARY)),
          field("operand", choice($._expression, alias($._unary_in_power, $.unary_operator))),
        ),
      ),

    postfix_operator: ($) =>
      prec.left(
        PREC.power,
        seq(field("operand", $._expression), field("operator", choice(alias($._transpose, "'"), ".'"))),
      ),

    range: ($) =>
      choice(
        prec.right(PREC.range, seq(field("start", $._expression), ":", field("stop", $._expression))),
        prec.left(
          PREC.rangeWithStep,
          seq(
            field("start", $._expression),
            ":",
            field("step", $._expression),
            ":",
            field("stop", $._expression),
          ),
        ),
      ),

    matrix: ($) => seq("[", optional($._rows), "]"),
    cell: ($) => seq("{", optional($._rows), "}"),
    _rows: ($) =>
      choice(
        repeat1($._row_separator),
        seq(
          repeat($._row_separator),
          $.row,
          repeat(seq(repeat1($._row_separator), $.row)),
          repeat($._row_separator),
        ),
      ),
    _row_separator: ($) => choice(";", seq(";", ","), $._newline),
    row: ($) =>
      seq($._expression, repeat(seq(choice(",", $._element_separator), $._expression)), optional(",")),

    lambda: ($) =>
      prec.right(PREC.lambda, seq("@", field("parameters", $.parameters), field("body", $._expression))),

    function_handle: ($) => seq("@", field("name", $._name)),

    metaclass: ($) => seq("?", field("name", $._name)),
  },
});
