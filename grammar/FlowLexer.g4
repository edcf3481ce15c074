// The words and signs of Flow. No embedded code: what depends on context (newlines, words that are reserved in some
// places only, the end of `${..}`) is settled by the token filter, by the rules written down in README.md.
lexer grammar FlowLexer;

// Made by the token filter out of other tokens.
tokens {
  // a word at the head of its construct; an IDENT everywhere else
  PARAM, SCHEMA, TYPE, ENUM, ERROR, ACTOR, ENV, STATE, MODEL, TRAIN, TUNE, SERVE, SPACE, ROUTE, EXTERN, LIB, TEST,
  TASK, READ, NONDET, IDEMPOTENT, AGGREGATE, TRAIN_MODIFIER,
  FN_NAMED,             // `fn` before a name: a declaration
  NOT_IN,               // `not in`
  FAIL_OPERAND,         // `fail` and `return` right of `??`: they take one operand
  RETURN_OPERAND,
  RETURN_BARE,          // `return` without a value
  TYPE_BRACE,           // `{` before `name :`
  OPEN_RANGE,           // `..` with nothing behind it, in brackets
  TRAILING_COMMA,       // `,` before a closing bracket
  FORMAT_COLON,         // `:` in `${x:.2f}`
  INTERPOLATION_CLOSE   // `}` of `${..}`
}

// ---- reserved words
AND: 'and'; AS: 'as'; ASSERT: 'assert'; AWAIT: 'await'; BREAK: 'break'; CATCH: 'catch'; CONTINUE: 'continue';
DIV: 'div'; ELSE: 'else'; FAIL: 'fail'; FALSE: 'false'; FN: 'fn'; FOR: 'for'; IF: 'if'; IMPORT: 'import'; IN: 'in';
INOUT: 'inout'; LET: 'let'; MATCH: 'match'; NONE: 'none'; NOT: 'not'; OR: 'or'; PUB: 'pub'; RETURN: 'return';
SPAWN: 'spawn'; TRUE: 'true'; VAR: 'var'; WHILE: 'while'; WITH: 'with'; YIELD: 'yield';

// ---- literals
FLOAT: DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT;
QUANTITY: ( DIGITS ( '.' DIGITS )? UNIT )+;
INT: DIGITS | '0x' [0-9a-fA-F_]+ | '0b' [01_]+;
DATE: ( 'date' | 'ts' | 'dec' ) '"' ~["\r\n]* '"';
RAW_STRING: 'r"' ~["\r\n]* '"' | 'r"""' .*? '"""';
BYTES: 'b"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '"';
TRIPLE_OPEN: '"""' -> pushMode(MULTILINE);
STRING_OPEN: '"' -> pushMode(STRING);

// ---- operators and brackets
PIPE: '|>'; OPTIONAL_DOT: '?.'; COALESCE: '??'; QUESTION: '?'; RANGE_TO: '..='; RANGE: '..'; FAT_ARROW: '=>';
ARROW: '->'; POWER: '**'; SHIFT_LEFT: '<<'; SHIFT_RIGHT: '>>'; EQUAL: '=='; NOT_EQUAL: '!='; LESS_EQUAL: '<=';
GREATER_EQUAL: '>='; LESS: '<'; GREATER: '>'; PLUS_ASSIGN: '+='; MINUS_ASSIGN: '-='; STAR_ASSIGN: '*=';
SLASH_ASSIGN: '/='; PERCENT_ASSIGN: '%='; ASSIGN: '='; PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/'; PERCENT: '%';
BAR: '|'; CARET: '^'; AMPERSAND: '&'; TILDE: '~'; LPAREN: '('; RPAREN: ')'; LBRACKET: '['; RBRACKET: ']';
LBRACE: '{'; RBRACE: '}'; COMMA: ','; COLON: ':'; SEMICOLON: ';'; AT: '@';
TUPLE_INDEX: '.' [0-9]+; // `t.0`: a token, so that `t.0.1` is not a float
DOT: '.';
UNDERSCORE: '_';

// ---- names, comments, blanks
IDENT: [\p{XID_Start}_] [\p{XID_Continue}]*; // UAX #31
QUOTED: '`' ~[`\r\n]+ '`';
DOC: '///' ~[\r\n]* -> channel(2);
COMMENT: '//' ~[\r\n]* -> channel(HIDDEN);
NEWLINE: '\r'? '\n';
BLANK: [ \t]+ -> channel(HIDDEN);
BAD: .;

fragment DIGITS: [0-9] [0-9_]*;
fragment EXPONENT: [eE] [+-]? [0-9] [0-9_]*;
fragment UNIT: 'KiB' | 'MiB' | 'GiB' | 'TiB' | 'KB' | 'MB' | 'GB' | 'TB' | 'B'
             | 'ns' | 'us' | 'ms' | 's' | 'min' | 'h' | 'd';

// ---- inside "..", inside """..""", behind the colon of ${x:..}
mode STRING;
STRING_INTERPOLATION: '${' -> type(INTERPOLATION_OPEN), pushMode(DEFAULT_MODE);
STRING_ESCAPE: '\\' ( 'u{' [0-9a-fA-F]* '}' | ~[\r\n] );
STRING_TEXT: ~["\\$\r\n]+ | '$';
STRING_CLOSE: '"' -> popMode;
STRING_NEWLINE: '\r'? '\n' -> type(BAD);
STRING_BAD: . -> type(BAD);

mode MULTILINE;
INTERPOLATION_OPEN: '${' -> pushMode(DEFAULT_MODE);
MULTILINE_ESCAPE: '\\' ( 'u{' [0-9a-fA-F]* '}' | . ) -> type(STRING_ESCAPE);
MULTILINE_CLOSE: '"""' -> type(STRING_CLOSE), popMode;
MULTILINE_TEXT: ( ~["\\$]+ | '"' | '""' | '$' ) -> type(STRING_TEXT);
MULTILINE_BAD: . -> type(BAD);

mode FORMAT;
FORMAT_TEXT: ~[}"\r\n]+;
FORMAT_END: '}' -> type(INTERPOLATION_CLOSE), popMode;
FORMAT_BAD: . -> type(BAD);
