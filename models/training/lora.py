"""Low-rank fine-tuning (Hu et al. 2021) with peft, on the Hugging Face form of the model."""

from peft import LoraConfig, get_peft_model
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from model import Narrator, from_hugging_face, hugging_face_config, to_hugging_face

PROJECTIONS = {
    "qv": ["q_proj", "v_proj"],
    "all": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
}
RANK, ALPHA = 16, 32


def to_llama(model: Narrator) -> LlamaForCausalLM:
    config = LlamaConfig(**hugging_face_config(model.config), attn_implementation="eager")
    llama = LlamaForCausalLM(config)
    llama.load_state_dict(to_hugging_face(model.state_dict(), model.config), strict=False)
    llama.tie_weights()
    return llama


class LoraNarrator(nn.Module):
    """Looks like a Narrator to the training loop; only the low-rank updates are trained."""

    def __init__(self, model: Narrator, projections: str):
        super().__init__()
        self.config = model.config
        lora = LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.05, target_modules=PROJECTIONS[projections], task_type="CAUSAL_LM")
        self.peft = get_peft_model(to_llama(model), lora)

    @property
    def embedding(self) -> nn.Embedding:
        return self.peft.get_input_embeddings()

    def forward(self, ids: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
        return self.after_embedding(self.embedding(ids), positions, mask)

    def after_embedding(self, x: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
        if not isinstance(mask, Tensor):
            raise TypeError("fine-tuning uses dense masks: run it with --device cpu")
        llama = self.peft.get_base_model().model
        return llama(inputs_embeds=x, position_ids=positions, attention_mask=mask.float(), use_cache=False).last_hidden_state

    def plain(self) -> Narrator:
        """A Narrator with the updates merged in; this one stays as it is."""
        adapted = self.peft
        adapted.merge_adapter()
        state = {name.replace("base_layer.", ""): value.detach().clone() for name, value in adapted.get_base_model().state_dict().items() if "lora_" not in name}
        adapted.unmerge_adapter()
        model = Narrator(self.config)
        model.load_state_dict(from_hugging_face(state, self.config))
        return model


def trained_parameters(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
