"""A small Whisper (its parts are named as in Hugging Face's) and its export for faster-whisper.

faster-whisper always feeds 30 s, 1500 encoder frames, mostly padding. To train at a fraction of that cost the encoder
runs on the frames with content and K padding frames sampled from the rest of the window, each counted
log((1500 - N) / K) times in every softmax: the same statistics as all 1500.
"""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

WIDTH, HEADS, FEED_FORWARD = 192, 6, 512
ENCODER_LAYERS, DECODER_LAYERS = 3, 2
MELS, ENCODER_FRAMES, DECODER_TOKENS = 80, 1500, 448
PADDING_SAMPLES = 24


def sinusoids(count: int, width: int) -> torch.Tensor:
    """Whisper's position codes, [count, width]."""
    steps = torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(count)[:, None] * steps[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    """Multi-head attention that also gives its weights back."""

    def __init__(self) -> None:
        super().__init__()
        self.q_proj, self.k_proj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH, bias=False)
        self.v_proj, self.out_proj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x, memory=None, bias=None, *, causal=False, full_precision=False):
        """x [B, T, d]; the weights [B, heads, T, S] are float32 where ``full_precision`` asks for it."""
        source = x if memory is None else memory
        q, k, v = (
            part.view(part.shape[0], part.shape[1], HEADS, -1).transpose(1, 2)
            for part in (self.q_proj(x), self.k_proj(source), self.v_proj(source))
        )
        weights = q @ (k / math.sqrt(q.shape[-1])).transpose(-1, -2)
        if full_precision:
            weights = weights.float()
        if bias is not None:
            weights = weights + bias.to(weights.dtype)
        if causal:
            weights = weights + torch.full(weights.shape[-2:], -1e4, dtype=weights.dtype).triu(1)
        weights = weights.softmax(-1)
        out = weights.to(v.dtype) @ v
        return self.out_proj(out.transpose(1, 2).reshape(x.shape)), weights


class Layer(nn.Module):
    """A layer of the encoder, or (``cross``) of the decoder."""

    def __init__(self, *, cross: bool) -> None:
        super().__init__()
        self.self_attn, self.self_attn_layer_norm = Attention(), nn.LayerNorm(WIDTH)
        if cross:
            self.encoder_attn, self.encoder_attn_layer_norm = Attention(), nn.LayerNorm(WIDTH)
        self.fc1, self.fc2 = nn.Linear(WIDTH, FEED_FORWARD), nn.Linear(FEED_FORWARD, WIDTH)
        self.final_layer_norm = nn.LayerNorm(WIDTH)

    def forward(self, x, memory=None, bias=None, *, causal=False):
        """New states, and the cross-attention's weights (None in the encoder)."""
        weights = None
        own_bias = None if causal else bias
        x = x + self.self_attn(self.self_attn_layer_norm(x), bias=own_bias, causal=causal)[0]
        if memory is not None:
            out, weights = self.encoder_attn(
                self.encoder_attn_layer_norm(x), memory=memory, bias=bias, full_precision=True
            )
            x = x + out
        return x + self.fc2(functional.gelu(self.fc1(self.final_layer_norm(x)))), weights


class Encoder(nn.Module):
    """Log-mel to states."""

    embed_scale = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(ENCODER_FRAMES, WIDTH)
        self.embed_positions.weight.data = sinusoids(ENCODER_FRAMES, WIDTH)
        self.embed_positions.weight.requires_grad = False
        self.layers = nn.ModuleList(Layer(cross=False) for _ in range(ENCODER_LAYERS))
        self.layer_norm = nn.LayerNorm(WIDTH)

    def _frames(self, mel):
        return functional.gelu(self.conv2(functional.gelu(self.conv1(mel)))).transpose(1, 2)

    def forward(self, mel):
        """mel [B, 80, L], L even; gives states, the attention's bias, and the number of frames with content."""
        x, positions, bias = self._frames(mel), self.embed_positions.weight, None
        content = x.shape[1]
        if content < ENCODER_FRAMES:
            content -= 1
            padding = self._frames(mel.new_zeros(1, mel.shape[1], 12))[:, 3:4]
            edges = torch.linspace(content, ENCODER_FRAMES, PADDING_SAMPLES + 1)
            places = edges[:-1] + torch.rand(PADDING_SAMPLES) * (edges[1:] - edges[:-1])
            places = places.long().clamp(content, ENCODER_FRAMES - 1)
            sampled = (padding + positions[places]).expand(x.shape[0], -1, -1)
            x = torch.cat([x[:, :content] + positions[:content], sampled], 1)
            bias = torch.zeros(1, 1, 1, content + PADDING_SAMPLES)
            bias[..., content:] = math.log((ENCODER_FRAMES - content) / PADDING_SAMPLES)
        else:
            x = x + positions
        for layer in self.layers:
            x = layer(x, bias=bias)[0]
        return self.layer_norm(x), bias, content


