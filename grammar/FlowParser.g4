// The whole language. No embedded code. Every decision needs one token of lookahead: the token filter has already told
// the words that need more (README.md), so parsing is fast from the first file on and nothing is ambiguous.
//
// The grammar takes more than the language where a person deserves a better message than 'unexpected token'; what is
// refused after parsing is listed in README.md. Precedence is not here: `expression` is a flat chain of operands and
// operators, which the tree builder arranges by the table in README.md.
parser grammar FlowParser;
options { tokenVocab=FlowLexer; }

module: topItem* EOF;
topItem: item ( separator | EOF );
separator: NEWLINE | SEMICOLON;
item: declaration | statement;

// ---- declarations

declaration: annotations+=annotation* ( isPublic=PUB ( declared | letStatement ) | declared );
declared: importDecl | paramDecl | schemaDecl | typeDecl | enumDecl | errorDecl | fnDecl | actorDecl | stageDecl
        | modelDecl | externDecl | testDecl;
annotation: AT name arguments? NEWLINE?;

importDecl: IMPORT ( root=name | file=string ) parts+=importPart* ( AS alias=name )?;
importPart: DOT ( name | LBRACE names+=importName ( COMMA names+=importName )* TRAILING_COMMA? RBRACE );
importName: imported=name ( AS alias=name )?;

paramDecl: PARAM name COLON type ( ASSIGN value=expression )?;
schemaDecl: SCHEMA name fieldBlock;
typeDecl: TYPE name typeParameters? ASSIGN type;
enumDecl: ENUM name typeParameters? variantBlock;
errorDecl: ERROR name variantBlock;

fieldBlock: fieldList | LBRACE RBRACE;
fieldList: TYPE_BRACE fields+=field ( comma fields+=field )* TRAILING_COMMA? RBRACE;
field: name COLON type;
variantBlock: LBRACE ( variants+=variant ( comma variants+=variant )* TRAILING_COMMA? )? RBRACE;
variant: name parameters?;
comma: COMMA | NEWLINE;

fnDecl: modifiers+=fnModifier* FN_NAMED name typeParameters? parameters ( ARROW result=type )? fnBody;
fnModifier: TASK | READ | NONDET | IDEMPOTENT | AGGREGATE | TRAIN_MODIFIER;
fnBody: block | FAT_ARROW value=expression;
typeParameters: LBRACKET list+=typeParameter ( COMMA list+=typeParameter )* TRAILING_COMMA? RBRACKET;
typeParameter: name ( COLON bounds+=type ( PLUS bounds+=type )* )?;
parameters: LPAREN ( list+=parameter ( COMMA list+=parameter )* TRAILING_COMMA? )? RPAREN;
parameter: isInout=INOUT? name ( COLON type )? ( ASSIGN value=expression )?;

actorDecl: kind=( ACTOR | ENV ) name typeParameters? parameters? memberBlock;
modelDecl: MODEL name parameters? memberBlock;
memberBlock: LBRACE ( members+=member ( separator members+=member )* )? RBRACE;
member: letStatement | annotations+=annotation* ( stateDecl | fnDecl );
stateDecl: STATE name ( COLON type )? ASSIGN value=expression;

stageDecl: kind=( TRAIN | TUNE | SERVE ) name parameters? braceOpen
           ( items+=stageItem ( stageSeparator items+=stageItem )* TRAILING_COMMA? )? RBRACE;
stageItem: stageEntry | spaceDecl | routeDecl | annotations+=annotation* fnDecl;
stageEntry: name COLON value=expression;
spaceDecl: SPACE braceOpen ( entries+=stageEntry ( stageSeparator entries+=stageEntry )* TRAILING_COMMA? )? RBRACE;
routeDecl: ROUTE method=name path=string parameters ( ARROW result=type )? fnBody;
stageSeparator: COMMA | NEWLINE | SEMICOLON;
braceOpen: LBRACE | TYPE_BRACE;

externDecl: EXTERN ( language=name library=string | languageString=string ( LIB library=string )? )
            LBRACE ( functions+=externFn ( separator functions+=externFn )* )? RBRACE;
externFn: annotations+=annotation* FN_NAMED name parameters ( ARROW result=type )?;
testDecl: TEST title=string block;

// ---- types

type: fnType | typeAtom optional+=QUESTION*;
// `_` is a parameter of a lambda that nobody uses: `fn(_) => 0`.
typeAtom: namedType | fieldBlock | tupleType | UNDERSCORE;
namedType: path+=name ( DOT path+=name )* typeArguments?;
typeArguments: LBRACKET list+=typeArgument ( COMMA list+=typeArgument )* TRAILING_COMMA? RBRACKET;
typeArgument: type | INT;
tupleType: LPAREN ( elements+=type ( COMMA elements+=type )* TRAILING_COMMA? )? RPAREN;
fnType: FN LPAREN ( elements+=type ( COMMA elements+=type )* TRAILING_COMMA? )? RPAREN ARROW result=type;

// ---- statements

