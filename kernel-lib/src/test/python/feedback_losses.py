"""Makes kernel-lib/src/test/resources/org/vitrina/feedback/losses.json: the losses of learning from feedback and their
gradients with respect to each token's log-probability, computed by PyTorch from the papers' formulas in float64.

    python feedback_losses.py > ../resources/org/vitrina/feedback/losses.json
"""

import json

import torch

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)

LENGTHS = [3, 1, 2, 4, 2, 3]  # tokens of each answer; answers 2i and 2i + 1 answer the same prompt
WIDTH = max(LENGTHS)
mask = torch.tensor([[1.0 if t < n else 0.0 for t in range(WIDTH)] for n in LENGTHS])
now = (-2 * torch.rand(len(LENGTHS), WIDTH)).mul(mask).requires_grad_()
old = (now.detach() + 0.5 * torch.randn(now.shape)) * mask
reference = (now.detach() + 0.5 * torch.randn(now.shape)) * mask
rewards = torch.tensor([1.0, 0.0, 0.25, 0.5, 0.0, 2.0])


def case(loss):
    (gradient,) = torch.autograd.grad(loss, now)
    return {"loss": loss.item(), "gradient": [g[:n].tolist() for g, n in zip(gradient, LENGTHS)]}


def rows(tensor):
    return [row[:n].tolist() for row, n in zip(tensor.detach(), LENGTHS)]


def reinforce():
    """Williams 1992, with the mean of the prompt's other answers as the baseline."""
    pairs = rewards.view(-1, 2)
    advantages = (pairs - pairs.flip(1)).view(-1)
    return -(advantages * (now * mask).sum(1)).mean()


def ppo(clip=0.2):
    """arXiv 1707.06347, equation 7, over all tokens; rewards with mean 0 and deviation 1."""
    advantages = ((rewards - rewards.mean()) / rewards.std(correction=0))[:, None]
    ratio = torch.exp(now - old)
    objective = torch.minimum(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages)
    return -(objective * mask).sum() / mask.sum()


def grpo(clip=0.2, beta=0.04):
    """arXiv 2402.03300, equations 3 and 4, outcome supervision."""
    pairs = rewards.view(-1, 2)
    deviation = pairs.std(1, correction=0, keepdim=True)
    advantages = ((pairs - pairs.mean(1, keepdim=True)) / deviation).view(-1, 1)
    ratio = torch.exp(now - old)
    objective = torch.minimum(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages)
    k3 = torch.exp(reference - now) - (reference - now) - 1
    return -(((objective - beta * k3) * mask).sum(1) / mask.sum(1)).mean()


def dpo(beta=0.3):
    """arXiv 2305.18290, equation 7."""
    ratio = ((now - reference) * mask).sum(1)
    return -torch.nn.functional.logsigmoid(beta * (ratio[0::2] - ratio[1::2])).mean()


def kto(beta=0.3, desirable=1.0, undesirable=1.5, z=0.4):
    """arXiv 2402.01306, equation 8; the answers with even numbers are marked right."""
    ratio = ((now - reference) * mask).sum(1)
    right = desirable - desirable * torch.sigmoid(beta * (ratio[0::2] - z))
    wrong = undesirable - undesirable * torch.sigmoid(beta * (z - ratio[1::2]))
    return torch.cat([right, wrong]).mean()


print(
    json.dumps(
        {
            "now": rows(now),
            "old": rows(old),
            "reference": rows(reference),
            "rewards": rewards.tolist(),
            "reinforce": case(reinforce()),
            "ppo": case(ppo()),
            "grpo": case(grpo()),
            "dpo": case(dpo()),
            "kto": case(kto()),
        },
        indent=1,
    )
)
