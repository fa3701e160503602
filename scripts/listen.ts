import { PolicyFileError } from '../policies/index.ts';
import { Failure } from './failure.ts';

/** What to tell a user when a server could not listen; any other error is given back as it is. */
export function listenFailure(error: unknown, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') {
    return new Failure(`Port ${port} is in use. End what listens there, or name another port.`, 69);
  }
  if (code === 'EACCES') return new Failure(`Port ${port} needs more rights than you have.`, 77);
  if (error instanceof PolicyFileError) return new Failure(error.message, 65);
  return error instanceof Error ? error : new Error(String(error));
}
