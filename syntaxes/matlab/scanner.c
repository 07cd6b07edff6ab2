// Tokens of MATLAB that depend on white space, on what stands before them or on the rest of the line or file.

#include "tree_sitter/parser.h"

#include <stdlib.h>
#include <string.h>

// In the order of `externals` in grammar.js.
enum TokenType {
  COMMENT,
  BLOCK_COMMENT,
  LINE_CONTINUATION,
  NUMBER,
  STRING,
  DOUBLE_QUOTED_STRING,
  END_INDEX,
  COMMAND_NAME,
  COMMAND_ARGUMENT,
  SHELL_COMMAND,
  TRANSPOSE,
  ELEMENT_SEPARATOR,
  IMPLICIT_TERMINATOR,
  OUTPUTS_OPEN,
  FUNCTION_WITH_END,
  FUNCTION_WITHOUT_END,
  ARGUMENTS_KEYWORD,
  DO_KEYWORD,
  EXCEPTION_NAME,
  ERROR_RECOVERY,
};

// Whether the functions of the file end with `end`: known from the first `function` on.
typedef enum { FUNCTIONS_UNKNOWN, FUNCTIONS_WITH_END, FUNCTIONS_WITHOUT_END } FunctionForm;

typedef struct {
  char function_form;
  // The last token was a line continuation, which separates elements as a space does.
  char continued;
} Scanner;

#define WORD_LIMIT 32

// While the parser recovers from an error, each quote of a line may be tried: longer strings are not looked for.
#define RECOVERY_LIMIT 500

static const char *const KEYWORDS[] = {
    "break",    "case",   "catch",     "classdef", "continue",   "else",   "elseif", "end",    "for",
    "function", "global", "if",        "otherwise", "parfor",    "persistent", "return", "spmd", "switch",
    "try",      "while",  "endif",     "endfor",   "endfunction", "endwhile", "endswitch", "end_try_catch",
    "end_unwind_protect", "unwind_protect", "unwind_protect_cleanup", "until", "endparfor", "endspmd", "endclassdef",
};
static const char *const OPENERS[] = {"for", "if", "parfor", "spmd", "switch", "try", "while", "unwind_protect"};
static const char *const CLOSERS[] = {
    "end", "endif", "endfor", "endfunction", "endwhile", "endswitch", "end_try_catch", "end_unwind_protect", "endparfor",
    "endspmd",
};

static bool among(const char *word, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(word, words[i]) == 0) return true;
  }
  return false;
}
#define AMONG(word, words) among(word, words, sizeof(words) / sizeof(words[0]))

static inline bool is_space(int32_t c) {
  return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == 0xa0 || c == 0xfeff || c == 0x1a;
}
static inline bool is_newline(int32_t c) { return c == '\n' || c == '\r'; }
static inline bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
static inline bool is_word_start(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static inline bool is_word(int32_t c) { return is_word_start(c) || is_digit(c); }
static inline bool is_comment_start(int32_t c) { return c == '%' || c == '#'; }

static inline bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }
static inline bool at_line_end(TSLexer *lexer) { return is_newline(lexer->lookahead) || at_end(lexer); }
static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static void skip_spaces(TSLexer *lexer) {
  while (is_space(lexer->lookahead)) advance(lexer);
}
static void skip_line(TSLexer *lexer) {
  while (!at_line_end(lexer)) advance(lexer);
}
static void skip_newline(TSLexer *lexer) {
  if (lexer->lookahead == '\r') {
    advance(lexer);
    if (lexer->lookahead == '\n') advance(lexer);
  } else if (lexer->lookahead == '\n') {
    advance(lexer);
  }
}

// Reads a word; of a longer one only the beginning is kept.
static void read_word(TSLexer *lexer, char word[WORD_LIMIT]) {
  unsigned length = 0;
  while (is_word(lexer->lookahead)) {
    if (length < WORD_LIMIT - 1) word[length++] = (char)lexer->lookahead;
    advance(lexer);
  }
  word[length] = '\0';
}