block: LBRACE ( items+=item ( separator items+=item )* )? RBRACE;
statement: letStatement | forStatement | whileStatement | assertStatement | plainStatement;
letStatement: kind=( LET | VAR ) pattern ( COLON type )? ASSIGN value=expression;
forStatement: FOR pattern IN iterable=expression block;
whileStatement: WHILE condition block;
assertStatement: ASSERT test=expression ( COMMA message=expression )?;
plainStatement: target=expression ( assignOperator value=expression )?;
assignOperator: ASSIGN | PLUS_ASSIGN | MINUS_ASSIGN | STAR_ASSIGN | SLASH_ASSIGN | PERCENT_ASSIGN;
condition: LET pattern ASSIGN value=expression | value=expression;

// ---- expressions: a chain that grows to the right

expression: chain | lambda;
// What does not begin with `fn`.
chain
  : prefix=( MINUS | TILDE | NOT | AWAIT | FAIL_OPERAND | RETURN_OPERAND ) right=expression
  | leave=( FAIL | RETURN | YIELD ) right=expression
  | operand ( link | catchLink )?;
link
  : op=( PLUS | MINUS | STAR | SLASH | PERCENT | DIV | POWER | SHIFT_LEFT | SHIFT_RIGHT | AMPERSAND | CARET | BAR
       | COALESCE | RANGE | RANGE_TO | EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | IN | NOT_IN
       | AND | OR | PIPE ) right=expression;
catchLink: CATCH name block ( PIPE right=expression | next=catchLink )?;
lambda: FN lambdaParameters ( ARROW result=type )? ( FAT_ARROW value=expression | block suffix* ( link | catchLink )? );

operand
  : primary suffixes+=suffix*
  | SPAWN primary suffixes+=suffix* ( WITH arguments )?
  | leave=( BREAK | CONTINUE | RETURN_BARE );
suffix
  : dot=( DOT | OPTIONAL_DOT ) name
  | TUPLE_INDEX
  | arguments
  | LBRACKET indices+=index ( COMMA indices+=index )* TRAILING_COMMA? RBRACKET
  | QUESTION; // of a type: `cast(.x, i64?)`
index: OPEN_RANGE | op=( RANGE | RANGE_TO ) end=expression | valueOrType OPEN_RANGE?;
arguments: LPAREN ( list+=argument ( COMMA list+=argument )* TRAILING_COMMA? )? RPAREN;
argument: RANGE spread=expression | isInout=AMPERSAND value=expression
        | first=valueOrType ( colon=COLON ( isInout=AMPERSAND? second=valueOrType )? )?; // `from:` is `from: from`
// Where a type may stand among values. `{ a: i64 }` is a type; a function type is a lambda without a body.
valueOrType: chain | fieldList optional+=QUESTION* | lambdaOrType;
lambdaOrType
  : FN lambdaParameters
    ( ARROW result=type )? ( FAT_ARROW value=expression | block suffix* ( link | catchLink )? )?;
lambdaParameters: LPAREN ( list+=parameterOrType ( COMMA list+=parameterOrType )* TRAILING_COMMA? )? RPAREN;
// A parameter reads as a type: a name, `_`, or the parts of a tuple.
parameterOrType: isInout=INOUT? first=type ( COLON second=type )? ( ASSIGN value=expression )?;

primary
  : literal
  | name
  | UNDERSCORE
  | DOT column=name
  | LPAREN ( elements+=element ( COMMA elements+=element )* TRAILING_COMMA? )? RPAREN
  | LBRACKET ( COLON
             | entries+=entry ( clauses+=forClause+ | ( COMMA entries+=entry )* TRAILING_COMMA? )
             )? RBRACKET
  | ifExpression
  | MATCH subject=expression LBRACE ( arms+=arm ( comma arms+=arm )* TRAILING_COMMA? )? RBRACE
  | block;
element: RANGE spread=expression | first=valueOrType ( colon=COLON second=expression? )?;
entry: first=expression ( COLON second=expression )?;
forClause: FOR pattern IN iterable=expression ( IF conditions+=expression )*;
ifExpression: IF condition block parts+=elsePart*;
elsePart: ELSE ( IF condition block | block );
arm: pattern ( IF guard=expression )? FAT_ARROW target=expression ( assignOperator value=expression )?;

// ---- patterns

pattern: list+=patternAtom ( BAR list+=patternAtom )*;
patternAtom
  : UNDERSCORE
  | begin=valuePattern ( op=( RANGE | RANGE_TO ) end=valuePattern )?
  | path+=name ( DOT path+=name )* patternArguments?
  | patternArguments
  | LBRACKET ( elements+=patternItem ( COMMA elements+=patternItem )* TRAILING_COMMA? )? RBRACKET;
valuePattern
  : MINUS? number=( INT | FLOAT | QUANTITY )
  | string
  | other=( RAW_STRING | BYTES | DATE | TRUE | FALSE | NONE );
patternArguments: LPAREN ( elements+=patternItem ( COMMA elements+=patternItem )* TRAILING_COMMA? )? RPAREN;
patternItem: RANGE rest=name | OPEN_RANGE | first=pattern ( colon=COLON second=pattern? )?;

// ---- words

literal: value=( INT | FLOAT | QUANTITY | TRUE | FALSE | NONE | RAW_STRING | BYTES | DATE ) | string;
string: open=( STRING_OPEN | TRIPLE_OPEN ) parts+=stringPart* STRING_CLOSE;
stringPart
  : text=( STRING_TEXT | STRING_ESCAPE )
  | INTERPOLATION_OPEN expression ( FORMAT_COLON format=FORMAT_TEXT? )? INTERPOLATION_CLOSE;
name: IDENT | QUOTED;
