import type { Connection, Handler } from "../protocol/connection.js";
import type { Method } from "../protocol/messages.js";
import { doctorHandler } from "./doctor.js";
import type { Host } from "./host.js";
import { modelsHandler } from "./models.js";

export function registerHandlers(connection: Connection, host: Host): void {
  function handle<K extends Method>(method: K, handler: Handler<K>): void {
    connection.handle(method, (params, context) => host.busy(() => handler(params, context)));
  }
  handle("engine/models", modelsHandler(host));
  handle("engine/doctor", doctorHandler(host));
}
