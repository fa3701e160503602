/** A failure that a person can mend: printed as one line, without a stack. */
export class Failure extends Error {
  /** Exit code of the process: 1 for a finding, 2 for wrong use, 69 for something missing (sysexits.h). */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}
