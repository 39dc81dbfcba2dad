"""The transformer of multilingual-e5-small as an ONNX model in dynamic int8, built once and kept on disk."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from assistant.errors import BusyError
from assistant.files import new_version, storage_error
from assistant.retrieval.release import REVISION
from assistant.retrieval.weights import Weights
from assistant.wording import Text

BUILD_WAIT = 120.0

# 7 bits, not 8: two products of an unsigned 8-bit and a signed 7-bit number fit into 16 bits, so that processors
# without VNNI cannot saturate (onnxruntime documents this as `reduce_range`). It costs 0.0005 of cosine.
TOP_WEIGHT = 63


def read_or_build_model(weights: Weights, cache: Path) -> bytes:
    """The ONNX model out of `cache`, built there first where it is missing, half-written or damaged (2 s).

    Raises StorageError where `cache` cannot be written, StoreError where the weights are damaged, BusyError where
    another process is still building after two minutes.
    """
    path = cache / f"multilingual-e5-small-int8-{REVISION}.onnx"
    found = _read_verified(path)
    if found is not None:
        return found
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=BUILD_WAIT):
            found = _read_verified(path)
            return found if found is not None else _build_into(path, weights)
    except Timeout as error:
        message = Text(
            "另一个进程正在生成嵌入模型，请稍后再试。",
            "Another process is building the embedder's model; try again soon.",
        )
        raise BusyError(message) from error
    except OSError as error:
        raise storage_error(error, path) from error


def _read_verified(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
        expected = _digest_file(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return content if hashlib.sha256(content).hexdigest() == expected else None


def _build_into(path: Path, weights: Weights) -> bytes:
    weights.verify()
    content = build_model(weights)
    with new_version(path) as temporary:
        temporary.write_bytes(content)
    # written last: a model without its digest counts as half-built
    with new_version(_digest_file(path)) as temporary:
        temporary.write_text(hashlib.sha256(content).hexdigest() + "\n", encoding="ascii")
    return content


def _digest_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def build_model(weights: Weights) -> bytes:
    """The network as a serialised ONNX model: `words` (tokens × width) in, `mean` (width) out.

    Weights are int8 by output channel; activations are quantised when it runs, over one text at a time.
    """
    return _Graph(weights).serialised()


class _Graph:
    """Puts the network together, layer by layer, as BERT has it (Devlin et al. 2019, with post-norm and GELU)."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape = weights.shape
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._quantised: set[str] = set()

    def serialised(self) -> bytes:
        from onnx import TensorProto, helper

        width, heads = self._shape.width, self._shape.heads
        self._constant("by_head", np.array([0, heads, width // heads], np.int64))
        self._constant("by_width", np.array([0, width], np.int64))
        self._constant("thirds", np.array([width] * 3, np.int64))
        self._constant("scale", np.array((width // heads) ** -0.5, np.float32))
        self._constant("first_axis", np.array([0], np.int64))
        hidden = self._normalised("words", "emb.ln", "embedded")
        for layer in range(self._shape.layers):
            hidden = self._transformer(hidden, f"l{layer}.")
        self._node("ReduceMean", [hidden, "first_axis"], "mean", keepdims=0)
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, ["tokens", width])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [width])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        return model.SerializeToString()

    def _transformer(self, hidden: str, layer: str) -> str:
        attended = self._attention(hidden, layer)
        projected = self._linear(attended, layer, ["ao"], self._shape.width)
        summed = self._node("Add", [hidden, projected], layer + "attention_sum")
        middle = self._normalised(summed, layer + "aln", layer + "middle")
        raised = self._node("Gelu", [self._linear(middle, layer, ["fi"], self._shape.width)], layer + "gelu")
        lowered = self._linear(raised, layer, ["fo"], self._shape.inner)
        return self._normalised(self._node("Add", [middle, lowered], layer + "sum"), layer + "oln", layer + "hidden")

    def _attention(self, hidden: str, layer: str) -> str:
        joined = self._linear(hidden, layer, ["q", "k", "v"], self._shape.width)
        names = [layer + part for part in ("query", "key", "value")]
        self._nodes.append(_make_node("Split", [joined, "thirds"], names, axis=-1))
        query = self._heads(names[0], (1, 0, 2))
        key = self._heads(names[1], (1, 2, 0))
        value = self._heads(names[2], (1, 0, 2))
        scores = self._node("Mul", [self._node("MatMul", [query, key], layer + "products"), "scale"], layer + "scores")
        shares = self._node("Softmax", [scores], layer + "shares", axis=-1)
        mixed = self._node("MatMul", [shares, value], layer + "mixed")
        beside = self._node("Transpose", [mixed], layer + "beside", perm=[1, 0, 2])
        return self._node("Reshape", [beside, "by_width"], layer + "attended")

    def _heads(self, name: str, order: tuple[int, int, int]) -> str:
        split = self._node("Reshape", [name, "by_head"], name + "_split")
        return self._node("Transpose", [split], name + "_heads", perm=list(order))

    def _linear(self, source: str, layer: str, parts: list[str], inputs: int) -> str:
        """Layers that read the same input become one multiplication."""
        name = layer + "".join(parts)
        matrix = np.concatenate([self._weights.matrix(f"{layer}{part}.w", inputs) for part in parts], axis=1)
        bias = np.concatenate([self._weights.tensor(f"{layer}{part}.b") for part in parts])
        scales = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / TOP_WEIGHT
        self._constant(name + "_w", np.round(matrix / scales).astype(np.int8))
        self._constant(name + "_s", scales.astype(np.float32))
        self._constant(name + "_z", np.zeros((), np.int8))
        self._constant(name + "_b", bias)
        self._quantise(source)
        product = self._node(
            "MatMulInteger", [source + "_q", name + "_w", source + "_z", name + "_z"], name + "_integers"
        )
        self._nodes.append(_make_node("Cast", [product], [name + "_cast"], to=1))
        scale = self._node("Mul", [source + "_s", name + "_s"], name + "_scale")
        scaled = self._node("Mul", [name + "_cast", scale], name + "_scaled")
        return self._node("Add", [scaled, name + "_b"], name + "_out")

    def _quantise(self, source: str) -> None:
        if source not in self._quantised:
            self._quantised.add(source)
            outputs = [source + "_q", source + "_s", source + "_z"]
            self._nodes.append(_make_node("DynamicQuantizeLinear", [source], outputs))

    def _normalised(self, source: str, weights: str, name: str) -> str:
        self._constant(name + "_scale", self._weights.tensor(weights + ".w"))
        self._constant(name + "_shift", self._weights.tensor(weights + ".b"))
        inputs = [source, name + "_scale", name + "_shift"]
        return self._node("LayerNormalization", inputs, name, axis=-1, epsilon=self._shape.epsilon)

    def _constant(self, name: str, values: NDArray[Any]) -> None:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))

    def _node(self, operation: str, inputs: list[str], output: str, **settings: Any) -> str:
        self._nodes.append(_make_node(operation, inputs, [output], **settings))
        return output


def _make_node(operation: str, inputs: list[str], outputs: list[str], **settings: Any) -> Any:
    from onnx import helper

    return helper.make_node(operation, inputs, outputs, **settings)
