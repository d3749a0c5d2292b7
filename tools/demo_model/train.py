"""Train the model for so many minutes, export and evaluate it now and then, and at the end."""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import torch
from clips import Clips, Mix
from evaluate import run
from network import SmallWhisper, export, parameters
from tokens import build
from torch.nn import functional

FOCUSED_HEADS = ((0, 0), (1, 1))
"""(layer, head) of the decoder whose attention should fall inside a word's time."""
ALIGNMENT_HEAD = (1, 0)
"""Spread evenly over the word: a peak narrower than 4 frames would not survive faster-whisper's median filter."""


class Trainer:
    """The network, a smoothed copy of its weights, and what they learn from."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        args.out.mkdir(parents=True, exist_ok=True)
        self._tokenizer = build(args.out / "tokenizer.json")
        self._first_time = self._tokenizer.token_to_id("<|0.00|>")
        self._size = self._tokenizer.get_vocab_size()
        mix = Mix(window_s=args.window, long=args.long, full=args.full, previous=args.previous, frames=args.frames)
        self._clips = Clips(args.units, self._tokenizer, mix, args.seed)
        self._model = SmallWhisper(self._size, self._first_time, self._clips.phones)
        if args.init:
            self._model.load_state_dict(torch.load(args.init)["model"])
        print(
            round(parameters(self._model) / 1e6, 2), "million parameters,", self._clips.phones, "phones", flush=True
        )
        trained = [one for one in self._model.parameters() if one.requires_grad]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": [one for one in trained if one.ndim > 1], "weight_decay": 0.01},
                {"params": [one for one in trained if one.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=args.rate,
            betas=(0.9, 0.98),
            eps=1e-8,
        )
        self._smooth = {name: value.clone().float() for name, value in self._model.state_dict().items()}
        near = torch.exp(-0.5 * (torch.arange(-4, 5) / 1.5) ** 2)
        self._near = near / near.sum()
        self._step = 0

    def train(self) -> None:
        """Until the minutes are over; evaluations do not count."""
        args, spent_s, evaluated = self._args, 0.0, 0.0
        self._model.train()
        while (minutes := spent_s / 60) < args.minutes:
            began = time.perf_counter()
            warm = min(1.0, (self._step + 1) / args.warm_up)
            rate = args.rate * warm * max(0.01, 0.5 * (1 + math.cos(math.pi * minutes / args.minutes)))
            for group in self._optimizer.param_groups:
                group["lr"] = rate
            losses = self._learn()
            spent_s += time.perf_counter() - began
            if self._step % 25 == 0:
                shown = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
                print(f"step {self._step} minute {minutes:.1f} rate {rate:.2e} {shown}", flush=True)
            if minutes - evaluated > args.evaluate_every:
                evaluated = minutes
                self.evaluate()
        self.evaluate()

    def evaluate(self) -> None:
        """Keep the smoothed weights, export them, and try them on the test set."""
        model = copy.deepcopy(self._model).eval()
        model.load_state_dict({name: self._smooth[name].to(old.dtype) for name, old in model.state_dict().items()})
        torch.save({"model": model.state_dict()}, self._args.out / "smooth.pt")
        folder = self._args.out / "model"
        export(model, self._tokenizer, folder, [ALIGNMENT_HEAD], window_s=int(self._args.window))
        print(f"after step {self._step}:", json.dumps(run(folder, self._args.test, limit=30)), flush=True)

    def _learn(self) -> dict[str, float]:
        """One step; gives the losses."""
        mel, phones, ids, expected, spans = self._clips.batch()
        with torch.autocast("cpu", torch.bfloat16):
            states, bias, content = self._model.encoder(mel)
            phone_logits = self._model.phone_head(states[:, :content])
            logits, attention = self._model.decoder(ids, states, bias)
        phone_loss = functional.cross_entropy(phone_logits.float().flatten(0, 1), phones[:, :content].flatten())
        token_loss = self._token_loss(logits, expected)
        attention_loss = _attention_loss(attention, spans, expected, states.shape[1], content)
        loss = token_loss + 0.5 * phone_loss + 0.2 * attention_loss
        self._optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        losses = {"tokens": token_loss.item(), "phones": phone_loss.item(), "attention": attention_loss.item()}
        if not math.isfinite(norm.item()):
            return losses
        self._optimizer.step()
        self._step += 1
        keep = min(0.998, self._step / (self._step + 20))
        with torch.no_grad():
            for name, value in self._model.state_dict().items():
                self._smooth[name].lerp_(value.float(), 1 - keep)
        return losses

    def _token_loss(self, logits: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
        """Cross-entropy; for a time, its neighbours are nearly right too."""
        counted = expected >= 0
        chances, wanted = logits.float().log_softmax(-1)[counted], expected[counted]
        loss = -chances.gather(1, wanted[:, None])[:, 0]
        times = wanted >= self._first_time
        if times.any():
            around = (wanted[times][:, None] + torch.arange(-4, 5)).clamp(self._first_time, self._size - 1)
            loss = loss.clone()
            loss[times] = -(chances[times].gather(1, around) * self._near).sum(1)
        return loss.mean()


def _attention_loss(
    attention: list[torch.Tensor], spans: torch.Tensor, expected: torch.Tensor, frames: int, content: int
) -> torch.Tensor:
    """How much attention falls outside the words' times, and how unevenly it lies on them."""
    frame = torch.arange(frames)
    timed = (spans[..., 1] > 0) & (spans[..., 0] < content) & (expected >= 0)
    if not timed.any():
        return torch.zeros(())
    inside = (frame >= spans[..., :1]) & (frame < spans[..., 1:]) & (frame < content)
    loss = torch.zeros(())
    for layer, head in FOCUSED_HEADS:
        loss = loss - torch.log((attention[layer][:, head] * inside).sum(-1)[timed] + 1e-4).mean()
    even = inside[timed].float()
    even = even / even.sum(-1, keepdim=True).clamp(min=1)
    layer, head = ALIGNMENT_HEAD
    divergence = -(even * torch.log(attention[layer][:, head][timed] + 1e-5)).sum(-1)
    return loss + (divergence - (even > 0).sum(-1).clamp(min=1).log()).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the weights and the exported model")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--units", type=Path, nargs="+", required=True, help="OUT.npz files of make_units.py")
    parser.add_argument("--test", type=Path, required=True, help="ref.json of make_test_set.py")
    parser.add_argument("--init", type=Path, help="smooth.pt of an earlier run with the same vocabulary")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="highest learning rate")
    parser.add_argument("--warm-up", type=int, default=200, help="steps until the highest rate")
    parser.add_argument("--window", type=float, default=30.0, help="seconds the exported model hears at once")
    parser.add_argument("--long", type=float, default=0.06, help="share of batches with long clips")
    parser.add_argument("--full", type=float, default=0.0, help="share of batches with all 3000 frames real")
    parser.add_argument("--previous", type=float, default=0.2, help="share of clips with earlier text in the prompt")
    parser.add_argument("--frames", type=int, default=4000, help="encoder frames a batch")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--evaluate-every", type=float, default=6, help="minutes")
    args = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    Trainer(args).train()


if __name__ == "__main__":
    main()
