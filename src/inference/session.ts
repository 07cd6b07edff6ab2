/**
 * The only file that knows ONNX Runtime.
 *
 * ## The form of our own decoder graphs (`kvCache: "in-place"`)
 *
 * | input                       | type  | shape                                          |
 * | --------------------------- | ----- | ---------------------------------------------- |
 * | `input_ids`                 | int64 | [batch, sequence]                              |
 * | `attention_mask`            | int64 | [batch, total]                                 |
 * | `logits_index`              | int64 | [rows]                                         |
 * | `past_key_values.N.key`     | kv    | [batch, key-value heads, capacity, head size]  |
 * | `past_key_values.N.value`   | kv    | the same                                       |
 *
 * | output                      | type    | shape                                        |
 * | --------------------------- | ------- | -------------------------------------------- |
 * | `logits`                    | float32 | [batch, rows, vocabulary]                    |
 * | `present.N.key`, `.value`   | kv      | as the past                                  |
 *
 * - `kv` is float32, float16 or int8 (the variant's `kvType`). The engine feeds one and the same tensor as past and present.
 *   Its capacity is whatever the engine needs, up to the context length; the axis must be symbolic.
 * - The graph derives from `attention_mask` what `GroupQueryAttention` wants: `seqlens_k` = sum of each row − 1 (int32,
 *   [batch]) and `total_sequence_length` = its second dimension (int32 scalar). Rows are right-padded: a row of n tokens,
 *   those fed now included, is n ones followed by zeros. Rotary embedding is inside (`do_rotary`), so there are no position ids.
 * - `logits_index` picks positions of `sequence` (Gather, axis 1, of the hidden states before the head), the same ones for each row.
 * - The engine feeds either one row with any number of tokens (prefill, in chunks: the past may be filled or empty), or several
 *   rows with one token each. `GroupQueryAttention` with a past accepts nothing else.
 *
 * ## Hugging Face exports (`kvCache: "append"`)
 *
 * `input_ids`, `attention_mask`, `past_key_values.N.*` with a growing third axis, `position_ids` and `use_cache_branch` where
 * the graph has them; `logits` [batch, sequence, vocabulary] of every position.
 */
