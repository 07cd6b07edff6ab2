import fc from "fast-check";

// A new draw each time finds what nobody thought of; where a change is judged, the same draw judges all.
if (process.env.CI) fc.configureGlobal({ seed: 20_261_121 });