class Decoder(nn.Module):
    """Tokens and the encoder's states to the next tokens."""

    embed_scale = 1.0

    def __init__(self, vocabulary_size: int, first_time_token: int) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(vocabulary_size, WIDTH)
        self.embed_positions = nn.Embedding(DECODER_TOKENS, WIDTH)
        self.embed_tokens.weight.data.normal_(0, 0.05)
        # Neighbouring times begin alike.
        times = vocabulary_size - first_time_token
        self.embed_tokens.weight.data[first_time_token:] = 0.05 * sinusoids(times, WIDTH)
        self.embed_positions.weight.data = 0.05 * sinusoids(DECODER_TOKENS, WIDTH)
        self.layers = nn.ModuleList(Layer(cross=True) for _ in range(DECODER_LAYERS))
        self.layer_norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens, memory, bias=None):
        """Logits, and each layer's cross-attention weights."""
        x = self.embed_tokens(tokens) + self.embed_positions.weight[: tokens.shape[1]]
        attention = []
        for layer in self.layers:
            x, weights = layer(x, memory=memory, bias=bias, causal=True)
            attention.append(weights)
        return self.layer_norm(x) @ self.embed_tokens.weight.T, attention


class SmallWhisper(nn.Module):
    """The network. ``phone_head`` helps training and is left out of the export."""

    def __init__(self, vocabulary_size: int, first_time_token: int, phones: int) -> None:
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder(vocabulary_size, first_time_token)
        self.phone_head = nn.Linear(WIDTH, phones)


def export(
    model: SmallWhisper, tokenizer: Tokenizer, out: Path, alignment_heads: list[tuple[int, int]], window_s: int
) -> None:
    """Write a folder that faster-whisper loads. Changes the model's weights: give it a copy."""
    from ctranslate2.converters.transformers import WhisperLoader
    from ctranslate2.specs import whisper_spec

    spec = whisper_spec.WhisperSpec(ENCODER_LAYERS, HEADS, DECODER_LAYERS, HEADS)
    loader = WhisperLoader()
    with torch.no_grad():
        loader.set_encoder(spec.encoder, model.encoder)
        loader.set_decoder(spec.decoder, model.decoder)
        projection = nn.Linear(1, 1, bias=False)
        projection.weight = model.decoder.embed_tokens.weight
        loader.set_linear(spec.decoder.projection, projection)
    ids = tokenizer.get_vocab()
    spec.register_vocabulary(sorted(ids, key=ids.__getitem__))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids["\u0120"], ids["<|endoftext|>"]]
    spec.config.lang_ids = [ids["<|en|>"]]
    spec.config.alignment_heads = [list(head) for head in alignment_heads]
    spec.validate()
    spec.optimize(quantization="int8")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    spec.save(str(out))
    tokenizer.save(str(out / "tokenizer.json"))
    features = {
        "feature_size": MELS,
        "sampling_rate": 16000,
        "hop_length": 160,
        "chunk_length": window_s,
        "n_fft": 400,
    }
    (out / "preprocessor_config.json").write_text(json.dumps(features))


def parameters(model: nn.Module) -> int:
    """How many there are."""
    return int(np.sum([one.numel() for one in model.parameters()]))
