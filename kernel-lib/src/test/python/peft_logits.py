#!/usr/bin/env python3
"""Prints the logits of a Transformers model with a LoRA adapter, row after row, as JSON.

    pip install torch transformers peft
    python peft_logits.py MODEL_FOLDER ADAPTER_FOLDER '[5, 80, 12]'
"""

import json
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

base = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
adapted = PeftModel.from_pretrained(base, sys.argv[2]).eval()
with torch.no_grad():
    logits = adapted(torch.tensor([json.loads(sys.argv[3])])).logits
print(json.dumps(logits.flatten().tolist()))
