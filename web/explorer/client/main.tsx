// INVARIANT: before GraphiQL, which starts its workers as soon as it is there.
import './workers.ts';
import 'graphiql/style.css';
import './explorer.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { Directory, loadExamples } from './directory.ts';
import { root } from './page.ts';
import { dictionaries } from './words.ts';

const directory = new Directory();
const reactRoot = createRoot(root);

try {
  const [personas, examples] = await Promise.all([directory.personas(), loadExamples()]);
  reactRoot.render(<App directory={directory} personas={personas} examples={examples} />);
} catch (error) {
  reactRoot.render(
    <main className="cpz cpz-broken">
      <p lang="zh-CN">{dictionaries.zh.broken}</p>
      <p lang="en">{dictionaries.en.broken}</p>
      <pre>{String(error)}</pre>
    </main>,
  );
}
