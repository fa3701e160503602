interface PathCodeProps {
  readonly path: string;
}

/** An address or a path in data; a line breaks before its steps, not within. */
export function PathCode({ path }: PathCodeProps) {
  return (
    <code class="cpz-code">
      {path.split(/(?=[/.?])/).map((step, index) => (
        <>
          {index > 0 && <wbr />}
          {step}
        </>
      ))}
    </code>
  );
}
