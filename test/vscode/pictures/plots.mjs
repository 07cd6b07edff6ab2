/** Lines of sensors.m with a word of what is said of them. */
const statements = {
  line: [8, "damped"],
  two: [14, "Roscoff"],
  bars: [19, "Readings"],
  surface: [26, "Surface"],
  logarithmic: [32, "Gain"],
  polar: [38, "Polar"],
  unknown: [43, "unknown"],
};

export const plots = {
  settings: { "codepatch.lens": "off" },
  eachTheme: true,
  scenes: ({ keyboard, hover, until, open, runCommand, webview }) => ({
    ...Object.fromEntries(
      Object.entries(statements).map(([name, [line, word]]) => [
        name,
        async () => {
          await keyboard.press("Escape");
          await open("sensors.m", line, 2);
          // The hover may be one that says that the program is still read.
          await until(hover(word), async () => {
            await keyboard.press("Escape");
            await keyboard.press("Control+K");
            await keyboard.press("Control+I");
          });
        },
      ]),
    ),
    async page() {
      await keyboard.press("Escape");
      await open("sensors.m");
      await runCommand("CodePatch: Describe All Plots");
      await webview("Figure 7");
    },
  }),
};
