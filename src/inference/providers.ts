import os from "node:os";
import { messageOf, throwIfAborted } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { TextManifest } from "./manifest.js";
import { loadTextModel, type TextModel } from "./model.js";
import { runSelfTest, type SelfTest, typicalSeconds } from "./selfTest.js";
import { bundledProviders, type Provider, providers } from "./session.js";
import type { Memory } from "./storage.js";

/** Tokens of the self-test that a provider must decode as the CPU does, from the first on: arithmetic differs in the last bits. */
const agreeingTokens = 4;

export interface LoadContext {
  readonly threads: number;
  readonly memory: Memory;
  readonly log: Log;
}

/**
 * Loads the model with `wanted`, or for `auto` with the provider that won the timed self-test on this machine. The test runs once
 * for each model, and its winner is remembered; a provider that ends the process during its test is not tried again.
 */
export async function loadWithBestProvider(
  folder: string,
  manifest: TextManifest,
  wanted: Provider | "auto",
  context: LoadContext,
  signal: AbortSignal,
): Promise<TextModel> {
  const { threads } = context;
  if (wanted !== "auto") return loadTextModel(folder, manifest, { provider: wanted, threads });
  const key = `provider ${manifest.id} ${manifest.version} ${os.cpus()[0]?.model ?? ""} ${threads}`;
  const remembered = await context.memory.get(key);
  const known = providers.find((provider) => provider === remembered);
  const winner = known ?? (await measure(folder, manifest, context, signal));
  if (known === undefined) await context.memory.set(key, winner);
  try {
    return await loadTextModel(folder, manifest, { provider: winner, threads });
  } catch (error) {
    if (winner === "cpu") throw error;
    context.log.warn(`The provider ${winner} fails now and the CPU is used: ${messageOf(error)}`);
    return loadTextModel(folder, manifest, { provider: "cpu", threads });
  }
}

async function measure(
  folder: string,
  manifest: TextManifest,
  context: LoadContext,
  signal: AbortSignal,
): Promise<Provider> {
  const candidates = await bundledProviders();
  if (candidates.length === 1) return "cpu";
  const cpu = await testProvider(folder, manifest, "cpu", context, signal);
  let winner: Provider = "cpu";
  let best = typicalSeconds(cpu);
  for (const provider of candidates.filter((candidate) => candidate !== "cpu")) {
    const trial = `trial ${provider}`;
    if ((await context.memory.get(trial)) === "started") {
      context.log.warn(`The provider ${provider} ended the engine when it was tried and is left out.`);
      continue;
    }
    await context.memory.set(trial, "started");
    try {
      const test = await testProvider(folder, manifest, provider, context, signal);
      const agrees = test.tokens.slice(0, agreeingTokens).every((token, i) => token === cpu.tokens[i]);
      context.log.info(`${provider}: ${describe(test)}${agrees ? "" : ", but it computes something else"}`);
      if (agrees && typicalSeconds(test) < best) {
        winner = provider;
        best = typicalSeconds(test);
      }
    } catch (error) {
      throwIfAborted(signal);
      context.log.info(`The provider ${provider} is not usable here: ${messageOf(error)}`);
    } finally {
      await context.memory.set(trial, "survived");
    }
  }
  return winner;
}

async function testProvider(
  folder: string,
  manifest: TextManifest,
  provider: Provider,
  { threads }: LoadContext,
  signal: AbortSignal,
): Promise<SelfTest> {
  const model = await loadTextModel(folder, manifest, { provider, threads });
  try {
    return await runSelfTest(model, signal);
  } finally {
    await model.release();
  }
}

export const describe = (test: SelfTest): string =>
  `${Math.round(test.prefill)} tokens/s prefill, ${Math.round(test.decode)} tokens/s decode`;
