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

  /** The longest task of the main thread until it is told to stop: 0 where none took 50 ms. */
  const tasks = () => {
    let longest = 0;
    const take = (entries) => entries.forEach(({ duration }) => (longest = Math.max(longest, duration)));
    const watcher = new PerformanceObserver((list) => take(list.getEntries()));
    watcher.observe({ type: "longtask" });
    return () => (take(watcher.takeRecords()), watcher.disconnect(), longest);
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

    /**
     * From choosing the file to its preview; how many times a second its progress changed between the first word of it and
     * the last, and the longest time without a change.
     */
    async reading() {
      const began = await next("change", "input[type=file]");
      const [pause, task] = [pauses(), tasks()];
      const words = [];
      const watcher = new MutationObserver(() => {
        const word = text(".reading");
        if (word && word !== words.at(-1)?.word) words.push({ word, at: performance.now() });
      });
      watcher.observe(document, { subtree: true, childList: true, characterData: true });
      const took = (await shown(() => document.querySelector("#take-in:not(:disabled)"))) - began;
      watcher.disconnect();
      await painted();
      const times = words.map(({ at }) => at);
      const silent = Math.max(...times.map((at, nth) => (times[nth + 1] ?? at) - at));
      return { took, pause: pause(), task: task(), told: (times.length / Math.max(times.at(-1) - times[0], 1)) * 1000, silent };
    },

    /** From the button of the preview to the ledger being taken in. */
    async taking() {
      const [pause, task] = [pauses(), tasks()];
      const began = performance.now();
      document.querySelector("#take-in").click();
      const took = (await shown(() => !document.querySelector("#take-in"))) - began;
      await painted();
      return { took, pause: pause(), task: task() };
    },

    /** From cancelling, a moment after reading began, to nothing being read. */
    async cancelling() {
      await shown(() => document.querySelector(".reading button"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      const began = performance.now();
      document.querySelector(".reading button").click();
      return (await shown(() => !document.querySelector(".reading"))) - began;
    },

    /** From leaving the field of a reviewer's points to another total. */
    async editing() {
      const before = text("h1 + .running b");
      const began = await next("change", "input.points");
      return (await shown(() => text("h1 + .running b") !== before)) - began;
    },
  };
}
