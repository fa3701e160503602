import Sequencer from '@jest/test-sequencer';

/** Files that take a while and need no filled database. */
const meanwhile = /(plan\/planning|conformance\/differential)\.test\.ts$/;

/** The first test that needs the filled database makes it for all; the other worker does not wait for it meanwhile. */
export default class extends Sequencer {
  async sort(tests) {
    const [first, ...others] = await super.sort(tests);
    if (first === undefined) return [];
    const isMeanwhile = ({ path }) => meanwhile.test(path);
    return [first, ...others.filter(isMeanwhile), ...others.filter((test) => !isMeanwhile(test))];
  }
}