static bool accept(TSLexer *lexer, enum TokenType type) {
  lexer->result_symbol = type;
  return true;
}

static bool accept_to_here(TSLexer *lexer, enum TokenType type) {
  lexer->mark_end(lexer);
  return accept(lexer, type);
}

// Comments

// After `%{` alone on its line: moves to the end of the line of the `%}` that belongs to it, or of the file; the token ends there
// if `marks`.
static void skip_block_comment(TSLexer *lexer, bool marks) {
  unsigned depth = 1;
  while (!at_end(lexer)) {
    skip_newline(lexer);
    skip_spaces(lexer);
    if (is_comment_start(lexer->lookahead)) {
      advance(lexer);
      int32_t brace = lexer->lookahead;
      if (brace == '{' || brace == '}') {
        advance(lexer);
        if (marks) lexer->mark_end(lexer);
        skip_spaces(lexer);
        if (at_line_end(lexer)) depth = brace == '{' ? depth + 1 : depth - 1;
        if (depth == 0) return;
      }
    }
    skip_line(lexer);
    if (marks) lexer->mark_end(lexer);
  }
}

// `spaces`: how many stand before it in this token. A block comment opens only where nothing else is on its line.
static bool scan_comment(TSLexer *lexer, unsigned spaces) {
  unsigned length = spaces + 1;
  advance(lexer);
  if (lexer->lookahead == '{') {
    for (advance(lexer), length++; is_space(lexer->lookahead); length++) advance(lexer);
    if (at_line_end(lexer) && lexer->get_column(lexer) == length) {
      lexer->mark_end(lexer);
      skip_block_comment(lexer, true);
      return accept(lexer, BLOCK_COMMENT);
    }
  }
  skip_line(lexer);
  return accept_to_here(lexer, COMMENT);
}

// Numbers and strings

