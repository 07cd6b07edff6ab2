"""The head of stage 2 of origin: Linear(256) → ReLU → Dropout(0.3) → families over frozen vectors, and its graph."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score


class Head:
    """The seed's head with early stopping and class weights, trained on the rows `train` of vectors `x` and kept where `dev` is best."""

    def __init__(self, x, y, train, dev, classes, seed=1):
        torch.manual_seed(seed)
        torch.set_num_threads(1)
        self.mean, self.std = x[train].mean(axis=0), x[train].std(axis=0) + 1e-6
        data, target = self.prepare(x), torch.tensor(y)
        weight = torch.tensor(len(train) / (classes * np.maximum(np.bincount(y[train], minlength=classes), 1)), dtype=torch.float32)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], 256), torch.nn.ReLU(), torch.nn.Dropout(0.3), torch.nn.Linear(256, classes)
        )
        optimizer = torch.optim.AdamW(self.layers.parameters(), lr=1e-3, weight_decay=0.01)
        best, patience, kept = -1.0, 0, None
        for _ in range(200):
            self.layers.train()
            for batch in torch.randperm(len(train)).split(128):
                rows = torch.tensor(train)[batch]
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(self.layers(data[rows]), target[rows], weight).backward()
                optimizer.step()
            self.layers.eval()
            with torch.no_grad():
                found = f1_score(y[dev], self.layers(data[dev]).argmax(1).numpy(), average="macro", zero_division=0)
            if found > best:
                best, patience, kept = found, 0, {name: value.clone() for name, value in self.layers.state_dict().items()}
            elif (patience := patience + 1) == 10:
                break
        self.layers.load_state_dict(kept)
        self.layers.eval()

    def prepare(self, x):
        return torch.tensor((x - self.mean) / self.std, dtype=torch.float32)

    @torch.no_grad()
    def __call__(self, x):
        """Log-probabilities [rows, families]."""
        return torch.log_softmax(self.layers(self.prepare(x)), 1).numpy()

    @property
    def parameters(self):
        return sum(parameter.numel() for parameter in self.layers.parameters())

    def export(self, path, factor, names, x, tolerance=1e-4):
        """vectors float32 [rows, width] → probability float32 [rows, families], calibrated by `factor`; checked against `x`. Returns the bytes of the file."""
        first, last = self.layers[0], self.layers[3]
        constants = {
            "mean": self.mean.astype(np.float32),
            "std": self.std.astype(np.float32),
            "factor": np.float32(factor),
            "w1": first.weight.detach().numpy(),
            "b1": first.bias.detach().numpy(),
            "w2": last.weight.detach().numpy(),
            "b2": last.bias.detach().numpy(),
        }
        nodes = [
            helper.make_node("Sub", ["vectors", "mean"], ["moved"]),
            helper.make_node("Div", ["moved", "std"], ["standard"]),
            helper.make_node("Gemm", ["standard", "w1", "b1"], ["hidden"], transB=1),
            helper.make_node("Relu", ["hidden"], ["active"]),
            helper.make_node("Gemm", ["active", "w2", "b2"], ["logits"], transB=1),
            helper.make_node("Mul", ["logits", "factor"], ["tempered"]),
            helper.make_node("Softmax", ["tempered"], ["probability"], axis=1),
        ]
        graph = helper.make_graph(
            nodes,
            "family",
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["rows", len(self.mean)])],
            [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", len(names)])],
            [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
        helper.set_model_props(model, {"families": ",".join(names)})
        onnx.checker.check_model(model)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(model.SerializeToString())
        difference = np.abs(InferenceSession(path).run(None, {"vectors": x.astype(np.float32)})[0] - softmax(factor * self(x))).max()
        assert difference < tolerance, difference
        return path.stat().st_size


def tempered(log_p, y):
    """The factor of log-probabilities that fits `y` best (temperature scaling, Guo et al. 2017)."""
    def loss(factor):
        scaled = factor * log_p
        return float((np.logaddexp.reduce(scaled, axis=1) - scaled[np.arange(len(y)), y]).mean())

    return minimize_scalar(loss, bounds=(0.05, 5), method="bounded").x


def softmax(log_p):
    return np.exp(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True))
