import type { PolicySet } from '../../policies/index.ts';

/** What keeps documents from being in force for want of good signatures. */
export function signatureProblems({ problems }: PolicySet): PolicySet['problems'] {
  return problems.filter(({ code }) =>
    /^(SIGN(ER|ATURE)_|AGREEMENT_(UN|HALF_)|DISCLOSURE_UNSIGNED)/.test(code),
  );
}