static bool is_digit_of(int32_t c, unsigned base) {
  if (base == 2) return c == '0' || c == '1';
  return is_digit(c) || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

static void scan_imaginary_unit(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  lexer->mark_end(lexer);
  if (c == 'i' || c == 'j' || c == 'I' || c == 'J') {
    advance(lexer);
    if (!is_word(lexer->lookahead)) lexer->mark_end(lexer);
  }
}

// `lexer` stands at a digit, or behind a dot (`fraction`). `1./x` is `1 ./ x`, and `1...` is continued in the next line.
static bool scan_number(TSLexer *lexer, bool fraction) {
  lexer->result_symbol = NUMBER;
  if (!fraction && lexer->lookahead == '0') {
    advance(lexer);
    int32_t letter = lexer->lookahead;
    unsigned base = letter == 'x' || letter == 'X' ? 16 : letter == 'b' || letter == 'B' ? 2 : 10;
    if (base != 10) {
      lexer->mark_end(lexer);
      advance(lexer);
      if (!is_digit_of(lexer->lookahead, base)) return true;
      while (is_digit_of(lexer->lookahead, base)) advance(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == 'u' || lexer->lookahead == 's') {
        advance(lexer);
        if (is_digit(lexer->lookahead)) {
          while (is_digit(lexer->lookahead)) advance(lexer);
          lexer->mark_end(lexer);
        }
      }
      return true;
    }
  }
  while (is_digit(lexer->lookahead)) advance(lexer);
  lexer->mark_end(lexer);
  if (!fraction && lexer->lookahead == '.') {
    advance(lexer);
    int32_t c = lexer->lookahead;
    if (c == '*' || c == '/' || c == '\\' || c == '^' || c == '\'' || c == '.') return true;
    while (is_digit(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
  }
  int32_t c = lexer->lookahead;
  if (c == 'e' || c == 'E' || c == 'd' || c == 'D') {
    advance(lexer);
    if (lexer->lookahead == '+' || lexer->lookahead == '-') advance(lexer);
    if (!is_digit(lexer->lookahead)) return true;
    while (is_digit(lexer->lookahead)) advance(lexer);
  }
  scan_imaginary_unit(lexer);
  return true;
}

// `limit`: the longest string that is looked for.
static bool scan_string(TSLexer *lexer, unsigned limit) {
  advance(lexer);
  for (unsigned length = 0; !at_line_end(lexer) && length < limit; length++) {
    bool is_quote = lexer->lookahead == '\'';
    advance(lexer);
    if (is_quote && lexer->lookahead != '\'') return accept_to_here(lexer, STRING);
    if (is_quote) advance(lexer);
  }
  return false;
}

// Whether the quote of `\"`, just read, ends a string: in MATLAB it does ("C:\"), in Octave it is part of it. What follows tells.
static bool ends_after_backslash(TSLexer *lexer) {
  skip_spaces(lexer);
  int32_t c = lexer->lookahead;
  if (at_line_end(lexer) || c == ')' || c == ']' || c == '}' || c == ';') return true;
  if (c != ',') return false;
  advance(lexer);
  skip_spaces(lexer);
  return lexer->lookahead == '"' || is_word(lexer->lookahead);
}

static bool scan_double_quoted_string(TSLexer *lexer, unsigned limit) {
  bool escaped = false;
  advance(lexer);
  for (unsigned length = 0; !at_line_end(lexer) && length < limit; length++) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"' && lexer->lookahead == '"' && !escaped) {
      advance(lexer);
    } else if (c == '"') {
      lexer->mark_end(lexer);
      if (!escaped || ends_after_backslash(lexer)) return accept(lexer, DOUBLE_QUOTED_STRING);
    }
    escaped = c == '\\' && !escaped;
  }
  return false;
}

// Commands

// Behind a name and the spaces after it: whether the rest of the line is words (`hold on`) and not an expression (`a - b`).
// As in MATLAB an operator with a space on its right side makes an expression.
static bool starts_command(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  if (at_line_end(lexer) || is_comment_start(c)) return false;
  switch (c) {
    case ';':
    case ',':
    case '=':
    case '(':
    case ')':
    case ']':
    case '{':
    case '}':
      return false;
    case '\'':  // a string that is closed, or a transpose
      for (advance(lexer); !at_line_end(lexer); advance(lexer)) {
        if (lexer->lookahead == '\'') return true;
      }
      return false;
    case '.':
      advance(lexer);
      c = lexer->lookahead;
      if (c == '.') {  // `cd ..`, but not a continuation
        advance(lexer);
        return lexer->lookahead != '.';
      }
      if (c != '*' && c != '/' && c != '\\' && c != '^' && c != '\'') return true;
      advance(lexer);
      return !is_space(lexer->lookahead) && lexer->lookahead != '=';
    case '+':
    case '-':
    case '*':
    case '/':
    case '\\':
    case '^':
    case '&':
    case '|':
    case '<':
    case '>':
    case ':':
    case '~':
    case '!': {
      advance(lexer);
      int32_t second = lexer->lookahead;
      if (second == '=') return false;
      if (second == c && (c == '&' || c == '|')) return false;
      if (second == c && (c == '+' || c == '-' || c == '*')) {
        advance(lexer);
        second = lexer->lookahead;
        if (c != '*' && (at_line_end(lexer) || second == ';' || second == ',')) return false;
      }
      return !is_space(second);
    }
    default:
      return true;
  }
}

// One word of a command. Quotes and brackets hold spaces, commas and semicolons.
static bool scan_command_argument(TSLexer *lexer) {
  unsigned depth = 0;
  while (!at_line_end(lexer)) {
    int32_t c = lexer->lookahead;
    if (depth == 0 && (is_space(c) || c == ';' || c == ',' || c == '%')) break;
    advance(lexer);
    if (c == '\'' || c == '"') {
      while (!at_line_end(lexer) && lexer->lookahead != c) advance(lexer);
      if (lexer->lookahead == c) advance(lexer);
    } else if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
      depth--;
    }
  }
  return accept_to_here(lexer, COMMAND_ARGUMENT);
}

// Functions

