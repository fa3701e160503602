import type { Figures } from '../measure.ts';

const width = 760;
const labels = 390;
const row = 20;
const titleHeight = 34;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .scene { font-weight: 600 }
  .other { fill: #9aa4af }
  .own { fill: #0a6e8a }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .other { fill: #6b7682 }
    .own { fill: #4cc2e0 }
  }`;

/**
 * Draws the CPU of a request as bars, scene by scene, each to its own scale; legible on light and dark.
 * @param isOwn whether a gateway is the project's own
 */
export function chart(figures: readonly Figures[], isOwn: (gateway: string) => boolean): string {
  const scenes = [...new Set(figures.map(({ scene }) => scene))];
  const parts: string[] = [];
  let y = 0;
  for (const scene of scenes) {
    const bars = figures.filter((each) => each.scene === scene);
    const most = Math.max(...bars.map(({ cpuMs }) => cpuMs));
    parts.push(`<text class="scene" x="0" y="${y + 22}">${escaped(scene)}</text>`);
    y += titleHeight;
    for (const { gateway, cpuMs } of bars) {
      const length = Math.max(1, (cpuMs / most) * (width - labels - 70));
      parts.push(
        `<text x="0" y="${y + 13}">${escaped(gateway)}</text>`,
        `<rect class="${isOwn(gateway) ? 'own' : 'other'}" x="${labels}" y="${y + 3}" width="${length.toFixed(1)}" height="13" rx="2"/>`,
        `<text x="${(labels + length + 6).toFixed(1)}" y="${y + 13}">${cpuMs.toFixed(2)} ms</text>`,
      );
      y += row;
    }
  }
  const said = `CPU of the gateway's process for one request in milliseconds, scene by scene`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 8}" role="img" aria-label="${said}">
<title>${said}</title>
<style>${style}
</style>
${parts.join('\n')}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
