import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { messageOf } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { connect } from "../protocol/connection.js";
import { type EngineSettings, settingsVariable } from "../protocol/messages.js";
import { bundledGrammars, createParser } from "../syntax/parser.js";
import { registerHandlers } from "./handlers.js";
import { createHost } from "./host.js";
import { watchClient } from "./watchdog.js";

// Before anything loads ONNX Runtime, which otherwise reports to its makers.
process.env.ORT_DISABLE_TELEMETRY = "1";

/** Written by our own client from typed settings. */
const settings = JSON.parse(process.env[settingsVariable] ?? "{}") as EngineSettings;
const connection = connect(new IPCMessageReader(process), new IPCMessageWriter(process));
const log: Log = {
  info: (message) => connection.notify("engine/log", { level: "info", message }),
  warn: (message) => connection.notify("engine/log", { level: "warn", message }),
  error: (message, cause) =>
    connection.notify("engine/log", {
      level: "error",
      message: cause === undefined ? message : `${message} ${messageOf(cause)}`,
    }),
};
const host = createHost(settings, log, (state) => connection.notify("engine/state", state));
// The grammars lie beside the bundle.
registerHandlers(connection, host, createParser(bundledGrammars(__dirname)));
connection.onClose(() => process.exit(0));
process.on("disconnect", () => process.exit(0));
connection.notify("engine/state", { kind: "ready", busy: 0 });
watchClient();