// Behind the word `arguments`: whether it opens a block.
static bool opens_arguments(TSLexer *lexer) {
  char word[WORD_LIMIT];
  skip_spaces(lexer);
  if (at_line_end(lexer) || is_comment_start(lexer->lookahead)) return true;
  if (lexer->lookahead != '(') return false;
  advance(lexer);
  skip_spaces(lexer);
  read_word(lexer, word);
  return strcmp(word, "Input") == 0 || strcmp(word, "Output") == 0 || strcmp(word, "Repeating") == 0;
}

// Behind an opening quote: moves behind the closing one, at most to the end of the line. A doubled quote closes nothing.
static void skip_quoted(TSLexer *lexer, int32_t quote) {
  while (!at_line_end(lexer)) {
    bool is_quote = lexer->lookahead == quote;
    advance(lexer);
    if (is_quote && lexer->lookahead != quote) return;
    if (is_quote) advance(lexer);
  }
}

// Behind the first `function` of a file: reads the rest of the file and balances the words that open a block against those that
// end one. Where functions have no `end`, about as many are left open as there are functions.
static FunctionForm find_function_form(TSLexer *lexer) {
  char word[WORD_LIMIT];
  long functions = 1;
  long open = 1;
  unsigned parentheses = 0;
  unsigned brackets = 0;
  int32_t before = ' ';  // the last character that is no space; 0 where a statement begins
  bool spaced = true;
  while (!at_end(lexer)) {
    int32_t c = lexer->lookahead;
    if (is_space(c)) {
      spaced = true;
      advance(lexer);
      continue;
    }
    if (is_newline(c)) {
      if (brackets == 0) {
        parentheses = 0;
        before = 0;
      }
      advance(lexer);
    } else if (is_comment_start(c)) {
      advance(lexer);
      if (lexer->lookahead == '{' && before == 0) {
        advance(lexer);
        skip_spaces(lexer);
        if (at_line_end(lexer)) skip_block_comment(lexer, false);
      }
      skip_line(lexer);
    } else if (is_word_start(c)) {
      read_word(lexer, word);
      if (before == 0 && strcmp(word, "function") == 0) parentheses = brackets = 0;
      if (parentheses == 0 && brackets == 0 && before != '.' && before != '@') {
        if (strcmp(word, "function") == 0) {
          functions++;
          open++;
        } else if (AMONG(word, CLOSERS)) {
          open--;
        } else if (AMONG(word, OPENERS) || (before == 0 && strcmp(word, "arguments") == 0 && opens_arguments(lexer))) {
          open++;
        }
      }
      before = 'a';
    } else if (is_digit(c)) {
      while (is_word(lexer->lookahead)) advance(lexer);
      before = '0';
    } else {
      advance(lexer);
      bool after_operand = !spaced && (before == ')' || before == ']' || before == '}' || before == '\'' || before == 'a' || before == '0' || before == '.');
      if (c == '.' && lexer->lookahead == '.') {
        advance(lexer);
        if (lexer->lookahead == '.') {
          skip_line(lexer);
          skip_newline(lexer);
          c = before;
        }
      } else if (c == '"' || (c == '\'' && !after_operand)) {
        skip_quoted(lexer, c);
      } else if (c == '(') {
        parentheses++;
      } else if (c == ')') {
        if (parentheses > 0) parentheses--;
      } else if (c == '[' || c == '{') {
        brackets++;
      } else if (c == ']' || c == '}') {
        if (brackets > 0) brackets--;
      } else if ((c == ';' || c == ',') && parentheses == 0 && brackets == 0) {
        c = 0;
      }
      before = c;
    }
    spaced = false;
  }
  return 2 * open < functions ? FUNCTIONS_WITH_END : FUNCTIONS_WITHOUT_END;
}

static bool scan_function(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  if (scanner->function_form == FUNCTIONS_UNKNOWN) scanner->function_form = (char)find_function_form(lexer);
  bool with_end = scanner->function_form == FUNCTIONS_WITH_END;
  if (valid[FUNCTION_WITH_END] && (with_end || !valid[FUNCTION_WITHOUT_END])) return accept(lexer, FUNCTION_WITH_END);
  return valid[FUNCTION_WITHOUT_END] && accept(lexer, FUNCTION_WITHOUT_END);
}

