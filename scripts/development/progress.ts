/** Shows how far something has come, such as the filling of departments: a line that is written over on a terminal, lines elsewhere. */
export interface Progress {
  readonly report: (what: string, done: number, total: number) => void;
  readonly end: () => void;
}

const width = 24;

/**
 * Progress on a stream, such as standard error.
 * @param doing what is done, for a stream that is no terminal
 */
export function createProgress(stream: NodeJS.WriteStream, doing: string): Progress {
  let last = '';
  let open = false;
  return {
    report: (what, done, total) => {
      const share = total === 0 ? 1 : done / total;
      if (stream.isTTY) {
        const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
        stream.write(`\r${what.padEnd(10)} ${bar} ${Math.floor(share * 100)} %  `);
        open = true;
      } else if (what !== last) stream.write(`${doing} ${what}\n`);
      last = what;
    },
    end: () => {
      if (open) stream.write('\r\u001b[K');
      open = false;
    },
  };
}
