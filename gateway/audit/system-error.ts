/** Whether an error is the system's of this code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