// Whatever starts with a word and is more than a name or keyword.
static bool scan_word(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  char word[WORD_LIMIT];
  if (valid[IMPLICIT_TERMINATOR]) return accept_to_here(lexer, IMPLICIT_TERMINATOR);
  read_word(lexer, word);
  lexer->mark_end(lexer);
  bool starts_statement = valid[COMMAND_NAME];
  if (strcmp(word, "function") == 0) return scan_function(scanner, lexer, valid);
  if (strcmp(word, "end") == 0) return valid[END_INDEX] && !starts_statement && accept(lexer, END_INDEX);
  if (AMONG(word, KEYWORDS)) return false;
  bool spaced = is_space(lexer->lookahead);
  if (strcmp(word, "arguments") == 0 && valid[ARGUMENTS_KEYWORD]) {
    if (opens_arguments(lexer)) return accept(lexer, ARGUMENTS_KEYWORD);
    return false;
  }
  skip_spaces(lexer);
  int32_t c = lexer->lookahead;
  bool ends = at_line_end(lexer) || is_comment_start(c);
  if (strcmp(word, "do") == 0 && valid[DO_KEYWORD] && ends) return accept(lexer, DO_KEYWORD);
  if (valid[EXCEPTION_NAME] && (ends || c == ';' || c == ',')) return accept(lexer, EXCEPTION_NAME);
  return starts_statement && spaced && starts_command(lexer) && accept(lexer, COMMAND_NAME);
}

// Brackets

// In a matrix, behind an operand and white space: whether another element begins. `[a -b]` has two, `[a - b]` and `[a -...` one.
static bool starts_element(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  if (is_word(c)) return true;
  switch (c) {
    case '\'':
    case '"':
    case '(':
    case '[':
    case '{':
    case '@':
    case '?':
      return true;
    case '.':
      advance(lexer);
      return is_digit(lexer->lookahead);
    case '+':
    case '-':
      advance(lexer);
      return !is_space(lexer->lookahead) && !at_line_end(lexer);
    case '~':
    case '!':
      advance(lexer);
      return lexer->lookahead != '=';
    default:
      return false;
  }
}

// At a bracket where a statement begins: whether it holds what is assigned to, so that `=` stands behind it.
static bool scan_outputs_open(TSLexer *lexer) {
  unsigned depth = 0;
  int32_t before = ' ';
  advance(lexer);
  lexer->mark_end(lexer);
  for (depth = 1; depth > 0;) {
    int32_t c = lexer->lookahead;
    if (at_line_end(lexer) || is_comment_start(c)) return false;
    advance(lexer);
    if (c == '\'' || c == '"') {
      if (depth == 1) return false;
      if (!is_word(before) && before != ')') skip_quoted(lexer, c);
    } else if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if (c == ')' || c == ']' || c == '}') {
      depth--;
    } else if (c == '.' && before == '.' && lexer->lookahead == '.') {
      skip_line(lexer);
      skip_newline(lexer);
    }
    before = c;
  }
  skip_spaces(lexer);
  while (lexer->lookahead == '.') {
    advance(lexer);
    if (lexer->lookahead != '.') return false;
    skip_line(lexer);
    skip_newline(lexer);
    skip_spaces(lexer);
  }
  if (lexer->lookahead != '=') return false;
  advance(lexer);
  return lexer->lookahead != '=' && accept(lexer, OUTPUTS_OPEN);
}

