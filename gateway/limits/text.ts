import { Lexer, Source, TokenKind } from 'graphql';
import type { RequestRefused } from '../errors.ts';
import type { ComplexityLimits } from './complexity.ts';
import { exceeded } from './exceeded.ts';

const opening: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const closing: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/**
 * Counts the tokens and the brackets within brackets of a text before it is parsed: the parser recurses, and a deep
 * text would exhaust its stack. Null when neither is too much.
 * @throws GraphQLError where the text has no tokens
 */
export function checkText(
  text: string,
  limits: Pick<ComplexityLimits, 'tokens' | 'nesting'>,
): RequestRefused | null {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    if (opening.has(token.kind)) nesting += 1;
    else if (closing.has(token.kind)) nesting -= 1;
    if (tokens > limits.tokens) return exceeded('tokens', limits.tokens, tokens, 'tokens');
    if (nesting > limits.nesting) return tooDeep(limits.nesting, nesting);
  }
  return null;
}

/** Finds variables whose lists and objects stand too deep in each other to be coerced; null when none do. */
export function checkNesting(value: unknown, most: number): RequestRefused | null {
  return isDeeper(value, most) ? tooDeep(most, most + 1) : null;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Object.values(value)) if (isDeeper(inner, levels - 1)) return true;
  return false;
}

function tooDeep(most: number, asked: number): RequestRefused {
  return exceeded('nesting', most, asked, 'brackets within each other');
}
