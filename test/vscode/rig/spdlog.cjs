// Takes the place of @vscode/spdlog, whose native part would need a C++ compiler: VS Code's log files, line by line.
const { appendFileSync } = require("node:fs");

const levels = ["trace", "debug", "info", "warn", "error", "critical"];

function createLogger(file) {
  let level = 0;
  const logger = {
    setLevel: (wanted) => {
      level = wanted;
    },
    getLevel: () => level,
    setPattern: () => {},
    clearFormatters: () => {},
    flush: () => {},
    drop: () => {},
  };
  for (const [rank, name] of levels.entries()) {
    logger[name] = (message) => {
      if (rank < level) return;
      try {
        appendFileSync(
          file,
          `${new Date().toISOString().replace("T", " ").slice(0, 23)} [${name}] ${message}\n`,
        );
      } catch {
        // The folder goes away while VS Code shuts down.
      }
    };
  }
  return logger;
}

exports.setLevel = exports.setFlushOn = exports.shutdown = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (_name, file) => createLogger(file);
