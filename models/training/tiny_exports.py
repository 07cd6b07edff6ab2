"""Makes tiny random models of the families that a user may bring, exported the way the Hugging Face hub carries them.

    pip install optimum-onnx==0.1.0 "transformers<4.58"     # in an environment of its own; see requirements of optimum-onnx
    python models/training/tiny_exports.py test/fixtures/hub

Each folder has the hub's layout: config.json, tokenizer.json, tokenizer_config.json, onnx/*.onnx; and `reference.json`, what PyTorch
decodes greedily after a prompt. The tokenizer is the one of test/fixtures/models/tiny-narrator.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.transformers.float16 import convert_float_to_float16
from optimum.exporters.onnx import main_export
from transformers import (
    GemmaConfig,
    GemmaForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

SEED = 7
TOKENIZER = Path(__file__).parents[2] / "test/fixtures/models/tiny-narrator/tokenizer.json"
PROMPT = "def add(left, right):\n    return left + right\n"
NEW_TOKENS = 12
CHAT_TEMPLATE = (
    "{% for message in messages %}<|subject|>{{ message['role'] }}\n{{ message['content'] }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|subject|>assistant\n{% endif %}"
)

DECODER = {
    "vocab_size": 384,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "bos_token_id": 2,
    "eos_token_id": 1,
    "pad_token_id": 0,
    "tie_word_embeddings": False,
    "initializer_range": 0.8,
}
T5 = {
    "vocab_size": 384,
    "d_model": 32,
    "d_kv": 8,
    "d_ff": 48,
    "num_layers": 2,
    "num_heads": 4,
    "n_positions": 256,
    "eos_token_id": 1,
    "pad_token_id": 0,
    "decoder_start_token_id": 0,
    "tie_word_embeddings": False,
    "initializer_factor": 5.0,
}
FAMILIES = {
    "tiny-llama": (LlamaForCausalLM, LlamaConfig, DECODER),
    "tiny-qwen2": (Qwen2ForCausalLM, Qwen2Config, DECODER),
    "tiny-gemma": (GemmaForCausalLM, GemmaConfig, DECODER | {"head_dim": 8, "num_key_value_heads": 1}),
    "tiny-t5": (T5ForConditionalGeneration, T5Config, T5),
}


def export(name, folder, tokenizer):
    model_class, config_class, arguments = FAMILIES[name]
    torch.manual_seed(SEED)
    model = model_class(config_class(**arguments)).eval()
    is_encoder_decoder = model.config.is_encoder_decoder
    with tempfile.TemporaryDirectory() as scratch:
        source, exported = Path(scratch) / "source", Path(scratch) / "exported"
        model.save_pretrained(source)
        tokenizer.save_pretrained(source)
        task = "text2text-generation-with-past" if is_encoder_decoder else "text-generation-with-past"
        main_export(str(source), exported, task=task, device="cpu", do_validation=False)
        (folder / "onnx").mkdir(parents=True, exist_ok=True)
        for file in ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"):
            shutil.copy(exported / file, folder / file)
        write_chat_template(name, folder)
        names = ("encoder_model.onnx", "decoder_model_merged.onnx") if is_encoder_decoder else ("model.onnx",)
        for file in names:
            shutil.copy(exported / file, folder / "onnx" / file)
    if name == "tiny-llama":
        # Hub models in half precision have it in their cache and logits too.
        graph = onnx.load(folder / "onnx/model.onnx")
        onnx.save(convert_float_to_float16(graph), folder / "onnx/model_fp16.onnx")
    ids = tokenizer.encode(PROMPT, add_special_tokens=False)
    with torch.no_grad():
        answer = model.generate(
            torch.tensor([ids]), max_new_tokens=NEW_TOKENS, do_sample=False, num_beams=1, use_cache=False
        )[0].tolist()
    reference = {"prompt": PROMPT, "input_ids": ids, "answer": answer[1:] if is_encoder_decoder else answer[len(ids) :]}
    (folder / "reference.json").write_text(json.dumps(reference) + "\n")


def write_chat_template(name, folder):
    """The hub has templates in a file of their own (new) and inside tokenizer_config.json (old); base models have none."""
    if name == "tiny-llama":
        (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE)
    if name == "tiny-qwen2":
        file = folder / "tokenizer_config.json"
        config = json.loads(file.read_text()) | {"chat_template": CHAT_TEMPLATE}
        file.write_text(json.dumps(config, indent=2) + "\n")


def main(out):
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(TOKENIZER),
        bos_token="<|file|>",
        eos_token="<|end|>",
        pad_token="<|pad|>",
        clean_up_tokenization_spaces=False,
    )
    for name in FAMILIES:
        export(name, out / name, tokenizer)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder that receives one folder per model")
    main(parser.parse_args().out)
