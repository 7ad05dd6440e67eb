// Watches the page from inside, so that no time of the driver's own is measured.

/**
 * Runs before the page's first script and leaves `bench` behind. Times are those of `performance.now()`: milliseconds since
 * the navigation began. Something counts as shown when the frame that holds it has been painted; the page changes its content
 * in frame callbacks only, so that is the first task after the change.
 */
export function probe() {
  const painted = () => new Promise((resolve) => setTimeout(() => resolve(performance.now())));

  /** When `holds` first is true of the page, painted. */
  const shown = (holds) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`not in two minutes: ${holds}`)), 120_000);
      const watcher = new MutationObserver(() => {
        if (!holds()) return;
        watcher.disconnect();
        resolve(painted());
      });
      watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });

  /** When the next event of this kind reaches a field that fits. */
  const next = (kind, fits) =>
    new Promise((resolve) => {
      const heard = ({ target }) => {
        if (!target.matches(fits)) return;
        document.removeEventListener(kind, heard, true);
        resolve(performance.now());
      };
      document.addEventListener(kind, heard, true);
    });

  /** Measures the pauses between frames until it is told to stop; then gives the longest. */
  const pauses = () => {
    let longest = 0;
    let last = performance.now();
    let on = true;
    const frame = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return () => ((on = false), longest);
  };

  const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? "";

  globalThis.bench = {
    /** The sample can be opened: the core worker has answered. */
    ready: shown(() => [...document.querySelectorAll("main button")].some((button) => !button.disabled)),

    /** From choosing the file, through its preview, to its tier: `took`, and the longest `pause` of the main thread meanwhile. */
    async importing() {
      const began = await next("change", "input[type=file]");
      const stop = pauses();
      await shown(() => document.querySelector("#take-in:not(:disabled)"));
      document.querySelector("#take-in").click();
      const took = (await shown(() => text("#tier-name").includes("预计："))) - began;
      await painted();
      return { took, pause: stop() };
    },

    /** From leaving the field of a reviewer's points to another total. */
    async editing() {
      const before = text("h1 + .running b");
      const began = await next("change", "input.points");
      return (await shown(() => text("h1 + .running b") !== before)) - began;
    },
  };
}