static bool scan(Scanner *scanner, TSLexer *lexer, const bool *valid) {
  bool recovers = valid[ERROR_RECOVERY];
  bool continued = scanner->continued && valid[ELEMENT_SEPARATOR] && lexer->get_column(lexer) == 0;
  scanner->continued = 0;

  if (!recovers && lexer->lookahead == '\'' && valid[TRANSPOSE] && !continued) {
    advance(lexer);
    return accept_to_here(lexer, TRANSPOSE);
  }
  unsigned spaces = 0;
  for (; is_space(lexer->lookahead); spaces++) lexer->advance(lexer, true);
  int32_t c = lexer->lookahead;
  lexer->mark_end(lexer);

  if (is_comment_start(c)) return scan_comment(lexer, spaces);
  if (valid[ELEMENT_SEPARATOR] && !recovers && (spaces > 0 || continued)) {
    if (c != '.') return starts_element(lexer) && accept(lexer, ELEMENT_SEPARATOR);
    advance(lexer);
    if (is_digit(lexer->lookahead)) return accept(lexer, ELEMENT_SEPARATOR);
    if (lexer->lookahead != '.') return false;
    advance(lexer);
    if (lexer->lookahead != '.') return false;
    skip_line(lexer);
    skip_newline(lexer);
    scanner->continued = 1;
    return accept_to_here(lexer, LINE_CONTINUATION);
  }
  if (c == '.') {
    advance(lexer);
    bool in_command = valid[COMMAND_ARGUMENT] && !recovers;
    if (in_command && lexer->lookahead != '.') return scan_command_argument(lexer);
    if (is_digit(lexer->lookahead)) return valid[NUMBER] && scan_number(lexer, true);
    if (lexer->lookahead != '.') return false;
    advance(lexer);
    if (lexer->lookahead != '.') return in_command && scan_command_argument(lexer);
    skip_line(lexer);
    skip_newline(lexer);
    scanner->continued = 1;
    return accept_to_here(lexer, LINE_CONTINUATION);
  }
  if (recovers) {
    if (is_digit(c)) return scan_number(lexer, false);
    if (c == '"') return scan_double_quoted_string(lexer, RECOVERY_LIMIT);
    if (c == '\'') return spaces > 0 && scan_string(lexer, RECOVERY_LIMIT);
    if (c != 'f') return false;
    char word[WORD_LIMIT];
    read_word(lexer, word);
    lexer->mark_end(lexer);
    return strcmp(word, "function") == 0 && scan_function(scanner, lexer, valid);
  }
  if (valid[COMMAND_ARGUMENT]) return c != ';' && c != ',' && !at_line_end(lexer) && scan_command_argument(lexer);
  if (is_word_start(c)) return scan_word(scanner, lexer, valid);
  if (is_digit(c)) return valid[NUMBER] && scan_number(lexer, false);
  switch (c) {
    case '\'':
      if (valid[TRANSPOSE]) {
        advance(lexer);
        return accept_to_here(lexer, TRANSPOSE);
      }
      return valid[STRING] && scan_string(lexer, UINT32_MAX);
    case '"':
      return valid[DOUBLE_QUOTED_STRING] && scan_double_quoted_string(lexer, UINT32_MAX);
    case '[':
      if (valid[IMPLICIT_TERMINATOR]) return accept(lexer, IMPLICIT_TERMINATOR);
      return valid[OUTPUTS_OPEN] && scan_outputs_open(lexer);
    case '~':
      advance(lexer);
      return valid[IMPLICIT_TERMINATOR] && lexer->lookahead != '=' && accept(lexer, IMPLICIT_TERMINATOR);
    case '!':
      if (!valid[SHELL_COMMAND]) return false;
      advance(lexer);
      if (lexer->lookahead == '=') return false;
      skip_line(lexer);
      return accept_to_here(lexer, SHELL_COMMAND);
    default:
      return false;
  }
}

void *tree_sitter_matlab_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_matlab_external_scanner_destroy(void *payload) { free(payload); }

unsigned tree_sitter_matlab_external_scanner_serialize(void *payload, char *buffer) {
  memcpy(buffer, payload, sizeof(Scanner));
  return sizeof(Scanner);
}

void tree_sitter_matlab_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  memset(payload, 0, sizeof(Scanner));
  if (length == sizeof(Scanner)) memcpy(payload, buffer, length);
}

bool tree_sitter_matlab_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  return scan(payload, lexer, valid_symbols);
}
