/** Shows how far the departments' data has come: a line that is written over on a terminal, lines elsewhere. */
export interface Progress {
  readonly report: (department: string, done: number, total: number) => void;
  readonly end: () => void;
}

const width = 24;

/** Progress on a stream, such as standard error. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let last = '';
  let open = false;
  return {
    report: (department, done, total) => {
      const share = total === 0 ? 1 : done / total;
      if (stream.isTTY) {
        const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
        stream.write(`\r${department.padEnd(10)} ${bar} ${Math.floor(share * 100)} %  `);
        open = true;
      } else if (department !== last) stream.write(`filling ${department}\n`);
      last = department;
    },
    end: () => {
      if (open) stream.write('\r\u001b[K');
      open = false;
    },
  };
}
